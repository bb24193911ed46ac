"""What each door's counter last said in each minute: the small, orderless memory that every number of a venue is made
from.

A mark is the highest word of a minute. Merging takes the higher of two, so it does not matter in which order, how
often or in how many batches readings come (a join-semilattice): the same readings always leave the same marks.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

RESTARTED = 1
"""Flag: the counter said that it started again from zero."""
SKEWED = 2
"""Flag: its clock was ahead of ours, so the time is that of arrival."""
CANNOT_COUNT = 4
"""Flag: it said of itself that it was stopped, stuck or blocked."""


class Mark(NamedTuple):
    """The last word of one door's counter in one minute. Ordered: of two in a minute the higher one holds."""

    fit_no: int
    epoch: int
    seq: int
    total_in: int
    """As the counter says it; a reversed fit is turned round by the tally."""
    total_out: int
    top: int
    """The highest total before it turns over to 0 (2**16 - 1...); 0 marks people in view, not a total."""
    flags: int = 0


DoorMarks = dict[int, Mark]
"""By minute: whole minutes since 1970, UTC. The minute of a reading is the one that it ends: 09:00:00 sharp belongs
to 08:59.
"""
Marks = dict[str, DoorMarks]
"""By door id."""

_ROW = struct.Struct("<BBHIQIIIB")
_TEXT_LENGTH = struct.Struct("<H")


def minute_of(at: datetime) -> int:
    """The minute that a reading at this instant ends."""
    return math.ceil(at.timestamp() / 60) - 1


def end_of(minute: int) -> datetime:
    """The instant at which a minute is over."""
    return datetime.fromtimestamp((minute + 1) * 60, tz=UTC)


def hour_of(minute: int) -> int:
    """Whole hours since 1970, UTC."""
    return minute // 60


def add(marks: Marks, door_id: str, minute: int, mark: Mark) -> bool:
    """Put a mark among the others, in place; whether it changed anything."""
    door = marks.setdefault(door_id, {})
    held = door.get(minute)
    if held is not None and held >= mark:
        return False
    door[minute] = mark
    return True


def merge(marks: Marks, more: Marks) -> bool:
    """Put many marks among the others, in place; whether they changed anything."""
    changed = False
    for door_id, door in more.items():
        for minute, mark in door.items():
            changed = add(marks, door_id, minute, mark) or changed
    return changed


def merged(many: Iterable[Marks]) -> Marks:
    """All of them in one."""
    total: Marks = {}
    for marks in many:
        merge(total, marks)
    return total


def by_hour(marks: Marks) -> dict[int, Marks]:
    """The same marks, split by UTC hour."""
    hours: dict[int, Marks] = {}
    for door_id, door in marks.items():
        for minute, mark in door.items():
            hours.setdefault(minute // 60, {}).setdefault(door_id, {})[minute] = mark
    return hours


def pack(hour: int, marks: Mapping[str, Mapping[int, Mark]]) -> bytes:
    """One hour's marks of all doors as bytes: fixed rows, turned into columns so that they squeeze well (about 4
    bytes a mark).
    """
    doors = sorted(door_id for door_id, door in marks.items() if door)
    names = "\n".join(doors).encode()
    rows = b"".join(
        _ROW.pack(index, minute - hour * 60, *mark)
        for index, door_id in enumerate(doors)
        for minute, mark in sorted(marks[door_id].items())
    )
    columns = b"".join(rows[column :: _ROW.size] for column in range(_ROW.size))
    return zlib.compress(_TEXT_LENGTH.pack(len(names)) + names + columns, 6)


def unpack(hour: int, packed: bytes) -> Marks:
    """The marks that `pack` packed."""
    plain = zlib.decompress(packed)
    (length,) = _TEXT_LENGTH.unpack_from(plain)
    names = plain[2 : 2 + length].decode()
    columns = plain[2 + length :]
    doors: list[DoorMarks] = [{} for _ in names.split("\n")]
    count, start = len(columns) // _ROW.size, hour * 60
    rows = bytearray(len(columns))
    for column in range(_ROW.size):
        rows[column :: _ROW.size] = columns[column * count : (column + 1) * count]
    for index, minute, *mark in _ROW.iter_unpack(rows):
        doors[index][start + minute] = Mark._make(mark)
    return dict(zip(names.split("\n"), doors, strict=True)) if names else {}
