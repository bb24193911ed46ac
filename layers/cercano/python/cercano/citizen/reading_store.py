"""Where it is kept who read whose file: one row for each look, added and never changed."""

from __future__ import annotations

from datetime import datetime

from cercano.citizen.readings import Deed, Reading, ReadPurpose
from cercano.citizen.rows import ReadingRow, partition
from cercano.kit.caller import Caller
from cercano.kit.facts import instant
from cercano.kit.ids import new_id
from cercano.kit.log import log
from cercano.kit.table import Cursor

_PREFIX = "READING#"


def write_down(citizen_id: str, reader: Caller, deed: Deed, purpose: ReadPurpose, at: datetime) -> None:
    """Keep that staff are about to look into somebody's file. What cannot be written down is not shown."""
    reading_id = new_id("reading")
    ReadingRow(
        partition(citizen_id),
        f"{_PREFIX}{instant(at)}#{reading_id}",
        at=at,
        reading_id=reading_id,
        reader_id=reader.subject,
        reader_role="staff" if "staff" in reader.roles else "admin",
        deed=deed,
        purpose=purpose,
    ).keep()
    log.info("file_read", citizen_id=citizen_id, reader_id=reader.subject, deed=deed.value, purpose=purpose.value)


def page(citizen_id: str, limit: int, after: Cursor | None = None) -> tuple[list[Reading], Cursor | None]:
    """Who read the file, newest first, and the cursor of the next page."""
    where = ReadingRow.sk.startswith(_PREFIX)
    rows, cursor = ReadingRow.page(partition(citizen_id), where, limit=limit, after=after, newest_first=True)
    return [_reading(row) for row in rows], cursor


def every(citizen_id: str) -> list[Reading]:
    """Everybody who ever read the file, oldest first."""
    where = ReadingRow.sk.startswith(_PREFIX)
    return [_reading(row) for row in ReadingRow.every(partition(citizen_id), where, consistent=True)]


def _reading(row: ReadingRow) -> Reading:
    return Reading(
        reading_id=row.reading_id,
        at=row.at,
        reader_id=row.reader_id,
        reader_role=row.reader_role,
        deed=row.deed,
        purpose=row.purpose,
    )
