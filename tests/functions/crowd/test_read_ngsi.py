"""GET /crowd/ngsi-ld/v1/entities: what other cities' machines read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.support.aws import Domain
from tests.support.crowd import a_live, a_venue
from tests.support.events import event
from tests.support.http import call, read

Ask = Callable[..., Any]
Keep = Callable[..., Any]
URN = "urn:ngsi-ld:CrowdFlowObserved:santander:"
TYPE = {"type": "CrowdFlowObserved"}


@pytest.fixture
def ask(crowd: Domain) -> Ask:
    """GET entities."""
    function = crowd.function("read_ngsi")

    def asked(path: str = "/ngsi-ld/v1/entities", **more: Any) -> Any:
        with function.running():
            return call(function.module.app, "GET", path, **more)

    return asked


def ids(answer: Any) -> list[str]:
    """Ids without what they share."""
    return [entity["id"].removeprefix(URN) for entity in answer.json]


def test_a_venue_is_an_entity_in_its_own_words_and_the_models(ask: Ask, keep: Keep) -> None:
    keep(a_venue(), a_live())

    answer = ask(query=TYPE)

    (entity,) = answer.json
    assert answer.headers["content-type"] == "application/ld+json"
    assert {name: entity[name] for name in ("id", "type", "dateObservedTo", "peopleCountTowards", "peopleInside")} == {
        "id": URN + "centro-botin",
        "type": "CrowdFlowObserved",
        "dateObservedTo": "2026-11-23T11:00:00Z",
        "peopleCountTowards": 500,
        "peopleInside": 82,
    }
    assert entity["@context"][0].endswith("dataModel.Transportation/master/context.jsonld")
    assert "occupancy" not in entity


def test_the_few_people_in_a_closed_venue_are_not_told(ask: Ask, keep: Keep) -> None:
    keep(a_venue(weekly=((),) * 7), a_live())

    (entity,) = ask(query=TYPE).json

    assert entity["crowding"] == "closed"
    assert not [name for name in entity if name.startswith("peopleInside")]


def test_every_entity_holds_to_the_smart_data_models_schema(ask: Ask, keep: Keep, shared_data: Path) -> None:
    schema = json.loads((shared_data / "ngsi" / "CrowdFlowObserved.schema.json").read_text())
    # Its two commons live on the web; what they say of our fields: id is a urn, location GeoJSON.
    own = {**schema["allOf"][2], "required": schema["required"]}
    keep(a_venue("alive"), a_live())
    keep(a_venue("full"), a_live(people=899))

    entities = ask(query=TYPE).json

    assert len(entities) == 2
    for entity in entities:
        jsonschema.validate(entity, own, format_checker=jsonschema.FormatChecker())
        assert entity["location"]["type"] == "Point"
        assert all(-180 <= number <= 180 for number in entity["location"]["coordinates"])


def test_a_venue_of_which_nobody_knows_anything_is_left_out(ask: Ask, keep: Keep) -> None:
    keep(a_venue("silent"))

    assert ask(query=TYPE).json == []


def test_entities_are_asked_for_by_type_by_id_or_by_both(ask: Ask, keep: Keep) -> None:
    for name in ("a1", "b2", "c3"):
        keep(a_venue(name), a_live())

    assert ids(ask(query={"id": f"{URN}c3,{URN}a1,urn:x"})) == ["a1", "c3"]
    assert ids(ask(query={"id": f"{URN}b2", **TYPE})) == ["b2"]
    assert ids(ask(query={"type": "Device,CrowdFlowObserved"})) == ["a1", "b2", "c3"]
    assert ids(ask(query={"type": "Device"})) == []


def test_pages_follow_their_links_to_the_end(ask: Ask, keep: Keep) -> None:
    for name in ("a1", "b2", "c3"):
        keep(a_venue(name), a_live())

    first = ask(query={**TYPE, "limit": 2, "count": "true"})
    address = first.headers["link"].partition(">")[0].removeprefix("</api/crowd")
    second = ask(address)

    assert (ids(first), ids(second)) == (["a1", "b2"], ["c3"])
    assert first.headers["link"].endswith('>; rel="next"; type="application/ld+json"')
    assert (first.headers["ngsild-results-count"], second.headers.get("link")) == ("3", None)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400),
        ({**TYPE, "limit": 0}, 422),
        ({**TYPE, "limit": 1001}, 422),
        ({**TYPE, "offset": -1}, 422),
        ({"q": "x"}, 400),
    ],
)
def test_a_question_that_is_none_is_refused(ask: Ask, query: dict[str, Any], status: int) -> None:
    assert ask(query=query).status == status


def test_the_sample_is_answered(crowd: Domain, keep: Keep) -> None:
    keep(a_venue(), a_live())

    answer = read(crowd.function("read_ngsi")(event("crowd", "read_ngsi")))

    assert (answer.status, ids(answer)) == (200, ["centro-botin"])
