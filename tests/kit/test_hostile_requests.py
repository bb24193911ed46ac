"""Whatever is sent, the answer is a proper one: never a 500, never an exception, always a problem or a view."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.events import Context
from tests.support.sample import service
from tests.support.tokens import published, token

pytestmark = pytest.mark.slow

TOKEN = f"Bearer {token(roles=('admin',))}"

texts = st.text(max_size=40) | st.sampled_from(
    ["", "../..", "%00", "'; --", "\ud800", "NaN", "1e999", "٣", "-0", "null"]
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=10,
)
fields = st.sampled_from(["name", "capacity", "kind", "since", "ratio", "parts", "x"])
likely = st.dictionaries(fields, values | st.sampled_from(["museum", "2026-01-02", 5, [{"name": "a"}]]), max_size=7)
bodies = st.one_of(
    st.none(),
    st.binary(max_size=60).map(lambda raw: raw.decode("latin-1")),
    st.text(max_size=60),
    likely.map(json.dumps),
    values.map(json.dumps),
    st.integers(1, 5000).map(lambda depth: "[" * depth + "]" * depth),
    st.integers(1, 5000).map(lambda digits: '{"capacity": ' + "9" * digits + "}"),
)
names = st.sampled_from(["kind", "limit", "cursor", "tag", "from", "share", "at", "caller", "body", "paging"]) | texts
queries = st.none() | st.dictionaries(
    names, st.lists(texts | st.integers().map(str), max_size=3) | st.none(), max_size=4
)
headers = st.dictionaries(
    st.sampled_from(
        [
            "Content-Type",
            "Accept-Language",
            "If-Match",
            "If-None-Match",
            "X-Correlation-Id",
            "Idempotency-Key",
            "Origin",
        ]
    )
    | texts,
    texts | st.sampled_from(["application/json", "*", '"3"', 'W/"3"', "en;q=0.5", "application/json; charset=utf-7"]),
    max_size=5,
)
routes = st.sampled_from([(route, method) for route, methods in service().routes.items() for method in methods])


@st.composite
def events(draw: st.DrawFn) -> dict[str, Any]:
    resource, method = draw(routes)
    sent = {"Content-Type": "application/json", **draw(headers)}
    if draw(st.booleans()):
        sent["Authorization"] = draw(st.just(TOKEN) | texts)
    known = {part[1:-1]: draw(texts | st.just("centro-botin")) for part in resource.split("/") if part.startswith("{")}
    return {
        "resource": resource,
        "path": draw(texts),
        "httpMethod": method,
        "headers": sent,
        "multiValueHeaders": {name: [value] for name, value in sent.items()},
        "multiValueQueryStringParameters": draw(queries),
        "queryStringParameters": None,
        "pathParameters": draw(st.just(known) | st.none()),
        "stageVariables": None,
        "requestContext": {"resourcePath": resource, "httpMethod": method, "requestId": "r"},
        "body": draw(bodies),
        "isBase64Encoded": draw(st.booleans()),
    }


def is_ours_to_break(event: dict[str, Any]) -> bool:
    """The sample has two places that fail on purpose."""
    body = event["body"] or ""
    return "broken" in body or (event["pathParameters"] or {}).get("name") == "split"


@settings(max_examples=2000 if os.environ.get("CI") else 300)
@given(events())
def test_no_request_is_ever_our_fault(event: dict[str, Any]) -> None:
    if is_ours_to_break(event):
        return
    with published():
        answer = service()(event, Context())

    assert answer["statusCode"] < 500, answer["body"]
    assert answer["headers"]["X-Content-Type-Options"] == "nosniff"
    for value in answer["headers"].values():
        assert "\n" not in value
        assert "\r" not in value
        value.encode("latin-1")
    json.dumps(answer, ensure_ascii=False).encode()
    if answer["statusCode"] >= 400:
        problem = json.loads(answer["body"])
        assert problem["status"] == answer["statusCode"]
        assert problem["detail"]


@given(st.dictionaries(texts, values, max_size=5) | values)
def test_no_event_is_ever_our_fault(event: Any) -> None:
    assert service()(event, None)["statusCode"] == 404


@given(routes, st.dictionaries(st.sampled_from(["headers", "pathParameters", "body", "multiValueHeaders"]), values))
def test_no_malformed_part_of_an_event_is_ever_our_fault(route: tuple[str, str], parts: dict[str, Any]) -> None:
    resource, method = route
    answer = service()({**parts, "requestContext": {"resourcePath": resource, "httpMethod": method}}, None)

    assert answer["statusCode"] < 500, answer["body"]
