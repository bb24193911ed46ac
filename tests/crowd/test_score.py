"""The forecast's own record, and who forecasts from now on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cercano.crowd.forecast import Model
from cercano.crowd.score import DayScore, Record, record, score_day
from tests.crowd.people_flow import LIBRARY, MONDAY, a_day, days_before


def a_score(days_ago: int, profile: float, last_week: float) -> DayScore:
    on = MONDAY - timedelta(days=days_ago)
    return DayScore(date=on, hours=12, people=100.0, error_profile=profile, error_last_week=last_week)


def test_a_day_is_scored_by_what_was_known_before_it():
    swinging = days_before(MONDAY, 8, lambda on, hour: 20.0 if (MONDAY - on).days <= 7 else 10.0)

    score = score_day(LIBRARY, a_day(MONDAY, 20.0), [*swinging, a_day(MONDAY, 20.0)])

    assert score is not None
    assert (score.hours, score.people, score.error_last_week) == (12, 240.0, 0.0)
    assert score.error_profile > 0


def test_hours_nobody_counted_are_not_scored_and_a_day_without_history_neither():
    history = days_before(MONDAY, 3, lambda on, hour: 10.0)
    half = score_day(LIBRARY, a_day(MONDAY, lambda hour: 10.0 if hour < 12 else None), history)

    assert half is not None
    assert half.hours == 3
    assert score_day(LIBRARY, a_day(MONDAY, 10.0), []) is None


def test_the_record_is_the_error_as_a_share_of_the_people():
    assert record([a_score(1, 20, 30), a_score(2, 10, 30)], before=MONDAY) == Record(
        days=2, wape_profile=pytest.approx(0.15), wape_last_week=pytest.approx(0.3), model=Model.PROFILE
    )


def test_the_typical_week_gives_way_when_last_week_was_closer_over_28_days_and_comes_back_when_it_is_better():
    worse = [a_score(n, 40, 30) for n in range(1, 29)]
    better_again = [a_score(n, 10, 30) for n in range(1, 15)] + [a_score(n, 40, 30) for n in range(15, 29)]

    assert record(worse, before=MONDAY).model is Model.LAST_WEEK
    assert record(better_again, before=MONDAY).model is Model.PROFILE


def test_a_few_bad_days_and_bad_days_of_long_ago_decide_nothing():
    few = [a_score(n, 40, 30) for n in range(1, 7)]
    old = [a_score(n, 40, 30) for n in range(29, 60)]

    assert record(few, before=MONDAY).model is Model.PROFILE
    assert record(old, before=MONDAY) == Record(days=0, wape_profile=None, wape_last_week=None, model=Model.PROFILE)
