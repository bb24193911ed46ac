"""The files that went to the bank: what each holds is written down before it is made, and never changes.

pk "FILES#<kind>", sk "<day>"; the file itself is in S3, out/<kind>/<day>.xml, where the bank's own channel takes it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime

from cercano.kit import aws
from cercano.kit.errors import VersionConflict
from cercano.kit.log import log
from cercano.kit.settings import setting
from cercano.kit.table import DateAttribute, IntegerAttribute, Row, TextAttribute, UtcAttribute
from cercano.wallet.sepa import Message, OurBank


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


def our_bank() -> OurBank:
    """The city as its bank knows it: settings of the template."""
    return OurBank(name=setting("CREDITOR_NAME"), iban=setting("CREDITOR_IBAN"), creditor_id=setting("CREDITOR_ID"))


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


def write(
    kind: str, day: date, amounts: list[int], due_on: date, now: datetime, make: Callable[[Message], bytes]
) -> bool:
    """Make the file of a day and put it where the bank takes it; False when it is there already.

    Raises: FileChanged.
    """
    row = find(kind, day) or _begin(kind, day, amounts, due_on, now)
    if row.sha256:
        return False
    if (row.entries, row.sum_cents) != (len(amounts), sum(amounts)):
        raise FileChanged(f"{kind} of {day}: {row.entries} entries were written down, {len(amounts)} are there")
    made = make(Message(message_id=message_id(kind, day), made_at=row.made_at, due_on=row.due_on))
    key = f"out/{kind}/{day}.xml"
    aws.client("s3").put_object(Bucket=setting("BANK_BUCKET"), Key=key, Body=made, ContentType="application/xml")
    row.sha256 = hashlib.sha256(made).hexdigest()
    row.keep()
    log.info("bank_file_written", file=kind, day=day.isoformat(), entries=row.entries, sum_cents=row.sum_cents)
    return True


def _begin(kind: str, day: date, amounts: list[int], due_on: date, now: datetime) -> FileRow:
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
