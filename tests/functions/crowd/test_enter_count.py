"""POST /crowd/venues/{venue_id}/audits: a count by hand sets the number right and is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cercano.crowd import asks, counting, store
from cercano.crowd.model import Reading
from cercano.crowd.rows import DIRTY
from cercano.kit import clock
from tests.support.aws import Domain
from tests.support.crowd import NOON, a_venue
from tests.support.events import event
from tests.support.http import call

Ask = Callable[..., Any]
Keep = Callable[..., Any]


@pytest.fixture
def ask(crowd: Domain) -> Ask:
    """Enter or read counts of Centro Botín, as a member of staff."""
    function = crowd.function("enter_count")

    def asked(method: str = "POST", **more: Any) -> Any:
        with function.running():
            path = "/venues/centro-botin/audits"
            return call(function.module.app, method, path, subject="bea", roles=("staff",), **more)

    return asked


def say(ago_s: int, total_in: int, seq: int) -> None:
    """The counter at the door speaks."""
    at = NOON - timedelta(seconds=ago_s)
    reading = Reading(
        device_id="centro-botin-1",
        line=1,
        epoch=1,
        seq=seq,
        at=at,
        received_at=at,
        total_in=total_in,
        total_out=0,
        wraps_at=2**32,
    )
    counting.count_in([reading], at)


def test_a_count_is_set_beside_what_the_counters_said_and_holds_from_then_on(ask: Ask, keep: Keep) -> None:
    keep(a_venue())
    for minute in range(6):
        say(300 - 60 * minute, 1000 + 20 * minute, minute)

    answer = ask(body={"people": 82, "note": "planta por planta"})

    entered = answer.json
    assert answer.status == 201
    assert {name: entered[name] for name in ("at", "people", "by", "note", "estimated", "difference")} == {
        "at": "2026-11-23T11:00:00Z",
        "people": 82,
        "by": "bea",
        "note": "planta por planta",
        "estimated": 100,
        "difference": 18,
    }
    live = store.place("centro-botin").live
    assert live is not None
    assert live.people == 82


def test_a_count_of_a_past_day_settles_that_day_again(ask: Ask, keep: Keep) -> None:
    keep(a_venue())

    answer = ask(body={"people": 40, "at": "2026-11-20T12:00:00Z"})

    assert (answer.status, answer.json["estimated"], answer.json["difference"]) == (201, None, None)
    assert [one.key for one in asks.asked(DIRTY)] == ["centro-botin#2026-11-20"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"people": -1}, "/people"),
        ({"people": 8.5}, "/people"),
        ({"people": True}, "/people"),
        ({}, "/people"),
        ({"people": 8, "at": "2026-11-23T11:01:01Z"}, "/at"),
        ({"people": 8, "at": "2026-10-19T10:59:59Z"}, "/at"),
        ({"people": 8, "at": "2026-11-23T10:00:00"}, "/at"),
        ({"people": 8, "by": "ana"}, "/by"),
        ({"people": 8, "note": "x" * 281}, "/note"),
    ],
)
def test_a_count_that_makes_no_sense_is_refused(ask: Ask, keep: Keep, body: dict[str, Any], pointer: str) -> None:
    keep(a_venue())

    answer = ask(body=body)

    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert ask("GET").json == {"items": [], "next": None}


def test_a_count_sent_twice_under_one_key_is_one_count(ask: Ask, keep: Keep) -> None:
    keep(a_venue())
    key = {"Idempotency-Key": "a-count-of-this-morning"}

    answers = [ask(body={"people": 82}, headers=key) for _ in range(2)]

    assert [answer.status for answer in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    assert len(ask("GET").json["items"]) == 1


def test_a_telephone_whose_clock_is_a_little_ahead_counts_now(ask: Ask, keep: Keep) -> None:
    keep(a_venue())

    assert ask(body={"people": 8, "at": "2026-11-23T11:00:40Z"}).json["at"] == "2026-11-23T11:00:00Z"


def test_counts_are_read_newest_first(ask: Ask, keep: Keep, noon: clock.Frozen) -> None:
    keep(a_venue())
    for people in (10, 20, 30):
        ask(body={"people": people})
        noon.tick(60)

    assert [count["people"] for count in ask("GET").json["items"]] == [30, 20, 10]


def test_the_sample_is_taken(crowd: Domain, ask: Ask, keep: Keep) -> None:
    keep(a_venue())

    assert ask(body=event("crowd", "enter_count")["body"]).status == 201


def test_a_venue_nobody_described_takes_no_count(ask: Ask) -> None:
    assert [ask(body={"people": 1}).code, ask("GET").code] == ["no_such_venue", "no_such_venue"]
