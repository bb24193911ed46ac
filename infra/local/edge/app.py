"""Puts the front door together: health, the API reference, the APIs, the bank's page, the web app for the rest."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from infra.local import survey
from infra.local.edge import bank_page
from infra.local.edge.api import ApiDoor
from infra.local.edge.web import WebFiles, WebRules
from infra.local.place import Place, place_from
from infra.local.routes import RouteTable

REFERENCE = {
    "/api/": ("index.html", "text/html"),
    "/api/api.css": ("api.css", "text/css"),
    "/api/openapi.json": ("openapi.json", "application/json"),
    "/api/asyncapi.json": ("asyncapi.json", "application/json"),
}
ANY = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"]


class CurrentRoutes:
    """The route table of the last deployment, read again when the map was written anew."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._stamp = -1.0
        self._table = RouteTable({})

    def __call__(self) -> RouteTable:
        """The table of now; empty until the first deployment."""
        file = self._place.endpoints_file
        stamp = file.stat().st_mtime if file.exists() else -1.0
        if stamp != self._stamp:
            endpoints = survey.written(self._place)
            self._table = RouteTable(survey.apis_from(endpoints) if endpoints else {})
            self._stamp = stamp
        return self._table


def make_app(place: Place) -> Starlette:
    """The whole front door of one copy."""
    rules = WebRules.read(place.root / "web" / "headers.json")
    door = ApiDoor(place.cloud_url, CurrentRoutes(place))

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        yield
        await door.close()

    async def healthz(_: Request) -> Response:
        return JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})

    async def api(request: Request) -> Response:
        return await door(request)

    async def web(request: Request) -> Response:
        if (
            request.url.hostname == "localhost"
        ):  # the bank leads back to the other name, where nobody would be signed in
            return RedirectResponse(request.url.replace(hostname="127.0.0.1"))
        return await files(request)

    files = WebFiles(place.home / "web", rules)
    reference = place.root / "docs" / "reference"
    return Starlette(
        routes=[
            Route("/healthz", healthz),
            *(Route(path, _file(reference / name, kind, rules)) for path, (name, kind) in REFERENCE.items()),
            Route("/api/{rest:path}", api, methods=ANY),
            *bank_page.routes(place),
            Route("/{rest:path}", web, methods=ANY),
        ],
        lifespan=life,
    )


def _file(file: Path, kind: str, rules: WebRules) -> Callable[[Request], Awaitable[Response]]:
    async def page(_: Request) -> Response:
        if not file.is_file():
            return PlainTextResponse(f"`make docs` writes docs/reference/{file.name}.\n", 404)
        return FileResponse(file, media_type=kind, headers={**rules.everywhere, "cache-control": "no-cache"})

    return page


def main() -> int:
    """Serves until SIGTERM."""
    place = place_from()
    uvicorn.run(
        make_app(place), host="127.0.0.1", port=place.web_port, log_level="warning", access_log=False,
        server_header=False, timeout_graceful_shutdown=3,
    )  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
