"""True samples for the contract: the events of events/<domain>/<use_case>.json, as far as they fit a route."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from infra.reference.functions import ROOT, FunctionFile


@dataclass(frozen=True)
class Example:
    """One call: the values of its path and query, and its JSON body."""

    values: Mapping[str, Any]
    body: Any = None


def example_of(file: FunctionFile, method: str, path: str) -> Example | None:
    """The sample of this route, when its use case has one of that method and path."""
    sample = ROOT / "events" / file.domain / f"{file.use_case}.json"
    if not sample.is_file():
        return None
    event = json.loads(sample.read_text())
    if (event.get("httpMethod"), event.get("resource")) != (method, path):
        return None
    values = {**(event.get("queryStringParameters") or {}), **(event.get("pathParameters") or {})}
    return Example(values, _body(event))


def _body(event: Mapping[str, Any]) -> Any:
    body = event.get("body")
    if not isinstance(body, str) or event.get("isBase64Encoded"):
        return None
    try:
        return json.loads(body)
    except ValueError:
        return None
