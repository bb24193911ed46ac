"""A SEPA mandate: whose bank account the city may collect from, and since when. pk "MANDATE#<reference>", sk "DOC".

The bank's number and the name are in these rows alone, and only who writes the file for the bank may read them. A
mandate that was taken back is kept as long as its collections can be disputed: 13 months (SEPA Core rulebook 4.6.4).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from cercano.kit.batch import find_many
from cercano.kit.table import ExpiryAttribute, IntegerAttribute, Row, TextAttribute, UtcAttribute
from cercano.wallet.funding import NOTICE_DAYS

DISPUTED_FOR = timedelta(days=14 * 30)
"""13 months, and some days for the bank's own post."""


class MandateRow(Row, discriminator="wallet_mandate"):
    """One mandate."""

    account_id = TextAttribute()
    iban = TextAttribute()
    holder = TextAttribute()
    signed_at = UtcAttribute()
    notice_days = IntegerAttribute(default=NOTICE_DAYS)
    """How long before a collection its payer is told: agreed with the mandate."""
    ended_at = UtcAttribute(null=True)
    expires_at = ExpiryAttribute(null=True)


def find(reference: str) -> MandateRow | None:
    """The mandate of a reference."""
    return MandateRow.find(_pk(reference), "DOC")


def find_all(references: Iterable[str]) -> dict[str, MandateRow]:
    """The mandates of these references."""
    rows = find_many(MandateRow, ((_pk(reference), "DOC") for reference in references))
    return {reference_of(row): row for row in rows}


def signed(
    reference: str, account_id: str, iban: str, holder: str, now: datetime, notice_days: int = NOTICE_DAYS
) -> MandateRow:
    """A new mandate, to be kept with what it serves."""
    row = MandateRow(_pk(reference), "DOC", account_id=account_id, iban=iban, holder=holder, signed_at=now)
    row.notice_days = notice_days
    return row


def ended(row: MandateRow, now: datetime) -> MandateRow:
    """The mandate taken back, to be kept with what it served."""
    row.ended_at, row.expires_at = now, now + DISPUTED_FOR
    return row


def reference_of(row: MandateRow) -> str:
    """What the bank knows it by."""
    return row.pk.removeprefix("MANDATE#")


def _pk(reference: str) -> str:
    return f"MANDATE#{reference}"
