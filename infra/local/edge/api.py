"""Passes /api/<domain>/... on to that domain's REST API as CloudFront does: twelve at a time, and never twice."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from urllib.parse import unquote

import httpx
from starlette.requests import Request
from starlette.responses import Response

from cercano.kit.errors import MethodNotAllowed, NotFound, Refusal, TooLarge
from cercano.kit.headers import SECURITY
from cercano.kit.ids import ulid
from infra.local.edge.problems import CloudAway, TooManyAtOnce, answer, from_gateway
from infra.local.routes import DomainApi, RouteTable

SANE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:=-]{7,127}")
AT_ONCE = 12
"""The local cloud runs 16 calls at once; queues and schedules need the rest."""
PATIENCE_S = 20
GATEWAY_S = 30
BODY_LIMIT = 5 * 1024 * 1024
"""What a function can be sent through a gateway."""
OF_THE_CONNECTION = {
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding",
    "upgrade", "host", "content-length", "date", "expect",
}  # fmt: skip


class ApiDoor:
    """The door to every domain. `routes` gives the table of now, so that a new deployment is seen at once."""

    def __init__(self, cloud_url: str, routes: Callable[[], RouteTable]) -> None:
        self._cloud = httpx.AsyncClient(
            base_url=cloud_url,
            timeout=httpx.Timeout(GATEWAY_S, pool=PATIENCE_S),
            limits=httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE),
        )
        self._routes = routes
        self._places = asyncio.Semaphore(AT_ONCE)

    async def close(self) -> None:
        """Hangs up."""
        await self._cloud.aclose()

    async def __call__(self, request: Request) -> Response:
        """The domain's answer, or the reason there is none."""
        given = request.headers.get("x-correlation-id", "")
        correlation_id = given if SANE_ID.fullmatch(given) else ulid()
        found = self._find(request)
        if isinstance(found, Refusal):
            return answer(found, request.headers, correlation_id)
        api, path, methods = found
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={**SECURITY, "Allow": ", ".join(_allowed(methods))})
        body = await _body(request)
        if isinstance(body, Refusal):
            return answer(body, request.headers, correlation_id)
        try:
            await asyncio.wait_for(self._places.acquire(), PATIENCE_S)
        except TimeoutError:
            return answer(TooManyAtOnce(headers={"Retry-After": "5"}), request.headers, correlation_id)
        try:
            got = await self._cloud.send(self._asked(request, api, path, body, correlation_id))
        except httpx.HTTPError:
            return answer(CloudAway(headers={"Retry-After": "5"}), request.headers, correlation_id)
        finally:
            self._places.release()
        refusal = from_gateway(got.status_code, got.headers.get("content-type", ""), got.content)
        if refusal is not None:
            return answer(refusal, request.headers, correlation_id)
        return _with_headers(Response(got.content, got.status_code), got, correlation_id)

    def _find(self, request: Request) -> tuple[DomainApi, str, tuple[str, ...]] | Refusal:
        raw = request.scope["raw_path"].decode("ascii").split("?")[0]
        _, _, domain, *rest = raw.split("/")
        path = "/" + "/".join(rest)
        segments = [unquote(segment) for segment in rest]
        if any("/" in segment for segment in segments):
            return NotFound()
        found = self._routes().find(domain, "/" + "/".join(segments))
        if found is None:
            return NotFound()
        api, methods = found
        if request.method not in (*_allowed(methods), "OPTIONS"):
            return MethodNotAllowed(method=request.method, headers={"Allow": ", ".join(_allowed(methods))})
        return api, path, methods

    def _asked(self, request: Request, api: DomainApi, path: str, body: bytes, correlation_id: str) -> httpx.Request:
        query = request.scope["query_string"].decode("ascii")
        return self._cloud.build_request(
            "GET" if request.method == "HEAD" else request.method,
            f"{api.origin}{path}" + (f"?{query}" if query else ""),
            headers=_forwarded(request, correlation_id),
            content=body,
        )


def _allowed(methods: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*methods, "OPTIONS", *(("HEAD",) if "GET" in methods else ())}))


async def _body(request: Request) -> bytes | Refusal:
    too_large = TooLarge(limit_kb=BODY_LIMIT // 1024)
    said = request.headers.get("content-length", "0")
    if said.isdigit() and int(said) > BODY_LIMIT:
        return too_large
    pieces = bytearray()
    async for piece in request.stream():
        pieces += piece
        if len(pieces) > BODY_LIMIT:
            return too_large
    return bytes(pieces)


def _forwarded(request: Request, correlation_id: str) -> list[tuple[str, str]]:
    kept = [
        (name, value)
        for name, value in request.headers.items()
        if name not in OF_THE_CONNECTION and not name.startswith("x-forwarded-") and name != "x-correlation-id"
    ]
    host = request.headers.get("host", "")
    return [
        *kept,
        ("x-forwarded-for", request.client.host if request.client else ""),
        ("x-forwarded-proto", request.url.scheme),
        ("x-forwarded-host", host),
        ("x-forwarded-port", str(request.url.port or 80)),
        ("x-correlation-id", correlation_id),
    ]


def _with_headers(response: Response, got: httpx.Response, correlation_id: str) -> Response:
    """Gives the answer the headers it came with; a header said twice (Set-Cookie) stays said twice."""
    kept = [(n.lower(), v) for n, v in got.headers.raw if n.lower().decode("ascii") not in OF_THE_CONNECTION]
    if not any(name == b"x-correlation-id" for name, _ in kept):
        kept.append((b"x-correlation-id", correlation_id.encode()))
    own = [(name, value) for name, value in response.raw_headers if name == b"content-length"]
    response.raw_headers = kept + own
    return response
