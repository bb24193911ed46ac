"""CrowdFlowObserved as FIWARE's smart data models want it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import jsonschema
import pytest

from cercano.crowd.model import Crowding
from cercano.crowd.ngsi import crowd_flow_observed
from cercano.crowd.present import DoorNow, Live
from tests.crowd.people_flow import LIBRARY, local

DAY = date(2026, 11, 23)
NOON = local(DAY, 12)


def a_live(people: int = 42, crowding: Crowding = Crowding.NORMAL) -> Live:
    door = DoorNow(
        device_id="counter-1", line=1, fit_no=1, epoch=0, seq=1, at=NOON, received_at=NOON, total_in=90, total_out=48,
        moved_at=NOON,
    )  # fmt: skip
    return Live(
        date=DAY.isoformat(), people=people, low=38, high=46, crowding=crowding, total_in=90, total_out=48,
        exit_ratio=1.0, days_learned=28, as_of=NOON, doors={"main": door},
    )  # fmt: skip


def test_an_open_venue_says_who_came_who_left_and_how_many_are_inside():
    entity = crowd_flow_observed(LIBRARY, a_live(), NOON, city="santander")

    assert entity is not None
    assert entity["id"] == "urn:ngsi-ld:CrowdFlowObserved:santander:library"
    assert (entity["dateObservedFrom"], entity["dateObservedTo"]) == ("2026-11-23T03:00:00Z", "2026-11-23T11:00:00Z")
    counts = [entity[name] for name in ("peopleCount", "peopleCountTowards", "peopleCountAway", "peopleInside")]
    assert counts == [138, 90, 48, 42]
    assert entity["location"] == {"type": "Point", "coordinates": [-3.814, 43.462]}


def test_occupancy_means_something_else_there_and_is_never_sent():
    entity = crowd_flow_observed(LIBRARY, a_live(), NOON, city="santander")

    assert entity is not None
    assert "occupancy" not in entity


def test_a_full_venue_is_congested_and_a_silent_one_does_not_say_how_many_are_inside():
    full = crowd_flow_observed(LIBRARY, a_live(97, Crowding.FULL), NOON, city="santander")
    silent = crowd_flow_observed(LIBRARY, a_live(), NOON + timedelta(hours=1), city="santander")

    assert full is not None
    assert silent is not None
    assert full["congested"] is True
    assert silent["crowding"] == "unknown"
    assert "peopleInside" not in silent


def test_a_venue_that_was_never_counted_is_no_observation():
    assert crowd_flow_observed(LIBRARY, None, NOON, city="santander") is None


@pytest.mark.parametrize("at", [NOON, NOON + timedelta(hours=5), datetime(2026, 12, 24, tzinfo=UTC)])
def test_the_entity_has_what_the_model_requires(at):
    entity = crowd_flow_observed(LIBRARY, a_live(), at, city="santander")

    assert entity is not None
    assert {"id", "type", "dateObserved", "location"} <= entity.keys()
    assert all(entity[name] >= 0 for name in ("peopleCount", "peopleCountTowards", "peopleCountAway"))


@pytest.mark.parametrize("crowding", [Crowding.NORMAL, Crowding.FULL])
def test_the_entity_is_valid_by_the_published_schema(shared_data, crowding):
    path = shared_data / "ngsi" / "CrowdFlowObserved.schema.json"
    if not path.exists():
        pytest.skip(f"the schema is not in {path.parent}")
    schema = json.loads(path.read_text())
    schema["allOf"] = [part for part in schema["allOf"] if "$ref" not in part]
    """The common parts are references into the network; name and location are all we use of them."""

    entity = crowd_flow_observed(LIBRARY, a_live(crowding=crowding), NOON, city="santander")

    jsonschema.validate(entity, schema, format_checker=jsonschema.FormatChecker())
