"""The legal clock against a second opinion that shares no line with it.

The other clock asks the library `holidays` what a working day is and `dateutil` what a month is, and lives through
every day of a file, one after the other.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import example, given
from hypothesis import strategies as st

from cercano.calendar.public_holidays import city_days
from cercano.calendar.working_days import Period, Unit, is_working_day, last_day
from cercano.procedures.clock import Clock, Stop, StopReason

pytestmark = pytest.mark.slow

FIRST, LAST = date(2024, 1, 1), date(2030, 12, 31)
DAY = timedelta(days=1)
LATER = date(2040, 1, 1)
filings = st.dates(FIRST, date(2028, 12, 31))
periods = st.one_of(
    st.builds(Period, count=st.integers(1, 60), unit=st.sampled_from([Unit.WORKING_DAYS, Unit.NATURAL_DAYS])),
    st.builds(Period, count=st.integers(1, 6), unit=st.just(Unit.MONTHS)),
    st.builds(Period, count=st.just(1), unit=st.just(Unit.YEARS)),
)
stops = st.lists(st.tuples(st.integers(0, 150), st.integers(0, 60)), max_size=3)


@cache
def calendar() -> holidays.HolidayBase:
    """Spain's, Cantabria's and Santander's holidays, as the library keeps them."""
    spain = holidays.country_holidays("ES", subdiv="CB", years=range(FIRST.year, LAST.year + 1))
    for year in range(FIRST.year, LAST.year + 1):
        region = {day: name for day, name in spain.items() if day.year == year}
        spain.update(dict.fromkeys(city_days(year, region), "Santander"))
    return spain


def lived(filed_on: date, period: Period, gaps: list[tuple[date, date]]) -> date:
    """The last day, by living through them. `gaps` are the days on which the clock stopped, and went on."""
    free = calendar().is_working_day
    today, left, given_back = filed_on, period.count, 0
    if period.unit is Unit.WORKING_DAYS:
        while not free(today):
            today += DAY
    ends = filed_on + relativedelta(**{period.unit: period.count}) if period.unit in ("months", "years") else None
    while True:
        if today >= ends + given_back * DAY if ends else left == 0:
            last = today if free(today) else calendar().get_nth_working_day(today, 1)
            if not any(began <= last and today < ended for began, ended in gaps):
                return last
        today += DAY
        if any(began < today <= ended for began, ended in gaps):
            given_back += 1
        elif not ends and left:
            left -= free(today) if period.unit is Unit.WORKING_DAYS else 1


@given(filed_on=filings, period=periods, gaps=stops)
@example(filed_on=date(2028, 2, 29), period=Period(count=1, unit=Unit.YEARS), gaps=[])
@example(filed_on=date(2024, 6, 20), period=Period(count=4, unit=Unit.MONTHS), gaps=[(123, 2)])
@example(filed_on=date(2026, 12, 6), period=Period(count=10, unit=Unit.WORKING_DAYS), gaps=[(1, 5)])
def test_both_clocks_name_the_same_last_day(filed_on, period, gaps):
    stood_still = [(filed_on + after * DAY, filed_on + (after + lasting) * DAY) for after, lasting in gaps]

    clock = Clock(
        filed_at=datetime.combine(filed_on, time(12), ZoneInfo("Europe/Madrid")),
        period=period,
        stops=tuple(Stop(reason=StopReason.CORRECTION, began_on=b, ended_on=e) for b, e in stood_still),
    )

    assert clock.due_on(LATER) == lived(filed_on, period, stood_still)


@given(since=filings, count=st.integers(1, 90))
def test_a_number_of_working_days_ends_where_the_library_says(since, count):
    until = last_day(Period(count=count, unit=Unit.WORKING_DAYS), since)

    assert until == calendar().get_nth_working_day(since, count)


@given(on=st.dates(FIRST, LAST))
def test_a_day_counts_for_us_when_it_counts_for_the_library(on):
    assert is_working_day(on) == calendar().is_working_day(on)


@given(filed_on=filings, period=periods, later=st.integers(0, 40))
def test_who_files_later_is_never_answered_sooner(filed_on, period, later):
    def due(on: date) -> date:
        return Clock(filed_at=datetime.combine(on, time(12), ZoneInfo("Europe/Madrid")), period=period).due_on(LATER)

    assert due(filed_on) <= due(filed_on + later * DAY)
