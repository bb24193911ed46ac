"""The typical week beats "the same as last week" on real counters, on days it was not tuned on."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks import forecast

pytestmark = pytest.mark.slow


@pytest.fixture
def calit2(shared_data):
    forecast.calit2.cache_clear()
    series = forecast.calit2()
    if not series:
        pytest.skip(f"CalIt2 is not in {forecast.data_folder()}")
    return series


def test_one_week_ahead_it_is_a_tenth_better_than_last_week_on_the_held_back_days_of_calit2(calit2):
    result = forecast.wape(calit2, date(2005, 9, 25), date(2005, 12, 1))

    assert result["typical week"] <= 0.9 * result["last week"]
    assert 75 <= result["inside"] <= 95


def test_and_over_all_days_it_is_no_worse_than_the_plain_mean(calit2):
    result = forecast.wape(calit2, date(2005, 8, 7), date(2005, 12, 1))

    assert result["typical week"] <= result["plain mean"]
