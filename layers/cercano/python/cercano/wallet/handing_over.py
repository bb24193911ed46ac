"""A file is made and put where the bank's own channel takes it, S3 out/<kind>/<day>.xml: the same however often."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime

from cercano.kit import aws
from cercano.kit.log import log
from cercano.kit.settings import setting
from cercano.wallet import files
from cercano.wallet.files import FileChanged
from cercano.wallet.sepa import Message


def write(
    kind: str, day: date, amounts: list[int], due_on: date, now: datetime, make: Callable[[Message], bytes]
) -> bool:
    """Make the file of a day and put it where the bank takes it; False when it is there already.

    Raises: FileChanged.
    """
    row = files.find(kind, day) or files.begin(kind, day, amounts, due_on, now)
    if row.sha256:
        return False
    if (row.entries, row.sum_cents) != (len(amounts), sum(amounts)):
        raise FileChanged(f"{kind} of {day}: {row.entries} entries were written down, {len(amounts)} are there")
    made = make(Message(message_id=files.message_id(kind, day), made_at=row.made_at, due_on=row.due_on))
    key = f"out/{kind}/{day}.xml"
    aws.client("s3").put_object(Bucket=setting("BANK_BUCKET"), Key=key, Body=made, ContentType="application/xml")
    row.sha256 = hashlib.sha256(made).hexdigest()
    row.keep()
    log.info("bank_file_written", file=kind, day=day.isoformat(), entries=row.entries, sum_cents=row.sum_cents)
    return True
