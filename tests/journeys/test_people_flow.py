"""From the sensor at the door to the citizen's phone, and on to the settled day, the rhythm and the open data."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jsonschema
import pytest
from arro3.io import read_parquet

from infra.local.api import Api
from infra.local.aws import Clients
from infra.local.counters import Counter, confirmed
from tests.journeys.town import House, at_the_door, clock_strikes, eventually, open_file, totals, word

SECONDS = 10
"""What a citizen waits at most on a busy machine, cold start included; benchmarks/end_to_end.py measures the usual."""
CROWD_ROUTES = [
    ("POST", "/venues"),
    ("GET", "/venues/{venue}/document"),
    ("PUT", "/venues/{venue}/document"),
    ("PUT", "/venues/{venue}/doors/side"),
    ("DELETE", "/venues/{venue}/doors/side"),
    ("PUT", "/venues/{venue}/doors/main/counter"),
    ("DELETE", "/venues/{venue}/doors/main/counter"),
    ("PUT", "/venues/{venue}/hours"),
    ("POST", "/venues/{venue}/closures"),
    ("DELETE", "/venues/{venue}/closures/2026-12-24"),
    ("POST", "/venues/{venue}/audits"),
    ("GET", "/venues/{venue}/audits"),
    ("GET", "/counters"),
]


def people(house: House, number: int) -> dict[str, Any]:
    """What is shown, once so many people are inside."""
    shown = eventually(lambda: (now := house.now())["people"] == number and now, SECONDS)
    assert shown, f"{number} people were not shown in {SECONDS} s but {house.now()}"
    found: dict[str, Any] = shown
    return found


def a_while_ago() -> datetime:
    """When the counter said its first word: who passes is counted from the minute after."""
    return datetime.now(UTC) - timedelta(minutes=5)


def alerts_of(anyone: Api, venue_id: str) -> list[tuple[str, int]]:
    told = anyone.send("GET", "/crowd/alerts?limit=200").json()["items"]
    return [(alert["crossing"], alert["people"]) for alert in reversed(told) if alert["venue_id"] == venue_id]


def test_seconds_after_people_pass_the_door_a_citizen_reads_how_many_are_inside(
    staff: Api, anyone: Api, counter: Callable[..., Counter]
) -> None:
    house = House(staff, "sensor-to-citizen", capacity=100)
    begun = datetime.now(UTC)

    with at_the_door(counter, house) as door:
        assert house.now()["state"] == "unknown"
        assert house.now()["reason"] == "no_reading_yet"
        confirmed([door.say(totals(1, 7000, 6900, begun - timedelta(minutes=20)))])
        confirmed([door.say(totals(2, 7035, 6905))])
        now = people(house, 30)

    assert (now["state"], now["share"], now["reason"]) == ("quiet", 0.3, None)
    assert now["low"] <= 30 <= now["high"]
    assert 0 < now["confidence"] <= 1
    assert 0 <= now["age_s"] <= (datetime.now(UTC) - begun).total_seconds() + 1
    seen = anyone.send("GET", house.path).json()
    assert (seen["today"]["total_in"], seen["today"]["total_out"]) == (35, 5)
    assert "30" in seen["message"]
    assert "100" in seen["message"]
    listed = anyone.send("GET", "/crowd/venues?limit=100").json()["items"]
    assert [one["now"]["people"] for one in listed if one["venue_id"] == house.venue_id] == [30]


def test_a_place_that_fills_up_and_eases_is_told_once_each(
    staff: Api, anyone: Api, counter: Callable[..., Counter]
) -> None:
    house = House(staff, "fills-up", capacity=100)

    with at_the_door(counter, house) as door:
        confirmed([door.say(totals(1, 0, 0, a_while_ago()))])
        full = totals(2, 97, 0)
        confirmed([door.say(full), door.say(full)])
        assert people(house, 97)["state"] == "full"
        # Neither a repetition, nor more people, nor a few less than full: still the same crossing.
        for seq, (came, went) in enumerate([(99, 0), (99, 9)], start=3):
            confirmed([door.say(full), door.say(totals(seq, came, went))])
            people(house, came - went)
        assert eventually(lambda: alerts_of(anyone, house.venue_id)) == [("filled", 97)]
        confirmed([door.say(totals(5, 99, 59)), door.say(full), door.say(totals(5, 99, 59))])
        people(house, 40)

    # Answers may be twelve seconds old: alerts are kept by browsers and the edge for ten.
    assert eventually(lambda: len(told := alerts_of(anyone, house.venue_id)) == 2 and told, 20) == [
        ("filled", 97),
        ("eased", 40),
    ]


def test_staff_change_a_venue_over_the_version_they_read_and_its_number_follows(
    staff: Api, counter: Callable[..., Counter]
) -> None:
    house = House(staff, "edited", capacity=100)

    with at_the_door(counter, house) as door:
        confirmed([door.say(totals(1, 0, 0, a_while_ago())), door.say(totals(2, 40, 0))])
        assert people(house, 40)["share"] == 0.4
        read = staff.send("GET", f"{house.path}/document")
        known = ("name", "kind", "address", "location", "timezone", "report_every_s", "holidays_closed", "weekly")
        body = {name: read.json()[name] for name in known} | {"capacity": 200}

        blind = staff.send("PUT", f"{house.path}/document", body, fine=(428,))
        changed = staff.send("PUT", f"{house.path}/document", body, If_Match=read.headers["ETag"])
        late = staff.send("PUT", f"{house.path}/document", body, fine=(412,), If_Match=read.headers["ETag"])

        assert (blind.status_code, changed.status_code, late.status_code) == (428, 200, 412)
        assert changed.headers["ETag"] != read.headers["ETag"]
        assert eventually(lambda: house.now()["share"] == 0.2, SECONDS)
        # What the counter says next goes on from there.
        confirmed([door.say(totals(3, 50, 0))])
        assert people(house, 50)["share"] == 0.25


def test_a_count_by_hand_moves_the_number_and_the_counter_goes_on_from_it(
    staff: Api, counter: Callable[..., Counter]
) -> None:
    house = House(staff, "by-hand", report_every_s=600)
    begun = datetime.now(UTC)

    with at_the_door(counter, house) as door:
        said = [totals(1, 0, 0, begun - timedelta(minutes=10)), totals(2, 40, 0, begun - timedelta(minutes=4))]
        confirmed([door.say(one) for one in said])
        people(house, 40)

        body = {"people": 52, "at": word(datetime.now(UTC) - timedelta(seconds=90)), "note": "two rounds"}
        kept = staff.send("POST", f"{house.path}/audits", body).json()

        assert (kept["estimated"], kept["difference"]) == (40, -12)
        people(house, 52)
        confirmed([door.say(totals(3, 45, 0))])
        people(house, 57)
    assert [one["people"] for one in staff.send("GET", f"{house.path}/audits").json()["items"]] == [52]


def test_the_night_makes_a_day_a_rhythm_and_open_data_that_agree(
    staff: Api, anyone: Api, counter: Callable[..., Counter], clients: Clients, endpoints: dict[str, Any]
) -> None:
    house = House(staff, "by-night", report_every_s=1800)
    noon = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(hours=3)
    came = [(0, 0), (12, 1), (30, 9), (41, 22), (55, 40)]

    with at_the_door(counter, house, timedelta(hours=4)) as door:
        said = [totals(n, i, o, noon + timedelta(minutes=30 * n)) for n, (i, o) in enumerate(came)]
        confirmed([door.say(one) for one in said])
        assert eventually(lambda: house.passed() == (55, 40), SECONDS), house.read()
    on = house.read()["today"]["date"]
    tomorrow = datetime.now(UTC) + timedelta(hours=30)
    first = clock_strikes(clients, endpoints, "crowd/settle_day", tomorrow)
    again = clock_strikes(clients, endpoints, "crowd/settle_day", tomorrow)
    clock_strikes(clients, endpoints, "crowd/learn_rhythm", tomorrow)
    published = clock_strikes(clients, endpoints, "crowd/export_day", tomorrow)
    unchanged = clock_strikes(clients, endpoints, "crowd/export_day", tomorrow)

    assert first["new"] >= 1
    assert (again["new"], again["changed"]) == (0, 0)
    assert published["changed"] >= 1
    assert unchanged["changed"] == 0
    day = settled_day(clients, endpoints, house.venue_id, on)
    assert (day["total_in"], day["total_out"]) == (55, 40)
    assert on in [one["date"] for one in anyone.send("GET", "/crowd/open-data").json()["items"]]
    for rows in ("hour", "minute"):
        lines = csv_rows(open_file(endpoints, on, "csv", rows), house.venue_id)
        same = parquet_rows(open_file(endpoints, on, "parquet", rows), house.venue_id)
        assert [(i, o) for _, i, o, _ in lines] == [(i, o) for _, i, o, _ in same]
        assert (sum(i or 0 for _, i, _, _ in lines), sum(o or 0 for _, _, o, _ in lines)) == (55, 40), rows
        assert {quality for *_, quality in lines} & {"gap", "withheld", "coarse"}, "a day without a gap?"
    week = anyone.send("GET", f"{house.path}/week").json()
    assert week["enough_history"] is False


def test_other_cities_machines_read_the_same_numbers_in_their_own_words(
    staff: Api, anyone: Api, counter: Callable[..., Counter], request: pytest.FixtureRequest
) -> None:
    house = House(staff, "ngsi", capacity=100)
    with at_the_door(counter, house) as door:
        confirmed([door.say(totals(1, 0, 0, a_while_ago())), door.say(totals(2, 40, 10))])
        people(house, 30)

    answer = anyone.send("GET", "/crowd/ngsi-ld/v1/entities?type=CrowdFlowObserved&limit=1000")

    assert answer.headers["content-type"] == "application/ld+json"
    entity = next(one for one in answer.json() if one["id"].endswith(f":{house.venue_id}"))
    assert [entity[name] for name in ("peopleCountTowards", "peopleCountAway", "peopleInside")] == [40, 10, 30]
    schema = json.loads((request.getfixturevalue("shared_data") / "ngsi/CrowdFlowObserved.schema.json").read_text())
    schema["allOf"] = [part for part in schema["allOf"] if "$ref" not in part]
    for one in answer.json():
        jsonschema.validate(one, schema)


def test_what_staff_do_here_asks_for_a_token_and_for_the_role(anyone: Api, citizen: Api, staff: Api) -> None:
    house = House(staff, "guarded")
    before = staff.send("GET", f"{house.path}/document").json()

    for method, route in CROWD_ROUTES:
        path = f"/crowd{route.format(venue=house.venue_id)}"
        stranger = anyone.send(method, path, {}, fine=(401,))
        known = citizen.send(method, path, {}, fine=(403,), If_Match='"1"')
        assert (stranger.status_code, known.status_code) == (401, 403), (method, route)
        assert known.headers["content-type"] == "application/problem+json"

    assert staff.send("GET", f"{house.path}/document").json() == before


def settled_day(clients: Clients, endpoints: dict[str, Any], venue_id: str, on: str) -> dict[str, Any]:
    """A business day as it lies in the table."""
    key = {"pk": {"S": f"VENUE#{venue_id}"}, "sk": {"S": f"DAY#{on}"}}
    found = clients("dynamodb").get_item(TableName=endpoints["tables"]["crowd/CrowdTable"], Key=key)
    day: dict[str, Any] = json.loads(found["Item"]["document"]["S"])
    return day


Row = tuple[str, int | None, int | None, str]


def csv_rows(content: bytes, venue_id: str) -> list[Row]:
    """(starts at, in, out, quality) of a venue."""
    return [
        (row["starts_at"], _number(row["people_in"]), _number(row["people_out"]), row["quality"])
        for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
        if row["venue_id"] == venue_id
    ]


def parquet_rows(content: bytes, venue_id: str) -> list[Row]:
    """The same out of the other format."""
    table = read_parquet(io.BytesIO(content)).read_all()
    names = ("venue_id", "starts_at", "people_in", "people_out", "quality")
    rows = zip(*(table[name].to_pylist() for name in names), strict=True)
    return [(str(at), i, o, quality) for venue, at, i, o, quality in rows if venue == venue_id]


def _number(text: str) -> int | None:
    return int(text) if text else None
