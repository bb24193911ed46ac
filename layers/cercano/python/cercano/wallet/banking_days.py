"""The days on which banks move euros: not on weekends, nor on the six holidays of T2 (formerly TARGET2)."""

from __future__ import annotations

from datetime import date, timedelta


def banking_day(start: date, days: int) -> date:
    """The banking day that comes `days` banking days after `start` (1 or more)."""
    from holidays import financial_holidays  # a third of a second that only the nightly files pay

    closed = financial_holidays("XECB", years=[start.year, start.year + 1])
    day = start
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5 and day not in closed
    return day
