"""Ids of sales and refunds begin with their instant: 12 hexadecimal digits of milliseconds, then 20 of chance.

A till makes them, so that a sale that is sent twice is one sale; the instant has to be that of the city's clock.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cercano.loyalty.errors import PurchaseOutOfTime

PATTERN = r"^[0-9a-f]{32}$"
TOLERANCE = timedelta(minutes=10)
"""How far a till's clock may be off, both ways."""


def prefix_of(at: datetime) -> str:
    """The first 12 digits of an id of this instant."""
    return f"{int(at.timestamp() * 1000):012x}"


def instant_of(made_id: str) -> datetime:
    """When the till says that it made the id."""
    return datetime.fromtimestamp(int(made_id[:12], 16) / 1000, UTC)


def check_now(made_id: str, now: datetime) -> None:
    """Refuse an id of another time: a sale must not slip into a week that is already paid.

    Raises:
        PurchaseOutOfTime: more than ten minutes off.
    """
    if not prefix_of(now - TOLERANCE) <= made_id[:12] <= prefix_of(now + TOLERANCE):
        raise PurchaseOutOfTime
