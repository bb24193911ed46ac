"""Serves the built web app on loopback with the headers of production, and a fake city behind /api/."""

from __future__ import annotations

import json
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.web.fake.city import City
from tests.web.fake.http import Asked
from tests.web.fake.routes import answer

WEB = Path(__file__).parents[2] / "web"
TYPES = {".js": "text/javascript", ".webmanifest": "application/manifest+json", ".woff2": "font/woff2"}


class Site(BaseHTTPRequestHandler):
    """One visitor's connection. `serving` gives it the folder, the headers and the city."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    folder: Path
    rules: dict[str, dict[str, str]]
    city: City

    def log_message(self, *_: object) -> None:
        """Says nothing: the tests speak."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The city's clock, which the app believes."""
        return format_datetime(self.city.now(), usegmt=True)

    def do_GET(self) -> None:
        self._api() if self.path.startswith("/api/") else self._file()

    def do_POST(self) -> None:
        self._api() if self.path.startswith("/api/") else self._bank()

    do_PUT = do_DELETE = do_POST  # noqa: N815 - the names http.server calls

    def _file(self) -> None:
        path = unquote(urlsplit(self.path).path)
        file = self.folder / path.lstrip("/")
        if not file.is_file():
            if "." in path.rsplit("/", 1)[-1]:
                return self._send(404, b"", {})
            path, file = "/", self.folder / "index.html"
        prefix = max((known for known in self.rules["cache"] if path.startswith(known)), key=len)
        headers = self.rules["everywhere"] | {"cache-control": self.rules["cache"][prefix]}
        headers["content-type"] = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "text/plain"
        smaller = file.with_name(file.name + ".gz")
        if smaller.is_file():
            return self._send(200, smaller.read_bytes(), headers | {"content-encoding": "gzip"})
        return self._send(200, file.read_bytes(), headers)

    def _bank(self) -> None:
        """The bank's page: it sends everybody back at once, and says so to their browser alone."""
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self._send(303, b"", {"location": self.path})

    def _api(self) -> None:
        text = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        if self.city.down:
            self.close_connection = True
            return
        at = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(
            method=self.command,
            path=unquote(at.path.removeprefix("/api")),
            query=dict(parse_qsl(at.query)),
            headers=headers,
            text=text,
            language="en" if headers.get("accept-language", "es").startswith("en") else "es",
        )
        told = answer(self.city, asked)
        content = b"" if told.status == 204 else json.dumps(told.data, ensure_ascii=False).encode()
        kind = "application/problem+json" if told.status >= 400 else "application/json"
        self._send(told.status, content, {"content-type": kind, "cache-control": "no-store"} | told.headers)

    def _send(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def serving(folder: Path, city: City, port: int = 0) -> Iterator[str]:
    """The address of the site while the block runs."""
    rules = json.loads((WEB / "headers.json").read_text())
    site = type("CitySite", (Site,), {"folder": folder, "rules": rules, "city": city})
    server = ThreadingHTTPServer(("127.0.0.1", port), site)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
