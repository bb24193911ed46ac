"""Days as the city counts them: they begin and end at midnight in Santander, not in Greenwich."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Madrid")


def day_of(at: datetime) -> date:
    """The city's day of an aware instant."""
    return at.astimezone(ZONE).date()


def end_of(day: date) -> datetime:
    """The instant at which a day is over."""
    return datetime.combine(day + timedelta(days=1), time(), ZONE)
