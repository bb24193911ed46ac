"""Calls a use case the way API Gateway does (REST API, payload version 1), and reads its answer.

answer = call(read_venue.app, "GET", "/venues/centro-botin")
answer = call(edit_venue.app, "PUT", "/venues/x", body={...}, roles=("staff",), headers={"If-Match": '"3"'})
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

from tests.support.events import Context
from tests.support.tokens import published
from tests.support.tokens import token as signed_token


@dataclass(frozen=True)
class Answer:
    """What came back. Header names are lower-case; `cookies` are the Set-Cookie lines."""

    status: int
    headers: dict[str, str]
    cookies: list[str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def code(self) -> str:
        """The problem's code."""
        return str(self.json["code"])


def call(
    app: Any,
    method: str,
    path: str,
    *,
    body: Any = None,
    token: str | None = None,
    subject: str = "ana",
    roles: tuple[str, ...] | None = None,
    headers: dict[str, str] | None = None,
    query: dict[str, Any] | None = None,
) -> Answer:
    """Call `app` at `path` (its query may be in it). `body`: bytes or str go as they are, anything else as JSON.

    `token` is sent as it is; `roles` signs one for `subject` with those roles (`()`: signed in, with none).
    """
    sent = dict(headers or {})
    if roles is not None and token is None:
        token = signed_token(subject, roles)
    if token is not None:
        sent.setdefault("Authorization", f"Bearer {token}")
    raw = body if isinstance(body, bytes | str) or body is None else json.dumps(body)
    if raw is not None and not any(name.lower() == "content-type" for name in sent):
        sent["Content-Type"] = "application/json"
    with published():
        return read(app(event(app, method, path, raw=raw, headers=sent, query=query), Context()))


def event(
    app: Any,
    method: str,
    path: str,
    *,
    raw: bytes | str | None = None,
    headers: dict[str, str] | None = None,
    query: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The API Gateway event of a request to `app`. Bytes travel as base64."""
    bare, _, written = path.partition("?")
    pairs = parse_qsl(written, keep_blank_values=True)
    for name, value in (query or {}).items():
        pairs += [(name, str(one)) for one in (value if isinstance(value, list) else [value])]
    resource, values = _route(app, bare)
    many: dict[str, list[str]] = {}
    for name, value in pairs:
        many.setdefault(name, []).append(value)
    sent = headers or {}
    return {
        "resource": resource,
        "path": bare,
        "httpMethod": method,
        "headers": sent or None,
        "multiValueHeaders": {name: [value] for name, value in sent.items()} or None,
        "queryStringParameters": dict(pairs) or None,
        "multiValueQueryStringParameters": many or None,
        "pathParameters": values or None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": method,
            "path": f"/test{bare}",
            "stage": "test",
            "requestId": "7f9d1a5e-0000-4000-8000-000000000002",
            "identity": {"sourceIp": "203.0.113.7", "userAgent": "tests"},
            "apiId": "a1b2c3d4",
        },
        "body": base64.b64encode(raw).decode() if isinstance(raw, bytes) else raw,
        "isBase64Encoded": isinstance(raw, bytes),
    }


def read(answered: dict[str, Any]) -> Answer:
    """What a client of the gateway would get."""
    body = answered.get("body") or ""
    raw = base64.b64decode(body) if answered.get("isBase64Encoded") else body.encode()
    repeated = answered.get("multiValueHeaders") or {}
    headers = {name.lower(): value for name, value in answered["headers"].items()}
    headers |= {name.lower(): ", ".join(values) for name, values in repeated.items() if name.lower() != "set-cookie"}
    cookies = [value for name, values in repeated.items() if name.lower() == "set-cookie" for value in values]
    cookies += [value for name, value in answered["headers"].items() if name.lower() == "set-cookie"]
    return Answer(answered["statusCode"], headers, cookies, raw)


def _route(app: Any, path: str) -> tuple[str, dict[str, str]]:
    """The declared route a path belongs to (fixed ones before those with parameters), as the gateway finds it."""
    for route in sorted(app.routes, key=lambda declared: declared.count("{")):
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", route)
        found = re.fullmatch(pattern, path)
        if found:
            return route, {name: unquote(value) for name, value in found.groupdict().items()}
    return path, {}
