"""Every venue publishes how good its counters are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cercano.crowd.model import DaySettled
from cercano.crowd.quality import Grade, explained, quality
from tests.support.crowd import a_day

TODAY = date(2026, 11, 23)


def days(count: int, total_in: int, total_out: int) -> list[DaySettled]:
    """So many days alike."""
    return [a_day(TODAY - timedelta(days=n), total_in=total_in, total_out=total_out) for n in range(1, count + 1)]


@pytest.mark.parametrize(
    ("total_in", "total_out", "grade", "pct"),
    [
        (1000, 1000, Grade.GOOD, 0.0),
        (1000, 950, Grade.GOOD, 5.0),
        (1000, 949, Grade.FAIR, 5.1),
        (1000, 1120, Grade.FAIR, 12.0),
        (1000, 879, Grade.POOR, 12.1),
    ],
)
def test_the_grade_follows_what_is_left_over_at_closing(
    total_in: int, total_out: int, grade: Grade, pct: float
) -> None:
    found = quality(days(10, total_in, total_out), TODAY)

    assert (found.grade, found.median_closing_error_pct, found.days) == (grade, pct, 10)


@pytest.mark.parametrize(("count", "total_in"), [(0, 0), (4, 1000), (20, 49)])
def test_few_days_or_few_people_say_nothing(count: int, total_in: int) -> None:
    found = quality(days(count, total_in, total_in), TODAY)

    assert (found.grade, found.median_closing_error_pct) == (Grade.UNKNOWN, None)
    assert explained(found).en == "They have not counted for enough days yet to say how well they do."


def test_one_broken_day_does_not_spoil_four_good_weeks() -> None:
    broken = a_day(TODAY - timedelta(days=20), total_in=1000, total_out=100)

    found = quality([*days(19, 1000, 990), broken], TODAY)

    assert found.grade is Grade.GOOD


def test_the_sentence_carries_the_number_as_each_language_writes_it() -> None:
    text = explained(quality(days(10, 1000, 959), TODAY))

    assert "un 4,1 %" in text.es
    assert "by 4.1 %" in text.en
