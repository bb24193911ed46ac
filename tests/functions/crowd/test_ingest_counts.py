"""Counts come in from the doors, and the city knows: kept raw, counted once, told once, whatever goes wrong on the
way.
"""

from __future__ import annotations

import base64
import itertools
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cercano.crowd import fits, readings, store
from cercano.crowd.model import Crowding, Fit, Venue
from cercano.crowd.present import Reason, shown
from cercano.kit.clock import freeze
from functions.crowd import ingest_counts
from tests.crowd.counters import LONG_AGO, a_door, a_museum, at, own, rule_body
from tests.support.events import Context, queue_event
from tests.support.shelf import Killed, Shelf

NAMES = {"TABLE_NAME": "crowd", "READINGS_TABLE": "readings"}


@pytest.fixture(autouse=True)
def tables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in NAMES.items():
        monkeypatch.setenv(name, value)


@contextmanager
def a_city(*venues: Venue) -> Iterator[Shelf]:
    with Shelf().standing_in() as shelf:
        for venue in venues:
            fits.add_venue(venue)
        yield shelf


def ingest(*bodies: str, now: datetime, receive_count: int = 1) -> list[str]:
    """Ids of the messages that were given back (m0, m1...)."""
    with freeze(now):
        answer = ingest_counts.handler(queue_event(*bodies, receive_count=receive_count), Context())
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def words(*totals: tuple[int, int], since: datetime, **more: Any) -> list[str]:
    """A counter's words, one a minute from `since` on."""
    return [
        rule_body(own(since + timedelta(minutes=n), n, entered, left, **more))
        for n, (entered, left) in enumerate(totals)
    ]


def told(shelf: Shelf) -> list[str]:
    row = shelf.tables["crowd"]["VENUES", "museum#NOW"]
    return [fact["name"] for fact in json.loads(row["told"]["S"])] if "told" in row else []


def test_the_sample_event_is_kept_word_for_word_even_before_any_counter_is_fitted(
    city: Callable[[str], Any], events: Callable[[str, str], dict[str, Any]]
) -> None:
    crowd = city("crowd")

    answer = crowd.function("ingest_counts")()

    assert answer == {"batchItemFailures": []}
    with crowd.function("ingest_counts").running():
        kept = [
            raw
            for device in (
                "counter-centro-botin-1",
                "bridge-chirpstack-1:24e124716c490123",
                "bridge-ttn-1:0004a30b00f0d40e",
            )
            for raw in readings.kept(device, at(0), at(23))
        ]
    sent = [base64.b64decode(json.loads(r["body"])["payload"]) for r in events("crowd", "ingest_counts")["Records"]]
    assert [raw.payload for raw in kept] == sent


def test_a_counter_speaks_and_the_venue_knows_how_many_are_inside(city: Callable[[str], Any]) -> None:
    crowd = city("crowd")
    function = crowd.function("ingest_counts")
    with function.running(), freeze(at(10, 5)):
        fits.add_venue(a_museum())
        function(queue_event(*words((500, 480), (520, 481), (545, 483), since=at(10))))

        place = store.place("museum")
        now = shown(place.venue, place.live, at(10, 3))

    assert (now.state, now.people, now.share) == (Crowding.NORMAL, 42, 0.42)
    assert now.low is not None
    assert now.high is not None
    assert now.low <= 42 <= now.high
    assert (now.as_of, now.age_s, now.reason) == (at(10, 2), 60, None)


def test_one_poisoned_message_of_five_hundred_fails_alone() -> None:
    good = words(*((n, 0) for n in range(499)), since=at(8))
    poison = rule_body(b"\x00 not our words", received=at(9))
    with a_city(a_museum(capacity=5000)):
        assert ingest(*good[:250], poison, *good[250:], now=at(16, 19)) == ["m250"]

        live = store.place("museum").live
        assert live is not None
        assert live.total_in == 498
        assert len(readings.kept("counter-main", at(8), at(23))) == 499


@pytest.mark.parametrize(
    "body",
    ["", "{}", "null", '{"payload": "%%%"}', '{"payload": 7}', rule_body({"at": at(9).isoformat()}, kind="other")]
    + [
        json.dumps(json.loads(rule_body(own(at(9), 1, 1, 1))) | wrong)
        for wrong in ({"received_at": "x"}, {"received_at": -1})
    ]
    + [json.dumps(json.loads(rule_body(own(at(9), 1, 1, 1))) | {"thing": "../other"})],
)
def test_what_no_rule_would_write_is_given_back(body: str) -> None:
    with a_city(a_museum()) as shelf:
        assert ingest(body, now=at(9)) == ["m0"]
        assert "readings" not in shelf.tables


def test_a_payload_no_decoder_knows_is_kept_for_a_better_decoder_and_not_given_back() -> None:
    uplink = {
        "time": at(9).isoformat(),
        "at": at(9).isoformat(),
        "deviceInfo": {"devEui": "24e124716c490123"},
        "fPort": 77,
        "data": base64.b64encode(b"news").decode(),
    }
    with a_city(a_museum()):
        assert ingest(rule_body(uplink, thing="bridge", kind="chirpstack"), now=at(9)) == []

        assert len(readings.kept("bridge:24e124716c490123", at(8), at(23))) == 1


def test_an_unknown_counter_is_said_once_a_batch(capsys: pytest.CaptureFixture[str]) -> None:
    with a_city(a_museum()):
        ingest(*(rule_body(own(at(9, n), n, n, 0), thing="stranger") for n in range(20)), now=at(9, 30))

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "counters_unfitted" in line]
    assert [line["devices"] for line in lines] == [["stranger"]]


def test_a_clock_that_runs_ahead_never_moves_the_venue_into_the_future() -> None:
    bodies = [rule_body(own(at(10, n) + timedelta(hours=3), n, 10 * n, 0), received=at(10, n)) for n in range(3)]
    with a_city(a_museum()):
        assert ingest(*bodies, now=at(10, 3)) == []

        place = store.place("museum")
        assert place.live is not None
        assert place.live.as_of == at(10, 2)
        assert place.live.people == 20
        assert place.live.doors["main"].faults == ("clock_skew",)
        assert shown(place.venue, place.live, at(10, 40)).state is Crowding.UNKNOWN


def test_a_door_that_dies_at_noon_makes_the_venue_unknown_though_the_other_goes_on() -> None:
    venue = a_museum(a_door("north"), a_door("south"))
    with a_city(venue):
        for door, last in (("north", 12), ("south", 13)):
            minutes = range((last - 10) * 60)
            bodies = [
                rule_body(own(at(10) + timedelta(minutes=n), n, n, n // 2), thing=f"counter-{door}") for n in minutes
            ]
            ingest(*bodies, now=at(13))

        place = store.place("museum")
        dying, dead = shown(place.venue, place.live, at(12, 2)), shown(place.venue, place.live, at(13))

        assert (dying.state, dying.reason) != (Crowding.UNKNOWN, Reason.COUNTER_SILENT)
        assert (dead.state, dead.people, dead.reason) == (Crowding.UNKNOWN, None, Reason.COUNTER_SILENT)
        assert dead.as_of == at(11, 59)


def test_crossings_are_told_once_with_hysteresis_and_never_for_old_news() -> None:
    said = []
    inside = [0, 50, 94, 95, 99, 94, 90, 96, 86, 84, 80, 96]
    entered, left, now = 0, 0, at(10)
    with a_city(a_museum()) as shelf:
        for n, people in enumerate(inside):
            change = people - (entered - left)
            entered, left = entered + max(0, change), left + max(0, -change)
            now = at(10, n)
            ingest(rule_body(own(now, n, entered, left)), now=now)
            said += told(shelf)
            shelf.tables["crowd"]["VENUES", "museum#NOW"].pop("told", None)
        assert said == ["VenueFilled", "VenueEased", "VenueFilled"]

        ingest(rule_body(own(now + timedelta(minutes=1), 99, entered, left + 50)), now=now + timedelta(hours=2))
        assert told(shelf) == []
        ingest(rule_body(own(now + timedelta(hours=2), 100, entered, left + 50)), now=now + timedelta(hours=2))
        assert told(shelf) == ["VenueEased"]


def test_a_count_by_hand_sets_the_number_right_with_the_next_reading() -> None:
    from cercano.crowd.model import Audit

    with a_city(a_museum()):
        ingest(*words((0, 0), (40, 0), since=at(10)), now=at(10, 1))
        store.save_audit("museum", Audit(audit_id="a", at=at(10, 2), people=30, by="staff"))
        ingest(rule_body(own(at(10, 5), 9, 42, 1)), now=at(10, 5))

        live = store.place("museum").live
        assert live is not None
        assert live.people == 31


# ---- Killed between any two writes; two at once ----------------------------------------------------------------------


def a_hard_batch() -> tuple[Venue, list[str]]:
    """Two doors, two hours, one reading of the day before that has been settled: every kind of write there is."""
    venue = a_museum(a_door("north"), a_door("south"), capacity=30)
    bodies = [
        rule_body(own(at(9, 50) + timedelta(minutes=n), n, 2 * n, n // 3), thing=f"counter-{door}")
        for n in range(20)
        for door in ("north", "south")
    ]
    late = own(at(18, 0, day=-1), 0, 0, 0, epoch=0) | {"at": at(18, 0, day=-1).isoformat()}
    return venue, [*bodies, rule_body(late, thing="counter-north", received=at(10, 9))]


def everything(shelf: Shelf) -> dict[str, Any]:
    """All that is kept but for how often it was written or asked for, and what was told on the way."""
    passing = {"DIRTY": ("document", "version"), "VENUES": ("version", "told")}
    return {
        name: {
            key: {part: value for part, value in item.items() if part not in passing.get(key[0], ("version",))}
            for key, item in table.items()
        }
        for name, table in shelf.tables.items()
    }


def is_write(operation: str) -> bool:
    return operation in ("PutItem", "BatchWriteItem", "TransactWriteItems", "DeleteItem")


def test_killed_before_any_write_and_delivered_again_it_ends_the_same() -> None:
    venue, bodies = a_hard_batch()
    with a_city(venue) as shelf:
        ingest(*bodies, now=at(10, 10))
        untroubled = everything(shelf)
        writes = sum(map(is_write, shelf.calls)) - 1
    assert writes >= 5

    for survived in range(writes):
        with a_city(venue) as shelf:
            left = itertools.count(survived, -1)

            def before(operation: str, call: Any, left: Iterator[int] = left) -> None:
                if is_write(operation) and next(left) == 0:
                    raise Killed

            shelf.before = before
            with pytest.raises(Killed):
                ingest(*bodies, now=at(10, 10))
            shelf.before = lambda operation, call: None
            assert ingest(*bodies, now=at(10, 10), receive_count=2) == []

            assert everything(shelf) == untroubled, f"killed after {survived} writes"


class Turns:
    """Lets several threads make one call each in the order of a schedule; who has ended is passed over.

    After it, one runs to its end before the next: the same schedule is always the same order of calls.
    """

    def __init__(self, schedule: list[int], runners: int) -> None:
        self._schedule, self._running = schedule, set(range(runners))
        self._turn = threading.Condition()
        self.mine = threading.local()

    def before(self, operation: str, call: Any) -> None:
        with self._turn:
            self._turn.wait_for(lambda: self._next() == self.mine.number, timeout=20)
            if self._schedule:
                self._schedule.pop(0)
            self._turn.notify_all()

    def ended(self, number: int) -> None:
        with self._turn:
            self._running.discard(number)
            self._turn.notify_all()

    def _next(self) -> int | None:
        while self._schedule and self._schedule[0] not in self._running:
            self._schedule.pop(0)
        return self._schedule[0] if self._schedule else min(self._running, default=None)


@settings(max_examples=30)
@given(schedule=st.lists(st.integers(0, 1), min_size=10, max_size=60), doubled=st.booleans())
def test_two_at_once_in_any_interleaving_end_as_one_would(schedule: list[int], doubled: bool) -> None:
    """Two functions with halves of the same readings (or both with all of them), each call of one between any two of
    the other.
    """
    venue, bodies = a_hard_batch()
    shares = [bodies, bodies] if doubled else [bodies[::2], bodies[1::2]]
    with a_city(venue) as shelf:
        ingest(*bodies, now=at(10, 10))
        alone = everything(shelf)["crowd"]

    with a_city(venue) as shelf:
        turns = Turns(list(schedule), 2)
        shelf.before = turns.before
        given_back: list[str] = []

        def run(number: int) -> None:
            turns.mine.number = number
            try:
                given_back.extend(ingest(*shares[number], now=at(10, 10)))
            finally:
                turns.ended(number)

        threads = [threading.Thread(target=run, args=(number,)) for number in (0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)

        assert given_back == []
        assert everything(shelf)["crowd"] == alone


def test_a_crossing_is_told_once_though_the_batch_is_delivered_twice() -> None:
    with a_city(a_museum(capacity=10)) as shelf:
        bodies = words((0, 0), (10, 0), since=at(10))
        ingest(*bodies, now=at(10, 1))
        assert told(shelf) == ["VenueFilled"]
        version = shelf.tables["crowd"]["VENUES", "museum#NOW"]["version"]

        ingest(*bodies, now=at(10, 2), receive_count=2)

        assert shelf.tables["crowd"]["VENUES", "museum#NOW"]["version"] == version


def test_a_bridge_speaks_only_for_counters_behind_it() -> None:
    fit = Fit(fit_no=1, device_id="bridge-a:24e124716c490123", since=LONG_AGO)
    uplink = {
        "time": at(10).isoformat(),
        "at": at(10).isoformat(),
        "deviceInfo": {"devEui": "24e124716c490123"},
        "fPort": 85,
        "data": base64.b64encode(bytes.fromhex("03d20a00000004d200000000")).decode(),
    }
    with a_city(a_museum(a_door(fits=(fit,)))):
        ingest(rule_body(uplink, thing="bridge-b", kind="chirpstack"), now=at(10))
        assert store.place("museum").live is None

        ingest(rule_body(uplink, thing="bridge-a", kind="chirpstack"), now=at(10))
        live = store.place("museum").live
        assert live is not None
        assert live.doors["main"].total_in == 10


def test_a_chunk_of_messages_comes_back_as_it_went_in() -> None:
    with a_city(a_museum()):
        bodies = words(*((n, 0) for n in range(90)), since=datetime(2026, 11, 23, 23, 0, tzinfo=UTC))
        ingest(*bodies, now=at(1, day=1))
        ingest(*bodies[10:], now=at(1, day=1))

        kept = readings.kept("counter-main", at(22), at(2, day=1))
        assert [raw.payload for raw in kept] == [base64.b64decode(json.loads(body)["payload"]) for body in bodies]
