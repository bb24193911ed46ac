"""GET /crowd/venues/{venue_id}/history: gaps are said, and what is asked for is what is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from cercano.crowd import counting, store
from cercano.crowd.model import Reading
from cercano.kit import clock
from tests.support.aws import Domain, note_calls
from tests.support.crowd import NOON, a_day, a_door, a_venue
from tests.support.http import call

Ask = Callable[..., Any]
Keep = Callable[..., Any]


@pytest.fixture
def ask(crowd: Domain) -> Ask:
    """GET the history of Centro Botín."""
    function = crowd.function("read_history")

    def asked(**query: str) -> Any:
        with function.running():
            return call(function.module.app, "GET", "/venues/centro-botin/history", query=query)

    return asked


def say(device_id: str, at: datetime, total_in: int, total_out: int) -> None:
    """A counter speaks, and is counted."""
    reading = Reading(
        device_id=device_id,
        line=1,
        epoch=1,
        seq=int(at.timestamp()),
        at=at,
        received_at=at,
        total_in=total_in,
        total_out=total_out,
        wraps_at=2**32,
    )
    counting.count_in([reading], at)


def test_minutes_show_people_and_say_where_nobody_counted(ask: Ask, keep: Keep) -> None:
    keep(a_venue())
    for minute, total_in in ((30, 100), (31, 104), (32, 110), (50, 150), (51, 151)):
        say("centro-botin-1", NOON - timedelta(hours=1) + timedelta(minutes=minute), total_in, 100)

    answer = ask(**{"from": "2026-11-23T10:30:00Z", "to": "2026-11-23T10:34:00Z", "step": "minute"})

    assert answer.status == 200
    assert {name: answer.json[name] for name in ("venue_id", "step", "from", "to")} == {
        "venue_id": "centro-botin",
        "step": "minute",
        "from": "2026-11-23T10:30:00Z",
        "to": "2026-11-23T10:34:00Z",
    }
    seen = [(p["at"][11:16], p["people"], p["people_in"], p["coverage"]) for p in answer.json["points"]]
    assert seen == [("10:30", 4, 4, 1.0), ("10:31", 10, 6, 1.0), ("10:32", None, None, 0.0), ("10:33", None, None, 0.0)]


def test_hours_come_from_settled_days_and_the_running_one_alike(ask: Ask, keep: Keep) -> None:
    keep(a_venue())
    store.save_day(a_day(date(2026, 11, 22)))
    for minute in range(61):
        say("centro-botin-1", NOON - timedelta(hours=2) + timedelta(minutes=minute), 100 + minute, 100)

    points = ask(**{"from": "2026-11-22T18:00:00Z", "to": "2026-11-23T11:00:00Z"}).json["points"]

    known = {p["at"]: (p["people"], p["most"], p["people_in"]) for p in points if p["people"] is not None}
    assert len(points) == 17
    assert known == {
        "2026-11-22T18:00:00Z": (60.0, 75, 30),
        "2026-11-22T19:00:00Z": (60.0, 75, 30),
        "2026-11-23T09:00:00Z": (30.5, 60, 60),
    }


def test_days_are_the_venues_own_and_one_that_nobody_settled_is_a_gap(ask: Ask, keep: Keep) -> None:
    keep(a_venue())
    for on in (date(2026, 11, 16), date(2026, 11, 18)):
        store.save_day(a_day(on))

    points = ask(**{"from": "2026-11-16T12:00:00Z", "to": "2026-11-19T00:00:00Z", "step": "day"}).json["points"]

    assert [(p["at"], p["people"], p["people_in"]) for p in points] == [
        ("2026-11-16T03:00:00Z", 60.0, 360),
        ("2026-11-17T03:00:00Z", None, None),
        ("2026-11-18T03:00:00Z", 60.0, 360),
    ]


@pytest.mark.parametrize(("step", "most"), [("minute", "2026-11-22T10:00:00Z"), ("hour", "2026-09-21T23:00:00Z")])
def test_more_than_1500_points_are_refused_before_anything_is_read(ask: Ask, step: str, most: str) -> None:
    at_the_limit = ask(**{"from": most, "step": step})
    calls: list[str] = []
    note_calls(calls)
    over = (datetime.fromisoformat(most) - timedelta(minutes=1)).isoformat()
    refused = ask(**{"from": over, "step": step})

    assert at_the_limit.status == 404
    assert (refused.status, refused.code, calls) == (422, "range_too_long", [])
    assert refused.json["detail"].startswith("Eso son 1501 puntos y el máximo es 1500")


@pytest.mark.parametrize(
    "query",
    [
        {"from": "2026-11-23T10:00:00Z", "to": "2026-11-23T10:00:00Z"},
        {"from": "2026-11-23T12:00:00Z"},
        {"from": "yesterday"},
        {"from": "2026-11-23T10:00:00"},
        {"step": "week"},
    ],
)
def test_a_stretch_that_makes_no_sense_is_refused(ask: Ask, keep: Keep, query: dict[str, str]) -> None:
    keep(a_venue())

    assert ask(**query).status == 422


def test_the_future_is_left_out(ask: Ask, keep: Keep) -> None:
    keep(a_venue())

    answer = ask(**{"from": "2026-11-23T10:00:00Z", "to": "2026-12-01T00:00:00Z"}).json

    assert (answer["to"], len(answer["points"])) == ("2026-11-23T11:00:00Z", 1)


def test_a_venue_without_any_history_is_all_gaps_and_no_error(ask: Ask, keep: Keep) -> None:
    keep(a_venue(doors=(a_door(device_id=None),)))

    for step, points in (("minute", 180), ("hour", 24), ("day", 29)):
        answer = ask(step=step)
        assert (answer.status, len(answer.json["points"])) == (200, points)
        assert {p["people"] for p in answer.json["points"]} == {None}


def test_a_long_stretch_of_days_costs_one_query_of_days_and_the_running_day(
    ask: Ask, keep: Keep, noon: clock.Frozen
) -> None:
    keep(a_venue())
    for n in range(1, 60):
        store.save_day(a_day(date(2026, 11, 23) - timedelta(days=n)))
    calls: list[str] = []
    note_calls(calls)

    ask(**{"from": "2026-09-24T12:00:00Z", "step": "day"})

    assert sorted(calls) == ["GetItem", "Query", "Query", "Query", "Query"]


@pytest.mark.parametrize(
    ("on", "hours"), [(datetime(2026, 3, 29, 12, tzinfo=UTC), 23), (datetime(2026, 10, 25, 12, tzinfo=UTC), 25)]
)
def test_a_day_of_23_or_25_hours_is_one_day(ask: Ask, keep: Keep, noon: clock.Frozen, on: datetime, hours: int) -> None:
    keep(a_venue(timezone="Europe/Madrid"))
    noon.move_to(on + timedelta(days=2))

    points = ask(
        **{"from": (on - timedelta(days=2)).isoformat(), "to": (on + timedelta(days=1)).isoformat(), "step": "day"}
    )

    starts = [datetime.fromisoformat(p["at"]) for p in points.json["points"]]
    assert [(b - a) / timedelta(hours=1) for a, b in pairwise(starts)].count(hours) == 1


def test_the_running_day_is_judged_by_its_hours_so_far(ask: Ask, keep: Keep) -> None:
    keep(a_venue())
    start = datetime(2026, 11, 23, 3, tzinfo=UTC)
    said = [
        Reading(
            device_id="centro-botin-1",
            line=1,
            epoch=1,
            seq=minute,
            at=start + timedelta(minutes=minute),
            received_at=start + timedelta(minutes=minute),
            total_in=100 + minute,
            total_out=100,
            wraps_at=2**32,
        )
        for minute in range(481)
    ]
    counting.count_in(said, NOON)

    (today,) = ask(**{"from": "2026-11-23T10:00:00Z", "step": "day"}).json["points"]

    assert (today["at"], today["people_in"], today["most"]) == ("2026-11-23T03:00:00Z", 480, 480)
    assert today["coverage"] > 0.99


def test_the_few_people_in_a_closed_venue_are_not_told_one_by_one(ask: Ask, keep: Keep) -> None:
    keep(a_venue())
    night = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
    for minute in range(61):
        say("centro-botin-1", night + timedelta(minutes=minute), 100 + (minute >= 17), 100)

    minutes = ask(**{"from": "2026-11-23T05:10:00Z", "to": "2026-11-23T05:20:00Z", "step": "minute"}).json["points"]
    (hour,) = ask(**{"from": "2026-11-23T05:00:00Z", "to": "2026-11-23T06:00:00Z"}).json["points"]

    assert {(p["people"], p["people_in"], p["coverage"]) for p in minutes} == {(None, None, 1.0)}
    assert (hour["people"], hour["most"], hour["people_in"], hour["people_out"]) == (0.0, 0, 0, 0)
