"""How old somebody is on a day, and on which day they come of an age: 14 to consent alone, 18 to answer for oneself."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

MADRID = ZoneInfo("Europe/Madrid")
"""Where days begin for the people of the city."""

CONSENTS_ALONE = 14
"""Years, from which a minor's own consent counts (LOPDGDD art. 7.1)."""
OF_AGE = 18
"""Years, at which guardianship ends (Constitution art. 12; Civil Code art. 240)."""


def day_of(at: datetime) -> date:
    """The day it is in the city at an instant."""
    return at.astimezone(MADRID).date()


def midnight(day: date) -> datetime:
    """The instant (UTC) at which a day begins in the city."""
    return datetime.combine(day, time(), MADRID).astimezone(UTC)


def birthday(born: date, years: int) -> date:
    """The day on which somebody turns `years`; who was born on 29 February, the 28th where there is no 29th.

    Source: Civil Code art. 5.1 (months and years go from date to date; no such day means the last of the month).
    """
    year = born.year + years
    return date(year, born.month, min(born.day, calendar.monthrange(year, born.month)[1]))


def age(born: date, on: date) -> int:
    """Whole years lived by the day `on`; the day of birth counts whole (Civil Code art. 240)."""
    years = on.year - born.year
    return years if on >= birthday(born, years) else years - 1


def may_consent(born: date | None, on: date) -> bool:
    """Whether somebody's own consent counts. Who says no birth date has signed in for themselves as an adult does."""
    return born is None or age(born, on) >= CONSENTS_ALONE
