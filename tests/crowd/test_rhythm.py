"""The typical week: what it remembers, what it leaves out, and when it says that it does not know."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercano.crowd.model import Closure
from cercano.crowd.rhythm import Typical, learn, level, typical
from cercano.kit.text import Text
from tests.crowd.people_flow import LIBRARY, MONDAY, a_day, a_library, days_before

TEN_ON_MONDAY = (0, 10)


def test_the_newest_week_weighs_most():
    usual = typical([10.0, 0.0])

    assert usual is not None
    assert usual.people == pytest.approx(10 / 1.8)


def test_from_four_weeks_on_the_highest_and_the_lowest_are_left_out():
    usual = typical([10.0, 10.0, 500.0, 0.0, 10.0])

    assert usual is not None
    assert usual.people == pytest.approx(10.0)


def test_weeks_without_a_counter_are_left_out_and_nothing_at_all_is_not_zero():
    assert typical([None, 7.0, None]) == Typical(people=7.0, spread=0.0, samples=1, last_week=None)
    assert typical([None, None]) is None
    assert typical([]) is None


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e5)), min_size=1, max_size=9))
def test_the_typical_hour_lies_between_the_least_and_the_most_that_was_seen(weeks):
    usual = typical(weeks)
    seen = [value for value in weeks if value is not None]

    assert (usual is None) == (not seen)
    if usual is not None:
        assert min(seen) - 1e-6 <= usual.people <= max(seen) + 1e-6
        assert usual.spread >= 0


def test_each_hour_of_the_week_is_learned_from_its_own_weekday():
    days = days_before(MONDAY, 4, lambda on, hour: 10.0 * on.weekday() + hour)

    rhythm = learn(LIBRARY, days, before=MONDAY)

    assert rhythm.people[0, 10].people == pytest.approx(10)
    assert rhythm.people[5, 10].people == pytest.approx(60)
    assert rhythm.entries[0, 10] == pytest.approx(5)
    assert rhythm.weeks == 4
    assert rhythm.enough_history


def test_hours_when_the_venue_is_closed_teach_nothing():
    rhythm = learn(LIBRARY, days_before(MONDAY, 3, lambda on, hour: 10.0), before=MONDAY)

    assert {hour for day, hour in rhythm.people if day == 0} == set(range(9, 21))
    assert {hour for day, hour in rhythm.people if day == 6} == set(range(10, 14))


def test_less_than_three_weeks_are_not_enough_to_speak_of_a_typical_week():
    two = learn(LIBRARY, days_before(MONDAY, 2, lambda on, hour: 10.0), before=MONDAY)

    assert not two.enough_history
    assert two.weeks == 2
    assert not learn(LIBRARY, [], before=MONDAY).enough_history


def test_a_public_holiday_and_a_closure_are_no_ordinary_days():
    on = date(2026, 10, 19)
    national_day, works = date(2026, 10, 12), date(2026, 10, 5)
    reason = Text(es="Obras", en="Works")
    closure = Closure(first=works, last=works, reason=reason, openings=LIBRARY.weekly[0])
    venue = a_library(holidays_closed=False, closures=(closure,))
    strange = {national_day: 500.0, works: 900.0}

    rhythm = learn(venue, days_before(on, 6, lambda day, hour: strange.get(day, 10.0)), before=on)

    assert rhythm.people[TEN_ON_MONDAY].people == pytest.approx(10.0)
    assert rhythm.people[TEN_ON_MONDAY].samples == 4
    assert rhythm.people[TEN_ON_MONDAY].last_week is None


def test_a_dead_counter_leaves_a_hole_not_an_empty_venue():
    dead = MONDAY - timedelta(days=7)

    rhythm = learn(LIBRARY, days_before(MONDAY, 3, lambda on, hour: None if on == dead else 10.0), before=MONDAY)

    assert rhythm.people[TEN_ON_MONDAY].people == pytest.approx(10.0)
    assert rhythm.people[TEN_ON_MONDAY].samples == 2


def test_days_from_the_day_itself_on_and_from_long_ago_change_nothing_and_order_does_not_matter():
    days = days_before(MONDAY, 9, lambda on, hour: on.toordinal() % 13 + hour)
    others = [a_day(MONDAY, 1e3), a_day(MONDAY + timedelta(days=1), 1e3), a_day(MONDAY - timedelta(weeks=10), 1e3)]
    shuffled = random.Random(1).sample(days + others, len(days) + len(others))

    assert learn(LIBRARY, shuffled, before=MONDAY) == learn(LIBRARY, days, before=MONDAY)


def test_a_fuller_last_week_lifts_the_typical_week_by_half_of_the_surprise():
    last = MONDAY - timedelta(days=7)

    rhythm = learn(LIBRARY, days_before(MONDAY, 5, lambda on, hour: 14.4 if on >= last else 10.0), before=MONDAY)

    assert rhythm.level == pytest.approx(1.2)


def test_the_level_is_one_when_nothing_is_known_and_never_runs_away():
    assert level([]) == 1.0
    assert level([(0.0, 10.0)]) == 1.0
    assert level([(1e6, 1.0)]) == pytest.approx(2**0.5)
    assert level([(1.0, 1e6)]) == pytest.approx(0.5**0.5)
