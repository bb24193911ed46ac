"""Whatever people flow answers is what its published contract (OpenAPI) says it answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cercano.crowd import store
from infra.reference import openapi
from tests.support.aws import Domain
from tests.support.crowd import NOON, a_day, a_live, a_venue
from tests.support.events import event
from tests.support.http import Answer, call

Keep = Callable[..., Any]
STAFF = ("staff",)


@cache
def contract() -> dict[str, Any]:
    """As it is generated from the code of this moment."""
    return openapi.document(openapi.routes())


def troubles(method: str, resource: str, answer: Answer) -> list[str]:
    """Where an answer departs from the contract."""
    responses = contract()["paths"][f"/api/crowd{resource}"][method.lower()]["responses"]
    response = responses.get(str(answer.status)) or (responses["default"] if answer.status >= 400 else None)
    if response is None:
        return [f"status {answer.status} is not in the contract"]
    if "$ref" in response:
        response = contract()["components"]["responses"][response["$ref"].rpartition("/")[2]]
    media_type = answer.headers["content-type"].partition(";")[0]
    content = response["content"].get(media_type)
    if content is None:
        return [f"{answer.status} comes as {media_type}"]
    validator = Draft202012Validator({**content["schema"], "components": contract()["components"]})
    return [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(answer.json)]


HTTP = sorted(
    name for name in ("read_venues", "read_venue", "read_history", "read_week", "read_forecast", "read_alerts")
)
DESK = ["edit_venue", "manage_doors", "fit_counter", "set_hours", "close_venue", "enter_count", "read_counters"]


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("use_case", [*HTTP, *DESK])
@pytest.mark.parametrize("is_known", [True, False], ids=["known", "unknown"])
def test_every_sample_is_answered_as_promised(
    crowd: Domain, keep: Keep, use_case: str, is_known: bool, language: str
) -> None:
    if is_known:
        keep(a_venue(), a_live())
        for ago in range(1, 10):
            store.save_day(a_day((NOON.date()).fromordinal(NOON.date().toordinal() - ago)))
    sample, function = event("crowd", use_case), crowd.function(use_case)
    headers = {"Accept-Language": language}
    if "If-Match" in sample["headers"]:
        headers["If-Match"] = sample["headers"]["If-Match"]

    with function.running():
        answer = call(
            function.module.app,
            sample["httpMethod"],
            sample["path"],
            query=sample["queryStringParameters"],
            body=sample["body"],
            roles=STAFF if use_case in DESK else None,
            headers=headers,
        )

    assert answer.status < 500
    assert troubles(sample["httpMethod"], sample["resource"], answer) == []


@pytest.mark.parametrize("use_case", DESK)
def test_every_refusal_is_a_problem_as_promised(crowd: Domain, use_case: str) -> None:
    function = crowd.function(use_case)
    with function.running():
        for method, path in function.module.app.operations:
            place = re.sub(r"{\w+}", "no-such-thing", path)
            for roles, body in ((None, None), (("citizen",), None), (STAFF, "{"), (STAFF, "{}"), (STAFF, "[1]")):
                sent = body if method in ("POST", "PUT") else None
                answer = call(function.module.app, method, place, body=sent, roles=roles, headers={"If-Match": '"1"'})
                assert answer.status < 500
                if answer.status >= 400:
                    assert answer.headers["content-type"] == "application/problem+json"
                assert troubles(method, path, answer) == [], json.dumps(answer.json, indent=1)
