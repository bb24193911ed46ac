"""Which days count when the law says "ten days", and on which day a period ends (Ley 39/2015, article 30).

A period is counted from the day after the one that sets it going (30.3, 30.4). In days, Saturdays, Sundays and public
holidays are left out unless the law says natural days (30.2). In months or years it ends on the day of the same number,
or on the last of a month that has no such day (30.4). When its last day is no working day, it ends on the next one
that is (30.5). A day that is no working day where the person lives, or at the seat of the body, is none (30.6): give
both calendars.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cercano.calendar.public_holidays import public_holiday

IsHoliday = Callable[[date], object]
"""Truth of a date: whether it is a public holiday somewhere."""
_SATURDAY = 5
_DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a period is counted in."""

    WORKING_DAYS = "working_days"
    NATURAL_DAYS = "natural_days"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A number (>= 1) of days, months or years, as a law or an ordinance gives it."""

    count: int
    unit: Unit


def santander(on: date) -> bool:
    """Whether this date is a public holiday at the seat of the city council."""
    return public_holiday(on) is not None


def is_working_day(on: date, *holidays: IsHoliday) -> bool:
    """Whether a day is a working day (article 30.2) under every calendar given; Santander's when none is."""
    return on.weekday() < _SATURDAY and not any(is_holiday(on) for is_holiday in holidays or (santander,))


def working_day_from(on: date, *holidays: IsHoliday) -> date:
    """This day, or the first working day after it (article 30.5)."""
    while not is_working_day(on, *holidays):
        on += _DAY
    return on


def last_day(period: Period, since: date, *holidays: IsHoliday) -> date:
    """The last day of a period that `since` sets going: the day of the filing, of the notice, of the publication."""
    match period.unit:
        case Unit.WORKING_DAYS:
            return _working_days_after(since, period.count, holidays)
        case Unit.NATURAL_DAYS:
            return working_day_from(since + period.count * _DAY, *holidays)
        case Unit.MONTHS:
            return working_day_from(months_after(since, period.count), *holidays)
        case Unit.YEARS:
            return working_day_from(months_after(since, 12 * period.count), *holidays)


def months_after(since: date, months: int) -> date:
    """The same day so many months on; the last of the month where there is no such day (article 30.4)."""
    year, month = divmod(since.year * 12 + since.month - 1 + months, 12)
    return date(year, month + 1, min(since.day, monthrange(year, month + 1)[1]))


def _working_days_after(since: date, count: int, holidays: tuple[IsHoliday, ...]) -> date:
    on = since
    for _ in range(count):
        on = working_day_from(on + _DAY, *holidays)
    return on
