"""Who pays by the month: how far an account may go below zero, and what the bank was asked for. pk "POSTPAID".

What is lent is the council's line less the months that the bank has been asked for and has not surely brought: so what
the city may lose by a return is the line, never twice the line. The account itself holds the result (credit_cents).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from cercano.kit.table import ExpiryAttribute, IntegerAttribute, JsonAttribute, Row, TextAttribute, UtcAttribute

POSTPAID = "POSTPAID"
BROUGHT_AFTER = timedelta(days=27)
"""By then a collection is there or came back: 14 days of notice, and the five banking days in which a bank returns one
that cannot be paid (SEPA Core rulebook 4.3.4). Less than a month, so that it is over when the next month closes."""
KEPT_FOR = timedelta(days=60)
"""How long a row that ended is kept: what it collected still counts for who begins anew."""


class PostpaidRow(Row, discriminator="wallet_postpaid"):
    """One account's: pk "POSTPAID", sk "<account id>"."""

    is_on = IntegerAttribute(default=0)
    since = UtcAttribute()
    line_cents = IntegerAttribute()
    """What the council lends at most."""
    closed = TextAttribute(default="")
    """The last month that was closed, "2026-11"."""
    collected = JsonAttribute(null=True)
    """What the bank was asked for: [[day, cents], ...]."""
    ended_because = TextAttribute(null=True)
    expires_at = ExpiryAttribute(null=True)


def find(account_id: str) -> PostpaidRow | None:
    """How an account pays by the month; None when it never did."""
    return PostpaidRow.find(POSTPAID, account_id)


def everybody() -> Iterator[PostpaidRow]:
    """All that ever did, a while after their end as well."""
    return PostpaidRow.every(POSTPAID, consistent=True)


def begun(account_id: str, row: PostpaidRow | None, line_cents: int, now: datetime) -> PostpaidRow:
    """In force from now on. The months before were not lent, and are never closed."""
    row = row or PostpaidRow(POSTPAID, account_id)
    row.is_on, row.since, row.line_cents = 1, now, line_cents
    row.ended_because = row.expires_at = None
    return row


def ended(row: PostpaidRow, reason: str, now: datetime) -> PostpaidRow:
    """In force no longer."""
    row.is_on, row.ended_because, row.expires_at = 0, reason, now + KEPT_FOR
    return row


def asked(row: PostpaidRow, cents: int, day: date) -> PostpaidRow:
    """With one more collection."""
    row.collected = [*_under_way(row.collected or (), day), [day.isoformat(), cents]]
    return row


def lent_cents(row: PostpaidRow, day: date) -> int:
    """How far below zero the account may go from a day on."""
    if not row.is_on:
        return 0
    return max(0, row.line_cents - sum(int(cents) for _, cents in _under_way(row.collected or (), day)))


def _under_way(collected: Iterable[Sequence[str | int]], day: date) -> list[list[str | int]]:
    return [list(one) for one in collected if date.fromisoformat(str(one[0])) > day - BROUGHT_AFTER]
