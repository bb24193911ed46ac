"""The days, weeks and months that caps are counted in: the calendar of the people here, not of the machines.

A day runs from midnight to midnight in Madrid: 23 hours in spring, 25 in autumn, 24 otherwise. A week begins on Monday.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Madrid")
DAY_MS = 86_400_000


def local(at_ms: int) -> datetime:
    """An instant as the clocks here show it."""
    return datetime.fromtimestamp(at_ms // 1000, HERE)


def day_of(at_ms: int) -> int:
    """The day of an instant, as an ordinal (1 is Monday, 1 January of the year 1)."""
    return local(at_ms).toordinal()


def is_same_week(one: int, other: int) -> bool:
    """Whether two days are in one week from Monday to Sunday."""
    return (one - 1) // 7 == (other - 1) // 7


def is_same_month(one: int, other: int) -> bool:
    """Whether two days are in one calendar month."""
    a, b = date.fromordinal(one), date.fromordinal(other)
    return (a.year, a.month) == (b.year, b.month)


def counted_from_ms(at_ms: int) -> int:
    """The first instant whose taps may weigh on the price at `at_ms`: the start of its month or of its week, or a day
    before it, whichever is first.
    """
    day = local(at_ms).date()
    first = min(day.replace(day=1), day - timedelta(days=day.weekday()))
    return min(_midnight_ms(first), at_ms - DAY_MS)


def _midnight_ms(day: date) -> int:
    return int(datetime.combine(day, time(), HERE).astimezone(UTC).timestamp()) * 1000
