"""The next hours and the best time to go."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cercano.crowd.forecast import Best, HourAhead, Model, best_time, crowding, expected, next_hours
from cercano.crowd.model import Crowding
from cercano.crowd.rhythm import learn
from tests.crowd.people_flow import LIBRARY, MONDAY, a_library, days_before, local

CURVE = {9: 20, 10: 40, 11: 60, 12: 80, 13: 50, 14: 30, 15: 28, 16: 50, 17: 70, 18: 90, 19: 60, 20: 40}
"""Of an ordinary weekday."""


def usual(on, hour):
    return float(CURVE.get(hour, 0)) / (1 if on.weekday() < 6 else 2)


RHYTHM = learn(LIBRARY, days_before(MONDAY, 8, usual), before=MONDAY)


def ahead(hour: int, count: int, **said) -> tuple[HourAhead, ...]:
    return next_hours(LIBRARY, RHYTHM, now=local(MONDAY, hour), count=count, **said)


def test_without_a_live_number_the_next_hours_are_the_typical_ones():
    assert [hour.people for hour in ahead(9, 4)] == [20, 40, 60, 80]
    assert [hour.state for hour in ahead(9, 4)] == [Crowding.QUIET, Crowding.NORMAL, Crowding.NORMAL, Crowding.BUSY]


def test_a_fuller_venue_stays_fuller_for_some_hours_and_ever_less_so():
    hours = ahead(9, 9, people_now=40)

    assert [hour.people for hour in hours] == [40, 56, 74, 90, 56, 36, 34, 50, 70]


def test_a_venue_emptier_than_usual_never_holds_less_than_nobody():
    assert [hour.people for hour in ahead(18, 3, people_now=0)] == [0, 0, 0]
    assert all(hour.low == 0 for hour in ahead(18, 3, people_now=0))


def test_the_hour_that_runs_is_the_first_one_and_each_starts_on_the_clock():
    hours = next_hours(LIBRARY, RHYTHM, now=local(MONDAY, 9, 47), count=2)

    assert [hour.at for hour in hours] == [local(MONDAY, 9), local(MONDAY, 10)]


def test_the_level_of_the_last_week_lifts_the_hours_ahead():
    lifted = next_hours(LIBRARY, replace(RHYTHM, level=1.5), now=local(MONDAY, 9), count=2)

    assert [hour.people for hour in lifted] == [30, 60]


def test_a_closed_venue_expects_nobody_and_an_hour_that_was_never_seen_is_unknown():
    closed = ahead(20, 2, people_now=40)[1]
    longer = a_library(
        weekly=(
            ((LIBRARY.weekly[0][0].__class__(opens=LIBRARY.weekly[0][0].opens, closes=LIBRARY.weekly[0][0].opens)),),
        )
        * 7
    )
    late = next_hours(longer, RHYTHM, now=local(MONDAY, 22), count=1)[0]

    assert (closed.is_open, closed.people, closed.state) == (False, None, Crowding.CLOSED)
    assert (late.is_open, late.people, late.state) == (True, None, Crowding.UNKNOWN)


def test_the_interval_holds_the_number_and_widens_with_the_spread_of_the_weeks():
    steady = ahead(12, 1)[0]
    swinging = learn(
        LIBRARY, days_before(MONDAY, 8, lambda on, hour: 80.0 + 40 * (-1) ** (on.toordinal() // 7)), before=MONDAY
    )
    wide = next_hours(LIBRARY, swinging, now=local(MONDAY, 12), count=1)[0]

    assert steady.low < steady.people < steady.high
    assert wide.high - wide.low > steady.high - steady.low


def test_an_open_holiday_is_expected_to_be_like_a_sunday():
    national_day = date(2026, 10, 12)
    venue = a_library(holidays_closed=False)
    rhythm = learn(venue, days_before(national_day, 8, usual), before=national_day)

    found = expected(venue, rhythm, local(national_day, 11))

    assert found is not None
    assert found.people == pytest.approx(30)


def test_last_week_can_forecast_too():
    found = expected(LIBRARY, RHYTHM, local(MONDAY, 12), model=Model.LAST_WEEK)

    assert found is not None
    assert found.people == 80


def test_the_best_time_is_the_emptiest_that_is_left_of_today():
    assert best_time(ahead(11, 24), capacity=100) == Best(
        starts_at=local(MONDAY, 14), ends_at=local(MONDAY, 16), people=29
    )


def test_of_times_that_are_about_equally_empty_the_first_is_best():
    flat = learn(LIBRARY, days_before(MONDAY, 8, lambda on, hour: 52.0 if hour == 9 else 50.0), before=MONDAY)

    best = best_time(next_hours(LIBRARY, flat, now=local(MONDAY, 9), count=12), capacity=100)

    assert best is not None
    assert best.starts_at == local(MONDAY, 9)


def test_after_closing_the_best_time_is_tomorrows_and_without_history_there_is_none():
    best = best_time(ahead(22, 24), capacity=100)
    nothing = learn(LIBRARY, [], before=MONDAY)

    assert best is not None
    assert best.starts_at == local(MONDAY + timedelta(days=1), 9)
    assert best_time(next_hours(LIBRARY, nothing, now=local(MONDAY, 9), count=24), capacity=100) is None


@pytest.mark.parametrize(
    ("people", "word"),
    [(0, Crowding.QUIET), (35, Crowding.NORMAL), (70, Crowding.BUSY), (95, Crowding.FULL), (140, Crowding.FULL)],
)
def test_a_forecast_uses_the_same_words_as_the_present(people, word):
    assert crowding(people, 100) is word
