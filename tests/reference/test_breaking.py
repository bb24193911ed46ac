"""Every way to break the programs of others is found, and what breaks nobody is let through."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from infra.reference.breaking import breaking_changes
from infra.reference.openapi import Route, document
from tests.support.sample import service

Contract = dict[str, Any]
THINGS, THING, DAY = "/api/things/things", "/api/things/things/{thing_id}", "/api/things/days/{day}"


@pytest.fixture(scope="module")
def released() -> Contract:
    return document([Route("things", operation) for operation in service().operations.values()])


def schema(contract: Contract, name: str) -> Any:
    return contract["components"]["schemas"][name]


def parameter(contract: Contract, path: str, name: str) -> Any:
    return next(p for p in contract["paths"][path]["get"]["parameters"] if p.get("name") == name)


def drop_parameter(contract: Contract) -> None:
    listed = contract["paths"][DAY]["get"]["parameters"]
    listed.remove(parameter(contract, DAY, "share"))


BREAKS: dict[str, tuple[Callable[[Contract], Any], str]] = {
    "a path goes": (lambda c: c["paths"].pop(THING), f"{THING} is gone"),
    "an operation goes": (lambda c: c["paths"][THING].pop("put"), f"PUT {THING} is gone"),
    "an answer goes": (
        lambda c: c["paths"][THINGS]["post"]["responses"].pop("201"),
        f"POST {THINGS}: the answer 201 is gone",
    ),
    "an answer changes its format": (
        lambda c: c["paths"][THINGS]["post"]["responses"]["201"].update(content={"text/csv": {}}),
        f"POST {THINGS}: 201 is no longer application/json",
    ),
    "an answer loses a header": (
        lambda c: c["paths"][THINGS]["post"]["responses"]["201"]["headers"].pop("Location"),
        f"POST {THINGS}: 201 no longer has the header Location",
    ),
    "an answer loses a field": (
        lambda c: schema(c, "ThingView")["properties"].pop("name"),
        f"GET {THINGS}: 200.items[].name is gone",
    ),
    "a field of an answer may be missing": (
        lambda c: schema(c, "ThingView")["required"].remove("name"),
        f"GET {THINGS}: 200.items[].name may be missing now",
    ),
    "a field of an answer may be null": (
        lambda c: schema(c, "ThingView")["properties"].update(name={"anyOf": [{"type": "string"}, {"type": "null"}]}),
        f"GET {THINGS}: 200.items[].name may now be null",
    ),
    "a field of an answer changes its type": (
        lambda c: schema(c, "ThingView")["properties"].update(capacity={"type": "string"}),
        f"GET {THINGS}: 200.items[].capacity may now be string",
    ),
    "a field is newly asked": (
        lambda c: schema(c, "MakeThing")["required"].append("kind"),
        f"POST {THINGS}: body.kind is required now",
    ),
    "a field is no longer taken": (
        lambda c: schema(c, "MakeThing")["properties"].pop("ratio"),
        f"POST {THINGS}: body.ratio is gone",
    ),
    "a field takes fewer values": (
        lambda c: schema(c, "Kind")["enum"].remove("library"),
        f"GET {THINGS}: query kind no longer takes 'library'",
    ),
    "a field takes only listed values": (
        lambda c: schema(c, "Part")["properties"]["name"].update(enum=["a"]),
        f"POST {THINGS}: body.parts[].name takes only some values now",
    ),
    "a field takes less": (
        lambda c: schema(c, "MakeThing")["properties"]["capacity"].update(maximum=100),
        f"POST {THINGS}: body.capacity: maximum is 100 now",
    ),
    "a field takes no less than": (
        lambda c: schema(c, "MakeThing")["properties"]["capacity"].update(minimum=1),
        f"POST {THINGS}: body.capacity: minimum is 1 now",
    ),
    "a field must look so": (
        lambda c: schema(c, "Part")["properties"]["name"].update(pattern="^a"),
        f"POST {THINGS}: body.parts[].name: pattern is ^a now",
    ),
    "a field changes its type": (
        lambda c: schema(c, "MakeThing")["properties"].update(capacity={"type": "string"}),
        f"POST {THINGS}: body.capacity no longer takes integer",
    ),
    "a field no longer takes null": (
        lambda c: schema(c, "MakeThing")["properties"].update(since={"type": "string", "format": "date"}),
        f"POST {THINGS}: body.since no longer takes null",
    ),
    "a query value is newly asked": (
        lambda c: parameter(c, DAY, "from").update(required=True),
        f"GET {DAY}: query from is required now",
    ),
    "a query name goes": (drop_parameter, f"GET {DAY}: query share is gone"),
    "a header is newly asked": (
        lambda c: c["components"]["parameters"]["IdempotencyKey"].update(required=True),
        f"POST {THINGS}: header Idempotency-Key is required now",
    ),
    "a token is newly asked": (
        lambda c: c["paths"][THINGS]["get"].update(security=[{"token": []}]),
        f"GET {THINGS}: a token is needed now",
    ),
    "a role is newly asked": (
        lambda c: c["paths"][THING]["get"].update({"x-roles": ["staff"]}),
        f"GET {THING}: whoever is signed in may no longer call it",
    ),
    "a role may no longer": (
        lambda c: c["paths"][THINGS]["post"].update({"x-roles": ["admin"]}),
        f"POST {THINGS}: staff may no longer call it",
    ),
    "a body is newly asked": (
        lambda c: c["paths"][THINGS]["get"].update(requestBody={"required": True, "content": {}}),
        f"GET {THINGS}: a body is required now",
    ),
    "a body is no longer taken": (
        lambda c: c["paths"][THINGS]["post"].pop("requestBody"),
        f"POST {THINGS}: no body is taken any more",
    ),
}

LETS_BE: dict[str, Callable[[Contract], Any]] = {
    "nothing changes": lambda c: None,
    "a path comes": lambda c: c["paths"].update({"/api/new": {}}),
    "an operation comes": lambda c: c["paths"][DAY].update(delete={"responses": {}}),
    "an answer says more": lambda c: schema(c, "ThingView")["properties"].update(more={"type": "string"}),
    "a field may be given": lambda c: schema(c, "MakeThing")["properties"].update(more={"type": "string"}),
    "a field is no longer asked": lambda c: schema(c, "MakeThing")["required"].remove("capacity"),
    "a field takes more": lambda c: schema(c, "MakeThing")["properties"]["capacity"].update(maximum=99_999),
    "a whole number may be any": lambda c: schema(c, "MakeThing")["properties"]["capacity"].update(type="number"),
    "a bound goes": lambda c: schema(c, "Part")["properties"]["name"].pop("maxLength"),
    "a list of values grows": lambda c: schema(c, "Kind")["enum"].append("park"),
    "a route opens": lambda c: c["paths"][THING]["get"].update(security=[]),
    "roles grow": lambda c: c["paths"][THINGS]["post"].update({"x-roles": ["agent", "staff"]}),
    "words change": lambda c: c["paths"][THINGS]["get"].update(summary="Other words."),
}


@pytest.mark.parametrize("name", BREAKS)
def test_it_breaks_programs_when(name: str, released: Contract) -> None:
    change, sentence = BREAKS[name]
    present = copy.deepcopy(released)
    change(present)

    assert sentence in breaking_changes(released, present)


@pytest.mark.parametrize("name", LETS_BE)
def test_it_breaks_nobody_when(name: str, released: Contract) -> None:
    present = copy.deepcopy(released)
    LETS_BE[name](present)

    assert breaking_changes(released, present) == []


def test_shapes_that_hold_themselves_are_compared_once() -> None:
    answer = {"content": {"application/json": {"schema": {"$ref": "#/c/T"}}}}
    tree: Contract = {
        "paths": {"/t": {"get": {"responses": {"200": answer}}}},
        "c": {"T": {"type": "object", "properties": {"next": {"$ref": "#/c/T"}, "n": {"type": "integer"}}}},
    }
    present = copy.deepcopy(tree)
    present["c"]["T"]["properties"]["n"] = {"type": "string"}

    assert breaking_changes(tree, tree) == []
    assert breaking_changes(tree, present) == ["GET /t: 200.n may now be string"]
