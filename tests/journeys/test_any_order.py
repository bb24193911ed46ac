"""A recording counted over three networks, good, slow and stuttering, makes the same two weeks.

The counters are registered, speak over MQTT, and hang at three doors that differ in nothing but their names.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from infra.local import replay
from infra.local.api import Api
from infra.local.aws import Clients
from infra.local.commands.replay import publish
from infra.local.counters import Counter
from infra.local.hanging import hang
from infra.local.place import CHECKOUT
from tests.journeys.town import MADRID, House, clock_strikes, drained, open_file, word

DAYS = 15
PER_S = 250
NETWORKS: dict[str, dict[str, Any]] = {
    "in-order": {"shuffle": False, "duplicates": 0.0},
    "shuffled": {"shuffle": True, "duplicates": 0.0},
    "repeated": {"shuffle": True, "duplicates": 0.02},
}
OPEN = [[{"opens": "08:00", "closes": "21:00"}]] * 7


def a_building() -> list[replay.Period]:
    """A made-up recording in the shape of CalIt2's: half hours, working days fuller, some that only come or only go."""
    first = datetime(2026, 1, 5)
    found = []
    for number in range(48 * DAYS):
        start = first + timedelta(minutes=30 * number)
        hour, busy = start.hour + start.minute / 60, 1.0 if start.weekday() < 5 else 0.3
        came = round(busy * 30 * math.exp(-(((hour - 11) / 3) ** 2)) + number % 3 * (8 < hour < 18))
        went = round(busy * 29 * math.exp(-(((hour - 16) / 3) ** 2)) + number % 2 * (8 < hour < 19))
        found.append(replay.Period(start=start, people_in=came, people_out=went))
    return found


def calit2() -> list[replay.Period]:
    """The recording of the building at Irvine (UCI, 2005), where it is at hand; else nothing."""
    shared = Path(os.environ.get("CERCANO_DATA") or CHECKOUT.parent / "shared" / "data")
    return [period for file in sorted((shared / "crowd").glob("calit2*.csv"))[:1] for period in replay.read(file)]


@pytest.fixture(scope="module")
def houses(
    staff: Api, clients: Clients, endpoints: dict[str, Any], counter: Callable[..., Counter]
) -> tuple[dict[str, House], list[replay.Period]]:
    """Three houses that heard the same recording, and its last weeks, which end the day before yesterday."""
    recording = calit2() or a_building()
    today = datetime.now(MADRID).date()
    periods = replay.shifted(recording, today - timedelta(days=2), DAYS)
    said = replay.messages(periods, "Europe/Madrid")
    found = {}
    for network, how in NETWORKS.items():
        house = House(staff, network, weekly=OPEN, report_every_s=1800)
        door = counter(f"door-{house.venue_id}")
        since = periods[0].start.replace(tzinfo=MADRID)
        hang(staff, clients, endpoints, venue_id=house.venue_id, door_id="main", thing=door.thing, since=since)
        with door:
            publish(door, replay.jumbled(said, **how), PER_S)
        found[network] = house
    assert drained(clients, endpoints["queues"]["crowd/CountsQueue"])
    night = datetime.now(UTC)
    settled = clock_strikes(clients, endpoints, "crowd/settle_day", night)
    assert settled["left"] == 0
    clock_strikes(clients, endpoints, "crowd/learn_rhythm", night)
    return found, periods


Told = tuple[dict[str, House], list[replay.Period]]


def test_everybody_who_passed_was_counted_once(houses: Told, staff: Api) -> None:
    found, periods = houses
    people_in, people_out = sum(one.people_in for one in periods), sum(one.people_out for one in periods)

    days = days_of(staff, found["in-order"], periods)

    counted = sum(day["people_in"] or 0 for day in days), sum(day["people_out"] or 0 for day in days)
    assert counted == (people_in, people_out)


def test_where_the_venue_stands_and_every_hour_day_and_week_are_the_same(
    houses: Told, staff: Api, clients: Clients, endpoints: dict[str, Any]
) -> None:
    found, periods = houses
    since = {network: everything_of(clients, endpoints, house) for network, house in found.items()}
    hours = {network: hours_of(staff, house, periods) for network, house in found.items()}
    today = {network: {**house.read()["today"], **house.read()["counter_quality"]} for network, house in found.items()}

    assert len([1 for sk in since["in-order"] if sk.startswith("DAY#")]) >= DAYS
    assert "RHYTHM" in since["in-order"]
    for other in ("shuffled", "repeated"):
        assert since[other] == since["in-order"]
        assert hours[other] == hours["in-order"]
        assert today[other] == today["in-order"]


def test_the_open_data_of_every_day_are_the_same_to_the_byte(
    houses: Told, clients: Clients, endpoints: dict[str, Any]
) -> None:
    found, periods = houses
    clock_strikes(clients, endpoints, "crowd/export_day", datetime.now(UTC))
    dates = sorted({(one.start.date()).isoformat() for one in periods})[1:]

    for on in dates:
        for rows in ("hour", "minute"):
            content = open_file(endpoints, on, "csv", rows)
            mine = {network: lines_of(content, house.venue_id) for network, house in found.items()}
            assert mine["in-order"], (on, rows)
            assert mine["shuffled"] == mine["in-order"], (on, rows)
            assert mine["repeated"] == mine["in-order"], (on, rows)


def days_of(staff: Api, house: House, periods: list[replay.Period]) -> list[dict[str, Any]]:
    points: list[dict[str, Any]] = staff.send("GET", f"{house.path}/history?{span(periods)}&step=day").json()["points"]
    return points


def hours_of(staff: Api, house: House, periods: list[replay.Period]) -> list[dict[str, Any]]:
    points: list[dict[str, Any]] = staff.send("GET", f"{house.path}/history?{span(periods)}&step=hour").json()["points"]
    return points


def span(periods: list[replay.Period]) -> str:
    """From the first line of a recording to a day after its last, as a query."""
    first, last = periods[0].start.replace(tzinfo=MADRID), periods[-1].start.replace(tzinfo=MADRID)
    return f"from={word(first)}&to={word(last + timedelta(days=1))}"


def everything_of(clients: Clients, endpoints: dict[str, Any], house: House) -> dict[str, Any]:
    """All that the table holds of a venue (marks, days, rhythm, scores), but for versions and names."""
    pages = (
        clients("dynamodb")
        .get_paginator("query")
        .paginate(
            TableName=endpoints["tables"]["crowd/CrowdTable"],
            KeyConditionExpression="pk = :venue",
            ExpressionAttributeValues={":venue": {"S": f"VENUE#{house.venue_id}"}},
        )
    )
    found = {}
    for page in pages:
        for item in page["Items"]:
            held = item["packed"]["B"] if "packed" in item else json.loads(item["document"]["S"])
            found[item["sk"]["S"]] = json.dumps(held).replace(house.venue_id, "") if "document" in item else held
    return found


def lines_of(content: bytes, venue_id: str) -> list[bytes]:
    """A venue's lines, byte by byte after its name."""
    name = venue_id.encode() + b","
    return [line.removeprefix(name) for line in content.splitlines() if line.startswith(name)]
