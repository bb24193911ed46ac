"""A recording becomes a counter's cumulative words, in any order, and the simulated day is the same each time."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from infra.local import history, replay
from infra.local.place import place_from
from infra.local.say import Trouble
from infra.local.sensors import backlog_minutes
from infra.local.simulator import simulate

RECORDING = "start,in,out\n2005-07-24 08:00:00,3.0,1.0\n2005-07-24 08:30:00,4.0,2.0\n2005-07-25 09:00:00,1.0,5.0\n"


@pytest.fixture
def periods(tmp_path: Path) -> list[replay.Period]:
    file = tmp_path / "two-days.csv"
    file.write_text(RECORDING)
    return replay.read(file)


def test_totals_run_on_from_a_first_word_of_zeros(periods: list[replay.Period]) -> None:
    said = replay.messages(periods, "Europe/Madrid")

    assert [(one["at"], one["seq"], one["lines"][0]["in"], one["lines"][0]["out"]) for one in said] == [
        ("2005-07-24T06:00:00Z", 0, 0, 0),
        ("2005-07-24T06:30:00Z", 1, 3, 1),
        ("2005-07-24T07:00:00Z", 2, 7, 3),
        ("2005-07-25T07:30:00Z", 3, 8, 8),
    ]


def test_the_last_days_are_moved_to_end_where_they_should(periods: list[replay.Period]) -> None:
    moved = replay.shifted(periods, date(2026, 11, 22), days=1)

    assert [one.start for one in moved] == [datetime(2026, 11, 22, 9, 0)]


def test_a_bad_network_changes_the_order_and_doubles_but_loses_nothing(periods: list[replay.Period]) -> None:
    said = replay.messages(periods, "Europe/Madrid") * 1
    many = [{**said[1], "seq": seq} for seq in range(500)]

    delivered = replay.jumbled(many, shuffle=True, duplicates=0.02)

    assert [one["seq"] for one in delivered] != sorted(one["seq"] for one in delivered)
    assert {one["seq"] for one in delivered} == set(range(500))
    assert 500 < len(delivered) < 530
    assert delivered == replay.jumbled(many, shuffle=True, duplicates=0.02)


def test_a_file_that_is_no_recording_is_refused_with_its_reason(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("when,people\n1,2\n")

    with pytest.raises(Trouble, match="start,in,out"):
        replay.read(file)


def test_the_simulated_day_is_the_same_each_time_and_empties_by_night() -> None:
    venue = next(one for one in history.venues(place_from({})) if one.venue_id == "mercado-esperanza")

    day, again = simulate(venue, date(2026, 11, 20)), simulate(venue, date(2026, 11, 20))

    assert day == again
    assert day != simulate(venue, date(2026, 11, 20), seed=1)
    assert 0.3 * venue.capacity < max(day.people) <= venue.capacity
    assert day.people[-1] == 0
    for door in day.doors.values():
        assert list(door.total_in) == sorted(door.total_in)
        assert list(door.total_out) == sorted(door.total_out)


def test_the_backlog_is_coarse_long_ago_and_full_at_its_end() -> None:
    minutes = backlog_minutes(0, 100)

    assert minutes[:3] == [0, 5, 10]
    assert minutes[-31:] == list(range(70, 101))
    assert backlog_minutes(98, 100) == [98, 99, 100]
