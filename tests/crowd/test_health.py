"""Six ways in which a counter fails, each played through a day with somebody looking every five minutes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from cercano.crowd import health
from cercano.crowd.faults import Code
from cercano.crowd.health import Counter, Health
from cercano.crowd.marks import Mark, end_of, minute_of
from cercano.crowd.model import Crowding, Fit
from cercano.crowd.present import DoorNow, Live
from cercano.crowd.records import health_from_json, health_to_json
from cercano.crowd.rhythm import learn
from cercano.crowd.tally import follow
from tests.crowd.people_flow import LIBRARY, MONDAY, a_day, days_before, local

pytestmark = pytest.mark.slow

COUNTER = Counter(door_id="main", device_id="counter-1", line=1, fit_no=1)
LIVELY = learn(
    LIBRARY,
    [replace(a_day(day.date, 50.0, people_in=60)) for day in days_before(MONDAY, 4, lambda on, hour: 50.0)],
    before=MONDAY,
)
"""Sixty people come in each hour."""


@dataclass(frozen=True)
class Said:
    """One message of the counter: totals at a minute of the day, and what else it says."""

    total_in: int
    total_out: int
    faults: tuple[str, ...] = ()
    battery_pct: int | None = 90
    lag: timedelta = timedelta()


def ordinary(minute: int) -> Said:
    """Two come in each minute from nine on, one leaves."""
    passed = max(0, minute - 9 * 60)
    return Said(2 * passed, passed)


def played(
    script: Callable[[int], Said | None], until: int = 21, venue=LIBRARY, rhythm=LIVELY
) -> list[tuple[str, str, bool]]:
    """What is told when the counter says `script(minute of the day)`: (local time, code, raised)."""
    told: list[tuple[str, str, bool]] = []
    before: Health = {}
    midnight = local(MONDAY, 0)
    for minute in range(8 * 60, until * 60, 5):
        at = midnight + timedelta(minutes=minute)
        live, marks = _heard(script, minute, midnight, venue)
        after = health.look_after(venue, live, {"main": marks}, rhythm, before, at)
        told += [
            (f"{minute // 60:02}:{minute % 60:02}", change.finding.code.value, change.raised)
            for change in health.changes(before, after)
        ]
        before = health_from_json(health_to_json(after))
    return told


def _heard(script, until: int, midnight: datetime, venue):
    marks: dict[int, Mark] = {}
    last = None
    for minute in range(8 * 60, until):
        said = script(minute)
        if said is None:
            continue
        received_at = midnight + timedelta(minutes=minute)
        counted_at = received_at - said.lag
        marks[minute_of(counted_at)] = Mark(1, 0, minute, said.total_in, said.total_out, 2**32 - 1)
        last = (minute, counted_at, received_at, said)
    if last is None:
        return None, marks
    seq, counted_at, received_at, said = last
    _, track = follow(venue.doors[0], marks)
    door = DoorNow(
        device_id="counter-1",
        line=1,
        fit_no=1,
        epoch=0,
        seq=seq,
        at=counted_at,
        received_at=received_at,
        total_in=said.total_in,
        total_out=said.total_out,
        moved_at=end_of(track.moved) if track and track.moved is not None else None,
        battery_pct=said.battery_pct,
        faults=said.faults,
    )
    live = Live(
        date=MONDAY.isoformat(), people=0, low=0, high=0, crowding=Crowding.QUIET, total_in=0, total_out=0,
        exit_ratio=1.0, days_learned=0, as_of=counted_at, doors={"main": door},
    )  # fmt: skip
    return live, marks


def test_a_counter_that_works_is_never_reported():
    assert played(ordinary) == []


def test_a_counter_that_falls_silent_is_reported_after_three_periods_and_once_only():
    told = played(lambda minute: ordinary(minute) if minute < 11 * 60 else None)

    assert told == [("11:05", "silent", True)]


def test_a_counter_may_be_silent_while_the_venue_is_closed_and_has_three_periods_to_wake_up():
    assert played(lambda minute: ordinary(minute) if minute >= 9 * 60 + 2 else None) == []
    assert played(lambda minute: None)[0] == ("09:05", "silent", True)


def test_a_counter_that_speaks_for_ten_minutes_has_recovered_and_one_that_stutters_is_reported_once():
    def stutters(minute):
        in_trouble = 11 * 60 <= minute < 13 * 60
        return ordinary(minute) if not in_trouble or minute % 20 < 4 else None

    assert played(stutters) == [("11:10", "silent", True), ("13:15", "silent", False)]


def test_a_counter_that_counts_nobody_while_people_must_be_coming_is_stuck():
    told = played(lambda minute: ordinary(min(minute, 11 * 60)))

    assert told == [("11:20", "stuck", True)]


def test_a_quiet_venue_is_not_a_stuck_counter():
    rhythm = learn(
        LIBRARY,
        [a_day(day.date, 5.0, people_in=1) for day in days_before(MONDAY, 4, lambda on, hour: 5.0)],
        before=MONDAY,
    )

    assert played(lambda minute: ordinary(min(minute, 11 * 60)), rhythm=rhythm) == []


def test_without_enough_history_nobody_says_that_a_counter_is_stuck_unless_it_says_so_itself():
    two_weeks = learn(LIBRARY, days_before(MONDAY, 2, lambda on, hour: 50.0), before=MONDAY)

    assert played(lambda minute: ordinary(min(minute, 11 * 60)), rhythm=two_weeks) == []
    assert played(
        lambda minute: replace(ordinary(minute), faults=("stuck",) if minute >= 660 else ()), rhythm=None
    ) == [("11:05", "stuck", True)]


def test_a_counter_hung_the_wrong_way_round_is_noticed_in_the_morning():
    def mirrored(minute):
        said = ordinary(minute)
        return replace(said, total_in=said.total_out, total_out=said.total_in)

    assert played(mirrored) == [("11:00", "reversed", True)]


def test_a_door_by_which_people_only_leave_hangs_the_right_way_round():
    first = LIBRARY.doors[0]
    fits = (Fit(fit_no=1, device_id="counter-2", since=first.fits[0].since),)
    venue = replace(LIBRARY, doors=(first, replace(first, door_id="exit", fits=fits)))
    came, left = (
        {540 + n: Mark(1, 0, n, 3 * n * (1 - way), 2 * n * way, 2**32 - 1) for n in range(150)} for way in (0, 1)
    )
    start = int(local(MONDAY, 0).timestamp()) // 60
    marks = {
        door: {start + minute: mark for minute, mark in door_marks.items()}
        for door, door_marks in (("main", came), ("exit", left))
    }
    at = local(MONDAY, 11, 30)

    def codes(seen) -> set[Code]:
        found = health.look_after(venue, None, seen, None, {}, at)
        return {finding.code for findings in found.values() for finding in findings}

    assert Code.REVERSED not in codes(marks)
    assert Code.REVERSED in codes({"exit": marks["exit"]})


def test_a_reversed_fit_is_already_turned_round():
    def mirrored(minute):
        said = ordinary(minute)
        return replace(said, total_in=said.total_out, total_out=said.total_in)

    door = LIBRARY.doors[0]
    fits = (Fit(fit_no=1, device_id="counter-1", since=door.fits[0].since, reversed=True),)
    venue = replace(LIBRARY, doors=(replace(door, fits=fits),))

    assert played(mirrored, venue=venue) == []


def test_a_clock_that_is_off_by_more_than_five_minutes_is_reported_once_it_lasts():
    slow = played(lambda minute: replace(ordinary(minute), lag=timedelta(minutes=7)), until=12)
    ahead = played(lambda minute: replace(ordinary(minute), faults=("clock_skew",)), until=12)

    assert slow == [("08:20", "clock_skew", True)]
    assert ahead == [("08:20", "clock_skew", True)]


def test_a_counter_that_catches_up_after_an_outage_has_no_wrong_clock():
    def catches_up(minute):
        if 9 * 60 <= minute < 11 * 60:
            return None
        behind = max(0, 120 - 20 * (minute - 660)) if minute >= 660 else 0
        return replace(ordinary(minute - behind), lag=timedelta(minutes=behind))

    assert [code for _, code, _ in played(catches_up)] == ["silent", "silent"]


def test_a_low_battery_is_reported_at_15_percent_and_forgotten_at_25():
    def sagging(minute):
        pct = 16 - minute // 100 % 3 if minute < 15 * 60 else 100
        return replace(ordinary(minute), battery_pct=pct)

    assert played(sagging) == [("08:25", "low_battery", True), ("15:15", "low_battery", False)]


def test_a_jump_that_no_crowd_can_make_is_reported_and_forgotten_after_six_hours():
    def jumps(minute):
        said = ordinary(minute)
        return replace(said, total_in=said.total_in + 900_000) if minute >= 10 * 60 else said

    assert played(jumps) == [("10:05", "jumping", True), ("16:15", "jumping", False)]


def test_a_counter_that_was_swapped_starts_with_a_clean_record():
    later = replace(COUNTER, fit_no=2)
    finding = health.Finding(code=Code.SILENT, since=local(MONDAY, 9), noticed_at=local(MONDAY, 9))

    assert health.changes({COUNTER: (finding,)}, {later: ()}) == []


@pytest.mark.parametrize("at_hour", [3, 12, 23])
def test_a_door_without_a_counter_has_no_health(at_hour):
    venue = replace(LIBRARY, doors=(replace(LIBRARY.doors[0], fits=()),))

    assert health.look_after(venue, None, {}, None, {}, local(MONDAY, at_hour)) == {}
