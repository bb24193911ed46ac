"""How much the card has paid in twelve months, against the limit above which the supervisor must be told.

A card of limited use needs no payment licence (Directive (EU) 2015/2366 art. 3(k); Real Decreto-ley 19/2018 art. 4 k);
but when its payments of the twelve months before exceed 1,000,000 EUR, the Banco de Espana is notified (art. 37(2)).
Every payment counts, to the city itself as well, and what was refunded afterwards was executed all the same. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

LIMIT_CENTS = 1_000_000_00
WARNS_AT = 80
"""Per cent of the limit."""
_YEAR = timedelta(days=365)
_PAID = ("operator:", "merchant:", "city:")
_NOT_A_PAYMENT = "city:adjustments"


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """What was paid in the twelve months that end with a day."""

    until: date
    cents: int

    @property
    def since(self) -> date:
        """The first of its days."""
        return first_day(self.until)

    @property
    def percent(self) -> int:
        """Of the limit, rounded down."""
        return self.cents * 100 // LIMIT_CENTS

    @property
    def level(self) -> int:
        """0, 80 or 100: what has to be said of it. Exactly the limit does not exceed it."""
        if self.cents > LIMIT_CENTS:
            return 100
        return WARNS_AT if self.percent >= WARNS_AT else 0


def first_day(until: date) -> date:
    """The first day of the twelve months that end with `until`."""
    return until - _YEAR + timedelta(days=1)


def is_payment(payee: str, amount_cents: int) -> bool:
    """Whether a payee's receipt is a payment in the sense of the law."""
    return amount_cents > 0 and payee.startswith(_PAID) and payee != _NOT_A_PAYMENT


def volume(until: date, days: Mapping[date, int]) -> Volume:
    """The sum of the days that count."""
    since = first_day(until)
    return Volume(until=until, cents=sum(cents for day, cents in days.items() if since <= day <= until))


def by_month(days: Iterable[tuple[date, int]]) -> dict[str, int]:
    """Cents of each month, "2026-11"."""
    months: dict[str, int] = {}
    for day, cents in days:
        months[f"{day:%Y-%m}"] = months.get(f"{day:%Y-%m}", 0) + cents
    return months
