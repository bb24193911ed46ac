"""What the council decides: fare tables that never change the past, and the lines and stops of the city."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from cercano.access import tables
from cercano.access.fares import table_from_json
from tests.access.fares import a_table
from tests.support.aws import Domain
from tests.support.http import Answer, call
from tests.support.templates import ROOT

Ask = Callable[..., Answer]
SEED = ROOT / "infra" / "seed" / "santander"


@pytest.fixture
def ask(access: Domain) -> Ask:
    """`ask("decide_fares", "GET", "/fares")` as a member of staff."""

    def asked(use_case: str, method: str, path: str, roles: tuple[str, ...] | None = ("staff",), **more: Any) -> Answer:
        function = access.function(use_case)
        with function.running():
            return call(function.module.app, method, path, roles=roles, **more)

    return asked


def decide(ask: Ask, **changed: Any) -> Answer:
    return ask("decide_fares", "POST", "/fares", body={**a_table(table_id="2027", valid_from="2027-01-01"), **changed})


def test_a_table_is_decided_for_a_day_to_come_and_ends_the_one_before(ask: Ask):
    assert decide(ask).status == 201

    read = ask("decide_fares", "GET", "/fares", roles=None).json["items"]
    assert [(one["table_id"], one["valid_from"], one["valid_to"]) for one in read] == [
        ("2027", "2027-01-01", None),
        ("2026", "2026-01-01", "2026-12-31"),
    ]


@pytest.mark.parametrize("first", ["2026-11-23", "2026-11-22", "2025-01-01"])
def test_a_day_that_has_begun_keeps_its_prices(ask: Ask, first: str):
    assert decide(ask, valid_from=first).json["code"] == "fares_begin_too_soon"


def test_tomorrow_may_be_decided_today_until_an_hour_before_midnight(ask: Ask, noon: Any):
    noon.tick(10.5 * 3600)

    assert decide(ask, valid_from="2026-11-24").status == 201
    noon.tick(3600)
    assert decide(ask, table_id="x", valid_from="2026-11-24").status in (409, 422)


def test_a_day_and_a_name_are_taken_once(ask: Ask):
    decide(ask)

    assert decide(ask, table_id="other").json["code"] == "fares_already_decided"
    assert decide(ask, valid_from="2028-01-01").json["code"] == "fares_already_decided"


def broken(**changed: Any) -> list[dict[str, Any]]:
    products = a_table()["products"]
    products[1] |= changed
    return products


@pytest.mark.parametrize(
    "products",
    [
        broken(prices={"youth": 1}),
        broken(unit_s=0),
        broken(maximum_cents=0),
        broken(service="bus"),
        broken(caps={"day": {"youth": 1}}),
        broken(prices={"standard": -1}),
        broken(prices={"standard": 0.5}),
        broken(longest_s=86_401),
        [],
    ],
)
def test_a_table_that_is_not_whole_is_refused(ask: Ask, products: list[dict[str, Any]]):
    assert decide(ask, products=products).status == 422


def test_only_staff_decide(ask: Ask):
    body = a_table(table_id="2027", valid_from="2027-01-01")

    assert ask("decide_fares", "POST", "/fares", roles=("operator",), body=body).status == 403
    assert ask("edit_network", "PUT", "/network", roles=("operator",), body={}).status == 403


def test_the_citys_own_table_and_lines_are_taken_as_they_are(ask: Ask):
    (seed,) = json.loads((SEED / "fares.json").read_text())
    network = json.loads((SEED / "network.json").read_text())

    assert table_from_json(seed).product("bus").prices["standard"] == 66
    assert decide(ask, **{**seed, "table_id": "seed", "valid_from": "2027-01-01"}).status == 201
    wrote = ask("edit_network", "PUT", "/network", body=network, headers={"If-Match": "*"})
    assert wrote.status == 200, wrote.text
    assert len((SEED / "network.json").read_bytes()) < 60_000


def test_lines_and_stops_are_read_by_everybody_and_written_over_the_version_that_was_read(ask: Ask):
    stops = [{"stop": "1", "name": "Los Ciruelos 47", "lat": 43.45763, "lon": -3.85556}]
    lines = [{"line": "1", "name": "PCTCAN-VALDENOJA", "stops": ["1"]}]
    named = {"operator": "tus", "operator_name": "TUS", "operator_url": "https://tus.example", "service": "bus"}
    body = {"source": "open data", **named, "lines": lines, "stops": stops}

    assert ask("edit_network", "GET", "/network").status == 404
    assert ask("edit_network", "PUT", "/network", body=body, headers={"If-Match": "*"}).headers["etag"] == '"1"'
    assert ask("edit_network", "PUT", "/network", body=body, headers={"If-Match": '"7"'}).status == 412
    assert ask("edit_network", "GET", "/network").json == body

    assert ask("read_lines", "GET", "/lines", roles=None).json["items"] == lines
    assert ask("read_lines", "GET", "/stops", roles=None).json["items"] == [{**stops[0], "lines": ["1"]}]
    assert ask("read_lines", "GET", "/stops?line=2", roles=None).json["items"] == []


def test_a_process_reads_the_tables_once_a_minute(access: Domain, noon: Any):
    first = tables.fares(noon.at)

    assert tables.fares(noon.at) is first
    noon.tick(61)
    assert tables.fares(noon.at) is not first
