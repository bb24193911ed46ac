"""Serves the built web app with the headers it has in production; any address of the app gets its one page."""

from __future__ import annotations

import hashlib
import json
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

KINDS = {".js": "text/javascript", ".webmanifest": "application/manifest+json", ".woff2": "font/woff2"}
NOT_BUILT = "The web app is not built yet: make run builds it (it needs Node).\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebRules:
    """The headers of web/headers.json, which infra/edge.yaml repeats for CloudFront."""

    everywhere: dict[str, str]
    cache: dict[str, str]
    """Beginning of the path -> Cache-Control; the longest that fits wins."""

    @classmethod
    def read(cls, file: Path) -> WebRules:
        """The rules of a file; none when there is no web app yet."""
        said = json.loads(file.read_text()) if file.exists() else {}
        return cls(everywhere=said.get("everywhere", {}), cache=said.get("cache", {}))

    def for_path(self, path: str) -> dict[str, str]:
        """The headers of one answer."""
        fitting = [prefix for prefix in self.cache if path.startswith(prefix)]
        if not fitting:
            return dict(self.everywhere)
        return {**self.everywhere, "cache-control": self.cache[max(fitting, key=len)]}


class WebFiles:
    """A folder that `infra.web.build` filled."""

    def __init__(self, folder: Path, rules: WebRules) -> None:
        self._folder = folder.resolve()
        self._rules = rules

    async def __call__(self, request: Request) -> Response:
        """A file, or the page for an address that is no file."""
        path = request.url.path
        if request.method not in ("GET", "HEAD"):
            return PlainTextResponse("Method Not Allowed\n", 405, {"Allow": "GET, HEAD"})
        file = self._find(path)
        if file is None and (path.startswith("/_/") or "." in path.rsplit("/", 1)[-1]):
            return PlainTextResponse("Not Found\n", 404, self._rules.everywhere)
        return self._answer(request, path if file else "/", file or self._folder / "index.html")

    def _find(self, path: str) -> Path | None:
        file = (self._folder / path.lstrip("/")).resolve()
        inside = file.is_relative_to(self._folder)
        return file if inside and file.is_file() and file.suffix != ".gz" else None

    def _answer(self, request: Request, path: str, file: Path) -> Response:
        if not file.is_file():
            return PlainTextResponse(NOT_BUILT, 503)
        headers = self._rules.for_path(path)
        smaller = file.with_name(file.name + ".gz")
        content = file.read_bytes()
        headers["etag"] = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        headers["vary"] = "Accept-Encoding"
        if headers["etag"] == request.headers.get("if-none-match"):
            return Response(status_code=304, headers=headers)
        if smaller.is_file() and "gzip" in request.headers.get("accept-encoding", ""):
            content, headers["content-encoding"] = smaller.read_bytes(), "gzip"
        return Response(content, headers=headers, media_type=_kind(file))


def _kind(file: Path) -> str:
    return KINDS.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
