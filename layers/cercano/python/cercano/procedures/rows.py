"""The rows of the procedures' table.

pk "REGISTRY#<year>#<book>": a book of the registry: "HEAD" (where it stands), "ENTRY#<number>", and
"WAITING#<instant>#<filing>" (presented, and about to get its number).
pk "FILE#<id>": a file: "CASE" (what was presented), "FILED#<filing>" (its number in the registry).
pk "PERSON#<citizen>": what is theirs alone: "DRAFT#<id>" (a form they have begun), "FILE#<id>" (one they presented).
"""

from __future__ import annotations

from cercano.kit.table import ExpiryAttribute, IntegerAttribute, JsonAttribute, Row, TextAttribute, UtcAttribute

HEAD = "HEAD"


def book_key(year: int, book: str) -> str:
    """The partition of one book of one year."""
    return f"REGISTRY#{year}#{book}"


def file_key(file_id: str) -> str:
    """The partition of a file."""
    return f"FILE#{file_id}"


def person_key(citizen_id: str) -> str:
    """The partition of what is one person's alone."""
    return f"PERSON#{citizen_id}"


class DraftRow(Row, discriminator="procedure_draft"):
    """A form that somebody has begun."""

    procedure = TextAttribute()
    answers: JsonAttribute = JsonAttribute(default=dict)
    begun_at = UtcAttribute()
    expires_at = ExpiryAttribute()


class FileRow(Row, discriminator="procedure_file"):
    """What somebody presented."""

    applicant = TextAttribute()
    procedure = TextAttribute()
    answers: JsonAttribute = JsonAttribute()
    filing: JsonAttribute = JsonAttribute()


class MineRow(Row, discriminator="procedure_mine"):
    """That somebody presented it, for their list."""

    procedure = TextAttribute()
    filed_at = UtcAttribute()


class HeadRow(Row, discriminator="registry_head"):
    """Where a book stands. Whoever gives numbers writes it over the version that was read."""

    last = IntegerAttribute()
    hash = TextAttribute()


class WaitingRow(Row, discriminator="registry_waiting"):
    """A filing that has been presented and has no number yet."""

    filing: JsonAttribute = JsonAttribute()


class EntryRow(Row, discriminator="registry_entry"):
    """An entry of the registry. Nobody changes or deletes one."""

    filing: JsonAttribute = JsonAttribute()
    number = IntegerAttribute()
    hash = TextAttribute()


class FiledRow(Row, discriminator="registry_filed"):
    """The same, to be found from its file; there is one of each filing, so nothing is registered twice."""

    filing: JsonAttribute = JsonAttribute()
    number = IntegerAttribute()
    hash = TextAttribute()
