"""A counter that fails is told once, and once when it is well again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from cercano.crowd import counting, fits, records, store
from cercano.crowd.faults import Code
from cercano.kit.clock import freeze
from functions.crowd import watch_counters
from tests.crowd.counters import LONG_AGO, a_museum, a_reading, at
from tests.support.events import Context, event, schedule_event
from tests.support.shelf import Shelf


@pytest.fixture(autouse=True)
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    monkeypatch.setenv("TABLE_NAME", "crowd")
    monkeypatch.setenv("READINGS_TABLE", "readings")
    with Shelf().standing_in() as standing, freeze(LONG_AGO):
        fits.add_venue(a_museum())
        yield standing


def run(when: datetime) -> dict[str, int]:
    summary = watch_counters.handler(schedule_event(when.isoformat()), Context())
    return {name: summary[name] for name in ("counters", "troubled", "failed", "recovered")}


def speak(since: datetime, minutes: int, so_far: int = 0) -> None:
    for n in range(minutes):
        when = since + timedelta(minutes=n)
        counting.count_in([a_reading(when, so_far + n, 0)], when)


def told(shelf: Shelf) -> list[str]:
    row = shelf.tables["crowd"].get(("VENUES", "museum#HEALTH"), {})
    return [fact["name"] for fact in json.loads(row["told"]["S"])] if "told" in row else []


def found() -> list[tuple[str, bool]]:
    health = records.health_from_json(store.place("museum").health)
    return [(finding.code.value, finding.raised) for findings in health.values() for finding in findings]


def test_a_counter_in_order_writes_nothing_after_the_first_look(shelf):
    speak(at(9), 12)

    first = run(at(9, 5))
    version = shelf.tables["crowd"]["VENUES", "museum#HEALTH"]["version"]
    again = run(at(9, 10))

    assert first == again == {"counters": 1, "troubled": 0, "failed": 0, "recovered": 0}
    assert shelf.tables["crowd"]["VENUES", "museum#HEALTH"]["version"] == version


def test_a_silent_counter_is_told_once_and_once_more_when_it_has_spoken_for_ten_minutes(shelf):
    speak(at(9), 5)

    assert run(at(9, 20))["failed"] == 1
    assert told(shelf) == ["CounterFailed"]
    assert found() == [(Code.SILENT.value, True)]
    assert run(at(9, 25)) == {"counters": 1, "troubled": 1, "failed": 0, "recovered": 0}

    speak(at(9, 30), 20, so_far=5)

    assert [run(at(9, 30 + 5 * n))["recovered"] for n in range(1, 4)] == [0, 0, 1]
    assert told(shelf) == ["CounterRecovered"]
    assert found() == []


def test_the_same_look_twice_tells_nothing_new(shelf):
    speak(at(9), 5)

    assert [run(at(9, 20))["failed"], run(at(9, 20))["failed"]] == [1, 0]


def test_the_sample_event_looks_at_every_counter(shelf):
    summary = watch_counters.handler(event("crowd", "watch_counters"), Context())

    assert summary["counters"] == 1
    assert found() == [("silent", True)]
