"""The files that went to the bank: what each holds is written down before it is made, and never changes.

pk "FILES#<kind>", sk "<day>"; the file itself is in S3, out/<kind>/<day>.xml, where the bank's own channel takes it.
"""

from __future__ import annotations

from datetime import date, datetime

from cercano.kit.errors import VersionConflict
from cercano.kit.table import DateAttribute, IntegerAttribute, Row, TextAttribute, UtcAttribute


class FileRow(Row, discriminator="wallet_file"):
    """One file."""

    made_at = UtcAttribute()
    due_on = DateAttribute()
    entries = IntegerAttribute()
    sum_cents = IntegerAttribute()
    sha256 = TextAttribute(null=True)
    """Of its bytes, once it is in S3."""


class FileChanged(RuntimeError):
    """What a file is to hold is not what was written down: somebody must look before the bank gets anything."""


def find(kind: str, day: date) -> FileRow | None:
    """What a day's file holds."""
    return FileRow.find(f"FILES#{kind}", day.isoformat())


def made_between(kind: str, first: date, last: date) -> list[tuple[date, date, int]]:
    """Day, due day and sum in cents of each file of the days from one to another, both included."""
    rows = FileRow.every(f"FILES#{kind}", FileRow.sk.between(first.isoformat(), last.isoformat()), consistent=True)
    return [(date.fromisoformat(row.sk), row.due_on, row.sum_cents) for row in rows]


def message_id(kind: str, day: date) -> str:
    """The name of a day's file for the bank: "pain008-2026-11-23"."""
    return f"{kind}-{day}"


def begin(kind: str, day: date, amounts: list[int], due_on: date, now: datetime) -> FileRow:
    """Write down what a day's file is to hold; what was written down before stands."""
    row = FileRow(
        f"FILES#{kind}", day.isoformat(), made_at=now, due_on=due_on, entries=len(amounts), sum_cents=sum(amounts)
    )
    try:
        return row.keep()
    except VersionConflict:  # another run began it: what it wrote down stands
        found = find(kind, day)
        if found is None:
            raise
        return found
