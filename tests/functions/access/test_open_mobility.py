"""What journey planners fetch from the city: lines and fares as GTFS, bicycles as GBFS."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from cercano.access import tables
from cercano.access.rows import BIKES, FARES, BikeRow, FaresRow
from tests.access.fares import a_table
from tests.functions.access.conftest import acts_for, said, top_up, upload
from tests.support.aws import Domain
from tests.support.http import Answer, call
from tests.support.templates import ROOT

SEED = ROOT / "infra" / "seed" / "santander"
Ask = Callable[..., Answer]


@pytest.fixture
def ask(access: Domain) -> Ask:
    """Asks a use case, as staff unless said."""

    def asked(use_case: str, method: str, path: str, **about: Any) -> Answer:
        function = access.function(use_case)
        with function.running():
            return call(function.module.app, method, path, **{"roles": ("staff",), **about})

    return asked


def test_planners_fetch_the_feed_as_one_file_and_it_holds_the_councils_price(ask: Ask):
    network = json.loads((SEED / "network.json").read_text())
    ask("edit_network", "PUT", "/network", body=network, headers={"If-Match": "*"})

    answer = ask("read_gtfs", "GET", "/gtfs.zip", roles=None)

    assert (answer.status, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.headers["cache-control"].endswith("max-age=3600")
    with zipfile.ZipFile(io.BytesIO(answer.body)) as feed:
        assert b"2026:single,Autob\xc3\xbas,standard,card,0.66,EUR" in feed.read("fare_products.txt")
        assert feed.read("agency.txt").splitlines()[1].startswith(b'tus,"TUS, Transportes')


def test_without_lines_there_is_no_feed(ask: Ask):
    assert ask("read_gtfs", "GET", "/gtfs.zip", roles=None).status == 404


BIKE = {**a_table()["products"][1], "service": "bike", "maximum_cents": 600}


@pytest.fixture
def stations(ask: Ask) -> dict[str, Any]:
    """Eight stations, and a price for bicycles."""
    FaresRow(FARES, "2026-11-01", document=a_table(table_id="b", products=[*a_table()["products"], BIKE])).keep()
    tables.forget()
    document: dict[str, Any] = json.loads((SEED / "bikes.json").read_text())
    assert ask("edit_bikes", "PUT", "/bikes", body=document, headers={"If-Match": "*"}).status == 200
    return document


def docked(ask: Ask) -> dict[str, int]:
    """How many bicycles the feed says there are at each station that has any."""
    answer = ask("read_gbfs", "GET", "/gbfs/station_status.json", roles=None)
    counts = {one["station_id"]: one["num_vehicles_available"] for one in answer.json["data"]["stations"]}
    return {station: count for station, count in counts.items() if count}


def dock(ago_s: int, counter: int, kind: str, stop: str, vehicle: str = "bike-7", **about: Any) -> dict[str, Any]:
    return said(
        ago_s, counter, kind=kind, service="bike", operator="bikes", line="", stop=stop, vehicle=vehicle, **about
    )


def test_a_bicycle_is_where_its_newest_tap_left_it_in_whatever_order_docks_speak(
    ask: Ask, stations: Any, access: Domain
):
    ingest = access.function("ingest_taps")
    top_up(50_000)

    ingest(upload([dock(600, 4, "off", "b02"), dock(300, 9, "off", "b03", "bike-8")]))
    assert docked(ask) == {"b02": 1, "b03": 1}
    ingest(upload([dock(1200, 3, "on", "b01"), dock(600, 4, "off", "b02")]))
    assert docked(ask) == {"b02": 1, "b03": 1}
    ingest(upload([dock(60, 5, "on", "b02")]))

    assert docked(ask) == {"b03": 1}


def test_of_a_car_nothing_is_remembered(ask: Ask, stations: Any, access: Domain):
    parked = said(600, 4, kind="on", service="parking", operator="city", line="", stop="b02", vehicle="1234BBB")

    access.function("ingest_taps")(upload([parked]))

    assert list(BikeRow.every(BIKES)) == []


def test_a_ride_that_was_refused_leaves_the_bicycle_in_its_dock(ask: Ask, stations: Any, access: Domain):
    ingest = access.function("ingest_taps")

    ingest(upload([dock(600, 4, "off", "b02")]))
    ingest(upload([dock(60, 5, "on", "b02", credential="f" * 16)]))

    assert docked(ask) == {"b02": 1}


def test_a_gate_that_asks_moves_the_bicycle_too(ask: Ask, stations: Any):
    acts_for("operator:bikes", "ana")
    taken, brought = dock(60, 5, "on", "b02"), dock(30, 6, "off", "b04")

    answers = [ask("tap", "POST", "/taps", roles=("operator",), body=body).json for body in (taken, brought)]

    assert [(one["granted"], one["balance_cents"]) for one in answers] == [(True, 400), (True, 1000)]
    assert docked(ask) == {"b04": 1}


def test_the_feed_names_its_files_at_the_citys_own_address(ask: Ask, stations: Any):
    feeds = ask("read_gbfs", "GET", "/gbfs/gbfs.json", roles=None).json["data"]["feeds"]

    assert [one["name"] for one in feeds][:2] == ["system_information", "vehicle_types"]
    for one in feeds:
        path = one["url"].removeprefix("https://city.test/api/access")
        assert ask("read_gbfs", "GET", path, roles=None).json["version"] == "3.0"


def test_stations_are_written_over_the_version_that_was_read_by_staff_alone(ask: Ask, stations: Any):
    assert ask("edit_bikes", "GET", "/bikes").json["stations"][0]["is_open"] is True
    assert ask("edit_bikes", "PUT", "/bikes", body=stations, headers={"If-Match": '"7"'}).status == 412
    assert ask("edit_bikes", "PUT", "/bikes", roles=("operator",), body=stations).status == 403


def test_without_stations_there_is_no_feed_and_of_other_names_none(ask: Ask):
    assert ask("read_gbfs", "GET", "/gbfs/gbfs.json", roles=None).status == 404
    assert ask("edit_bikes", "GET", "/bikes").status == 404
    assert ask("read_gbfs", "GET", "/gbfs/free_bikes.json", roles=None).status == 422
