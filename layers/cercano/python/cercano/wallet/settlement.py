"""What the city owes a payee: all it received, less what it was paid. Each cent is counted once, whenever it arrives.

Pure. A day's revenue can grow for 35 days, as a bus brings its taps home late (and shrink, by refunds of that day). So
a day is not marked as settled: what was counted of it is remembered, and only what came since is new.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

OPEN_FOR = timedelta(days=36)
"""A day is looked at again for so long: taps are taken for 35 days, and the archive has a day to follow."""
LEAST_CENTS = 1_000
"""Less than 10 EUR waits for the next time: a transfer has its price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How the city stands with a payee."""

    payee: str
    carried_cents: int = 0
    """Owed since the last settlement; below zero, the payee owes it."""
    counted: Mapping[str, int] = field(default_factory=dict)
    """What was counted of each day that may still change ("2026-11-23": cents)."""
    number: int = 0
    """Of the last settlement: they have no gaps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What became new, what of it is paid, and what is carried on."""

    payee: str
    number: int
    day: date
    """On which it was made."""
    lines: tuple[tuple[str, int], ...]
    """What is new of each day ("2026-11-23") or of each week of loyalty ("2026-W47"), in cents."""
    brought_cents: int
    paid_cents: int
    carried_cents: int
    kept: int = 0
    """The number of the payee's details by which it is paid: its bank account as it was approved then."""
    is_held: bool = False
    """Whether it would be paid, had its bank account not changed a few days ago."""
    upto: datetime | None = None
    """What was posted before this is in it, or in one before. (Null: made before this was written down.)"""


def settle(
    account: Account,
    day: date,
    revenue: Mapping[str, int],
    days: Iterable[str],
    owed: Mapping[str, int],
    *,
    can_be_paid: bool,
) -> tuple[Account, Settlement | None]:
    """The payee's account after this settlement; None in its place when there is nothing new and nothing to pay.

    `revenue` is all that the payee received by the events of each of `days`; `owed` what else the city owes, each once.
    """
    looked_at = list(days)
    new = [(one, revenue.get(one, 0) - account.counted.get(one, 0)) for one in looked_at]
    lines = tuple((one, cents) for one, cents in [*new, *sorted(owed.items())] if cents)
    due = account.carried_cents + sum(cents for _, cents in lines)
    paid = due if can_be_paid and due >= LEAST_CENTS else 0
    if not lines and not paid:
        return account, None
    settlement = Settlement(
        payee=account.payee,
        number=account.number + 1,
        day=day,
        lines=lines,
        brought_cents=account.carried_cents,
        paid_cents=paid,
        carried_cents=due - paid,
    )
    counted = dict(account.counted) | {one: revenue.get(one, 0) for one in looked_at}
    oldest = (day - OPEN_FOR).isoformat()
    still_open = {one: cents for one, cents in counted.items() if one >= oldest and cents}
    after = Account(
        payee=account.payee, carried_cents=settlement.carried_cents, counted=still_open, number=settlement.number
    )
    return after, settlement


def open_days(day: date, last: date) -> list[str]:
    """The days (UTC) to look at in a settlement on `day`: all that were not final at the one before, on `last`."""
    first = last - OPEN_FOR
    return [(first + timedelta(days=number)).isoformat() for number in range((day - first).days)]


def is_paid_by_us(payee: str) -> bool:
    """Whether the city passes the payee's money on. (What the city itself sells stays where it is.)"""
    return payee.partition(":")[0] in ("operator", "merchant")


def reference_of(payee: str, day: date) -> str:
    """By which a payment is known to both banks: 29 characters."""
    return f"LIQ-{day:%Y%m%d}-{hashlib.sha256(payee.encode()).hexdigest()[:16]}"
