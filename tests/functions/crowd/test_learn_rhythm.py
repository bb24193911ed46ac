"""Every night the typical week is learned and yesterday's forecast scored; running twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from cercano.crowd import fits, notes, records, store
from cercano.crowd.forecast import expected
from cercano.crowd.rhythm import learn
from cercano.crowd.score import record
from cercano.kit.clock import freeze
from functions.crowd import learn_rhythm
from tests.crowd.counters import LONG_AGO
from tests.crowd.people_flow import LIBRARY, MONDAY, days_before, local
from tests.support.events import Context, event, schedule_event
from tests.support.shelf import Shelf

HISTORY = days_before(MONDAY, 9, lambda on, hour: 10.0 + on.weekday() + hour)


@pytest.fixture(autouse=True)
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    monkeypatch.setenv("TABLE_NAME", "crowd")
    with Shelf().standing_in() as standing, freeze(LONG_AGO):
        fits.add_venue(LIBRARY)
        for day in HISTORY:
            store.save_day(day)
        yield standing


def run(hour: int = 5) -> dict[str, int]:
    summary = learn_rhythm.handler(schedule_event(local(MONDAY, hour).isoformat()), Context())
    return {name: summary[name] for name in ("venues", "scored")}


def test_the_rhythm_kept_is_the_one_its_days_teach():
    run()

    kept = records.rhythm_from_json("library", notes.rhythm("library"))
    taught = learn(LIBRARY, HISTORY, before=MONDAY)

    assert (kept.before, kept.weeks, kept.enough_history) == (MONDAY, 8, True)
    assert kept.people.keys() == taught.people.keys()
    found, right = expected(LIBRARY, kept, local(MONDAY, 10)), expected(LIBRARY, taught, local(MONDAY, 10))
    assert found is not None
    assert right is not None
    assert found.people == pytest.approx(right.people, abs=0.01)


def test_the_last_28_days_are_scored_once_and_again_only_if_they_were_mended():
    assert run() == {"venues": 1, "scored": 27}, "all but the holiday, when the library was closed"
    assert run() == {"venues": 1, "scored": 0}

    yesterday = HISTORY[0]
    fuller = tuple(replace(hour, mean_people=(hour.mean_people or 0) + 5) for hour in yesterday.hours)
    store.save_day(replace(yesterday, hours=fuller))

    assert run() == {"venues": 1, "scored": 1}
    scores = [records.score_from_json(on, json) for on, json in notes.scores("library", yesterday.date, MONDAY)]
    assert record(scores, before=MONDAY).wape_last_week == pytest.approx(5 * 4 / scores[0].people)


def test_before_four_in_the_morning_the_day_is_still_the_one_before():
    run(hour=3)

    assert records.rhythm_from_json("library", notes.rhythm("library")).before == MONDAY - timedelta(days=1)


def test_a_venue_without_days_has_no_rhythm():
    fits.add_venue(replace(LIBRARY, venue_id="new", doors=()))

    assert run()["venues"] == 2
    assert notes.rhythm("new") is None


def test_the_sample_event_learns_what_there_is():
    assert learn_rhythm.handler(event("crowd", "learn_rhythm"), Context())["venues"] == 1
