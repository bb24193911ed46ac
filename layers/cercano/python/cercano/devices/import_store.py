"""Where imports are kept: pk "IMPORT#<id>", sk "DOC" for the file, "SLICE#0000" on for what came of its rows.

Forgotten after 90 days. No certificate and no key is ever here.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta

from cercano.devices.errors import NoSuchImport
from cercano.devices.imports import Import, ImportState, Slice
from cercano.devices.roster import BadRow
from cercano.kit.table import (
    EnumAttribute,
    ExpiryAttribute,
    IntegerAttribute,
    JsonAttribute,
    Row,
    TextAttribute,
    UtcAttribute,
)

_KEPT_FOR = timedelta(days=90)


class ImportRow(Row, discriminator="import"):
    """A file's own row."""

    state = EnumAttribute(ImportState)
    requested_by = TextAttribute()
    requested_at = UtcAttribute()
    etag = TextAttribute(null=True)
    rows = IntegerAttribute(default=0)
    why_es = TextAttribute(null=True)
    why_en = TextAttribute(null=True)
    finished_at = UtcAttribute(null=True)
    expires_at = ExpiryAttribute()


class SliceRow(Row, discriminator="slice"):
    """What came of some of its rows: the same whoever writes it, so it is written over whatever is there."""

    registered: JsonAttribute = JsonAttribute()
    refused: JsonAttribute = JsonAttribute()
    expires_at = ExpiryAttribute()


@dataclass(frozen=True, slots=True)
class KeptImport:
    """An import as it was read, with the row that its change is written over."""

    value: Import
    row: ImportRow

    def keep(self, value: Import) -> KeptImport:
        """Write the changed import.

        Raises:
            VersionConflict: somebody else changed it since it was read.
        """
        row = self.row
        row.state, row.etag, row.rows = value.state, value.etag, value.rows
        row.why_es, row.why_en, row.finished_at = value.why_es, value.why_en, value.finished_at
        row.keep()
        return KeptImport(value, row)


def begin(value: Import) -> KeptImport:
    """A new import."""
    row = ImportRow(
        f"IMPORT#{value.import_id}",
        "DOC",
        requested_by=value.requested_by,
        requested_at=value.requested_at,
        expires_at=value.requested_at + _KEPT_FOR,
    )
    return KeptImport(value, row).keep(value)


def get(import_id: str) -> KeptImport:
    """The import of this name.

    Raises:
        NoSuchImport: there is none.
    """
    row = ImportRow.find(f"IMPORT#{import_id}", "DOC")
    if row is None:
        raise NoSuchImport(import_id=import_id)
    value = Import(
        import_id=import_id,
        requested_by=row.requested_by,
        requested_at=row.requested_at,
        state=row.state,
        etag=row.etag,
        rows=row.rows,
        why_es=row.why_es,
        why_en=row.why_en,
        finished_at=row.finished_at,
    )
    return KeptImport(value, row)


def keep_slice(value: Import, part: Slice) -> None:
    """Write what came of a slice; doing it again changes nothing."""
    SliceRow(
        f"IMPORT#{value.import_id}",
        f"SLICE#{part.number:04}",
        registered=list(part.registered),
        refused=[asdict(row) for row in part.refused],
        expires_at=value.requested_at + _KEPT_FOR,
    ).save()


def slices(import_id: str) -> list[Slice]:
    """What came of the rows so far, in the order of the file."""
    rows = SliceRow.every(f"IMPORT#{import_id}", SliceRow.sk.startswith("SLICE#"), consistent=True)
    return [
        Slice(
            number=int(row.sk.partition("#")[2]),
            registered=tuple(row.registered),
            refused=tuple(BadRow(**bad) for bad in row.refused),
        )
        for row in rows
    ]
