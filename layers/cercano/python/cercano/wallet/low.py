"""The balance ran low: said once, when it falls below the line, and again only after it was above."""

from __future__ import annotations

from datetime import datetime

from cercano.facts.wallet import BalanceLow
from cercano.ledger.model import Account

LOW_CENTS = 200
"""Less than this is about three journeys."""


def fell_low(account_id: str, before_cents: int, after_cents: int, at: datetime) -> tuple[BalanceLow, ...]:
    """The fact, if the balance crossed the line downwards between two moments; else nothing."""
    if after_cents < LOW_CENTS <= before_cents:
        return (BalanceLow(at=at, account_id=account_id, balance_cents=after_cents),)
    return ()


def fell_low_by(account: Account, count: int) -> tuple[BalanceLow, ...]:
    """The same for the last `count` entries of an account."""
    if not count:
        return ()
    newest = account.recent[-count:]
    before = newest[0].balance_cents - newest[0].amount_cents
    return fell_low(account.account_id, before, account.balance_cents, newest[-1].posted_at)
