"""Days are settled at each venue's own local time, once, after outages too, and again when a late word changes them."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from cercano.crowd import asks, counting, fits, publishing, settling, store
from cercano.crowd.model import Reading
from cercano.crowd.rows import DIRTY
from cercano.kit.clock import freeze
from functions.crowd import settle_day
from tests.crowd.counters import LONG_AGO, a_museum, a_reading
from tests.crowd.people_flow import local
from tests.support.events import Context, event, schedule_event
from tests.support.shelf import Killed, Shelf

MUSEUM = a_museum()
QUARTER = timedelta(minutes=15)


@pytest.fixture(autouse=True)
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    monkeypatch.setenv("TABLE_NAME", "crowd")
    monkeypatch.setenv("READINGS_TABLE", "readings")
    with Shelf().standing_in() as standing, freeze(LONG_AGO):
        fits.add_venue(MUSEUM)
        yield standing


def run(at: datetime) -> dict[str, int]:
    summary = settle_day.handler(schedule_event(at.isoformat()), Context())
    return {name: summary[name] for name in ("new", "changed", "unchanged", "left") if summary[name]}


def a_day_of_visits(on: date, visitors: int = 40, start: int = 0) -> list[Reading]:
    """One reading an hour from 8 to 22, everybody in by noon and out by nine in the evening."""
    readings = []
    for hour in range(8, 23):
        came = start + visitors * min(max(hour - 9, 0), 3) // 3
        left = start + (visitors if hour >= 21 else 0)
        when = local(on, hour)
        readings.append(a_reading(when, came, left, seq=int(when.timestamp())))
    return readings


def count(readings: list[Reading], at: datetime) -> None:
    counting.count_in(readings, at)


def visits_from(on: date, days: int) -> None:
    """Forty visitors a day, and twenty people between 22:00 and the next morning, who count for the next day."""
    for n in range(days):
        each = on + timedelta(days=n)
        count(a_day_of_visits(each, start=60 * n), local(each, 22))
    for ask in asks.asked(DIRTY):
        asks.heard(ask)


def told(shelf: Shelf, on: date) -> list[str]:
    row = shelf.tables["crowd"]["VENUE#museum", f"DAY#{on}"]
    return [fact["name"] for fact in json.loads(row["told"]["S"])] if "told" in row else []


@pytest.mark.parametrize(
    ("on", "settles_utc"),
    [
        (date(2026, 3, 28), "2026-03-28T20:30"),
        (date(2026, 3, 29), "2026-03-29T19:30"),
        (date(2026, 10, 24), "2026-10-24T19:30"),
        (date(2026, 10, 25), "2026-10-25T20:30"),
    ],
)
def test_around_the_clock_changes_the_day_settles_half_an_hour_after_nine_in_the_evening_local_time(on, settles_utc):
    count(a_day_of_visits(on), local(on, 20))
    settles_at = datetime.fromisoformat(settles_utc).replace(tzinfo=UTC)

    for n in range(0, 96):
        at = local(on, 12) + n * QUARTER + timedelta(minutes=7)
        run(at)
        if store.day("museum", on) is not None:
            break

    assert settles_at < at <= settles_at + QUARTER
    settled = store.day("museum", on)
    assert settled is not None
    assert (settled.total_in, settled.total_out) == (40, 40)


@pytest.mark.parametrize(("on", "length_h"), [(date(2026, 3, 28), 23), (date(2026, 10, 24), 25)])
def test_the_night_of_the_clock_change_belongs_to_the_day_before_with_all_its_hours(on, length_h):
    visits_from(on, 2)

    run(local(on + timedelta(days=2), 12))

    settled = store.day("museum", on)
    assert settled is not None
    assert len(settled.hours) == length_h
    assert len({hour.starts_at for hour in settled.hours}) == length_h


def test_the_sample_event_settles_what_is_due(shelf):
    count(a_day_of_visits(date(2026, 11, 22)), local(date(2026, 11, 22), 20))

    assert settle_day.handler(event("crowd", "settle_day"), Context())["new"] == 1


def test_after_an_outage_of_days_every_day_is_made_up_oldest_first_and_told_once(shelf):
    first = date(2026, 11, 10)
    visits_from(first, 5)

    assert run(local(first + timedelta(days=5), 3)) == {"new": 5}
    assert run(local(first + timedelta(days=5), 4)) == {}
    assert [told(shelf, first + timedelta(days=n)) for n in range(5)] == [["VenueDaySettled"]] * 5
    assert [day.total_in for day in store.days("museum", first, first + timedelta(days=4))] == [40, 60, 60, 60, 60]
    assert [day for day, _ in publishing.asked()] == [first + timedelta(days=n) for n in range(5)]


def test_settling_again_what_has_not_changed_writes_nothing_and_tells_nobody(shelf):
    on = date(2026, 11, 10)
    visits_from(on, 1)
    run(local(on, 23))
    before = dict(shelf.tables["crowd"]["VENUE#museum", f"DAY#{on}"])
    store.mark_dirty("museum", [on])

    assert run(local(on + timedelta(days=1), 8)) == {"unchanged": 1}
    assert shelf.tables["crowd"]["VENUE#museum", f"DAY#{on}"] == before
    assert asks.asked(DIRTY) == []


def test_a_late_reading_mends_its_day_and_the_28_days_after_it():
    on = date(2026, 11, 10)
    visits_from(on - timedelta(days=1), 5)
    run(local(on + timedelta(days=5), 3))
    while run(local(on + timedelta(days=5), 4)):
        pass
    late = local(on, 22, 30)
    count([a_reading(late, 120, 115, seq=int(late.timestamp()))], local(on + timedelta(days=5), 5))

    changed = [run(local(on + timedelta(days=5), 6, 15 * n)) for n in range(3)]

    mended = store.day("museum", on)
    assert mended is not None
    following = store.day("museum", on + timedelta(days=1))
    assert following is not None
    assert (mended.total_in, mended.total_out) == (80, 75)
    assert (following.total_in, following.total_out) == (40, 45)
    assert following.exit_ratio > 1.0, "what the mended day taught has reached the day after it"
    assert changed[0]["changed"] == 2
    assert changed[-1] == {}
    later = store.days("museum", on + timedelta(days=2), on + timedelta(days=3))
    assert [settling.made(MUSEUM, day.date, day.settled_at) for day in later] == later


def test_a_day_whose_totals_changed_asks_for_every_settled_day_of_the_28_after_it():
    on = date(2026, 11, 10)
    visits_from(on, 5)
    run(local(on + timedelta(days=5), 3))
    late = local(on, 22, 30)
    count([a_reading(late, 60, 55, seq=int(late.timestamp()))], local(on + timedelta(days=5), 5))
    for ask in asks.asked(DIRTY):
        asks.heard(ask)
    store.mark_dirty("museum", [on])

    run(local(on + timedelta(days=5), 6))

    assert [ask.key for ask in asks.asked(DIRTY)] == [f"museum#{on + timedelta(days=n)}" for n in range(1, 5)]


def test_a_batch_that_came_just_before_settling_time_has_a_minute_to_arrive():
    on = date(2026, 11, 10)
    visits_from(on, 1)

    assert run(local(on, 21, 30)) == {}
    assert run(local(on, 21, 31)) == {"new": 1}


def test_a_dirty_day_waits_until_it_is_over_but_its_first_account_does_not():
    on = date(2026, 11, 10)
    visits_from(on, 1)
    store.mark_dirty("museum", [on])

    assert run(local(on, 22)) == {"new": 1}
    assert run(local(on, 23)) == {}
    assert run(local(on + timedelta(days=1), 4)) == {"unchanged": 1}


def test_what_is_asked_anew_while_the_day_is_settled_is_not_forgotten(monkeypatch):
    on = date(2026, 11, 10)
    visits_from(on, 1)
    store.mark_dirty("museum", [on])
    settle = settling.settle

    def meanwhile(*args):
        store.mark_dirty("museum", [on])
        return settle(*args)

    monkeypatch.setattr(settling, "settle", meanwhile)
    run(local(on + timedelta(days=1), 8))

    assert [ask.key for ask in asks.asked(DIRTY)] == [f"museum#{on}"]


@pytest.mark.parametrize("killed_at", range(1, 12))
def test_killed_between_any_two_calls_the_next_run_ends_in_the_same_state(shelf, killed_at):
    on = date(2026, 11, 10)
    visits_from(on - timedelta(days=1), 3)
    run(local(on + timedelta(days=2), 3))
    while run(local(on + timedelta(days=2), 4)):
        pass
    late = local(on, 22, 30)
    count([a_reading(late, 120, 115, seq=int(late.timestamp()))], local(on + timedelta(days=2), 5))
    calls = 0

    def killer(*_):
        nonlocal calls
        calls += 1
        if calls == killed_at:
            raise Killed

    shelf.before = killer
    with contextlib.suppress(Killed):
        run(local(on + timedelta(days=2), 6))
    shelf.before = lambda *_: None
    for n in range(4):
        run(local(on + timedelta(days=2), 7, 15 * n))

    mended = store.day("museum", on)
    assert mended is not None
    assert (mended.total_in, mended.total_out) == (80, 75)
    assert settling.made(MUSEUM, on, mended.settled_at) == mended
    after = store.day("museum", on + timedelta(days=1))
    assert after is not None
    assert settling.made(MUSEUM, after.date, after.settled_at) == after
    assert asks.asked(DIRTY) == []


def test_a_venue_that_never_counted_has_no_days_and_one_that_is_gone_is_forgotten():
    store.mark_dirty("long-gone", [date(2026, 11, 10)])

    assert run(local(date(2026, 11, 12), 12)) == {}
    assert asks.asked(DIRTY) == []


def test_an_account_whose_readings_are_gone_is_left_alone():
    on = date(2026, 11, 10)
    visits_from(on, 1)
    run(local(on, 23))
    kept = store.day("museum", on)
    assert kept is not None
    other = replace(kept, venue_id="museum", date=on - timedelta(days=20))
    store.save_day(other)
    store.mark_dirty("museum", [other.date])

    run(local(on + timedelta(days=1), 8))

    assert store.day("museum", other.date) == other
