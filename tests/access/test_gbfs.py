"""The feed of the bicycles: the validator finds nothing wrong, or says what; its prices are the fare table's."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from gbfs_validator import GBFS
from hypothesis import given, settings
from hypothesis import strategies as st

from cercano.access.fares import Product, ProductKind, table_from_json
from cercano.access.gbfs import Bike, Feed, System, document
from cercano.access.gbfs_prices import steps_of
from cercano.access.network import BikeStations
from tests.access.fares import NOON

SEED = Path(__file__).resolve().parents[2] / "infra" / "seed" / "santander"
STATIONS = BikeStations.model_validate_json((SEED / "bikes.json").read_text()).model_dump(mode="json")
BIKE = table_from_json(json.loads((SEED / "fares.json").read_text())[0]).product("bike")
HEARD = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
BIKES = [Bike("b01", True, HEARD), Bike("b01", True, NOON), Bike("b02", False, HEARD), Bike("b03", True, HEARD)]


def files(folder: Path, **changed: Any) -> Path:
    """The feed as files that name one another in their own folder."""
    system = System(STATIONS, BIKES, BIKE, folder.as_uri())
    for feed in Feed:
        said = document(feed, system, NOON)
        (folder / feed).write_text(json.dumps({**said, **changed.get(feed.name, {})}))
    return folder


def said_of(folder: Path) -> Any:
    return GBFS((folder / "gbfs.json").as_uri(), docked=True).validation()


def test_the_validator_finds_all_files_and_nothing_wrong(tmp_path: Path) -> None:
    said = said_of(files(tmp_path))

    assert {one["file"] for one in said["files"] if one["exists"]} == set(Feed)
    assert (said["summary"]["errorsCount"], said["summary"]["version"]) == (0, {"detected": "3.0", "validated": "3.0"})


def test_the_validator_would_say_so(tmp_path: Path) -> None:
    spoilt = {"data": {"stations": [{"station_id": "b01", "num_vehicles_available": -3}]}}

    said = said_of(files(tmp_path, STATUS=spoilt))

    assert [one["file"] for one in said["files"] if one["hasErrors"]] == ["station_status.json"]


def test_a_station_has_the_bicycles_whose_last_word_was_there() -> None:
    stations = document(Feed.STATUS, System(STATIONS, BIKES, BIKE, "x"), NOON)["data"]["stations"]

    counted = {one["station_id"]: (one["num_vehicles_available"], one["num_docks_available"]) for one in stations}
    assert (counted["b01"], counted["b02"], counted["b03"]) == ((2, 18), (0, 20), (1, 19))
    reported = {one["station_id"]: one["last_reported"] for one in stations}
    assert (reported["b01"], reported["b02"]) == ("2026-11-23T11:00:00Z", "2026-11-23T10:30:00Z")


def cents_of(steps: list[dict[str, Any]], minutes: float) -> int:
    """What a ride costs by per_min_pricing, as the specification of GBFS 3.0 reads it."""
    due = 0.0
    for step in steps:
        end = min(minutes, step.get("end", minutes + 1) - 1e-9)
        if end >= step["start"]:
            times = 1 if not step["interval"] else int((end - step["start"]) // step["interval"]) + 1
            due += times * step["rate"]
    return round(due * 100)


PRODUCTS = st.builds(
    lambda unit, free, price, most: Product(
        service="bike",
        kind=ProductKind.STAY,
        es="",
        en="",
        prices={"standard": price},
        unit_s=unit * 60,
        free_s=free * 60,
        maximum_cents=most,
    ),
    st.integers(1, 90),
    st.integers(0, 120),
    st.integers(0, 300),
    st.integers(1, 3000),
)


@settings(max_examples=200, deadline=None)
@given(PRODUCTS, st.integers(0, 1400))
def test_a_planner_reads_the_price_that_we_take(product: Product, minute: int) -> None:
    seconds = minute * 60 + 30

    assert cents_of(steps_of(product), seconds / 60) == product.stay_cents(seconds, "standard")


@pytest.mark.parametrize(("minutes", "cents"), [(30, 100), (29, 0), (59, 100), (61, 150), (331, 600), (1300, 600)])
def test_the_citys_bicycle_by_its_minutes(minutes: int, cents: int) -> None:
    assert cents_of(steps_of(BIKE), minutes + 0.5) == cents
