"""GET /access/lines and /access/stops: where the city's buses go, and where they stop.

Reads the network's one document.
"""

from __future__ import annotations

from typing import Any

from cercano.access import lines
from cercano.access.network import LineView, StopView
from cercano.kit.web import Page, Service

app = Service("access")


@app.get("/lines", public=True, cache_s=3600)
def read_lines() -> Page[LineView]:
    """Every line with the stops it serves. Open data of the operator; see GET /stops for where they are."""
    return Page([LineView(**line) for line in _network()["lines"]])


@app.get("/stops", public=True, cache_s=3600)
def read_stops(line: str | None = None) -> Page[StopView]:
    """Every stop (WGS84) and the lines that call there; with `line`, those of one line."""
    calling: dict[str, list[str]] = {}
    for one in _network()["lines"]:
        for stop in one["stops"]:
            calling.setdefault(stop, []).append(one["line"])
    stops = [StopView(**stop, lines=calling.get(stop["stop"], [])) for stop in _network()["stops"]]
    return Page([stop for stop in stops if line is None or line in stop.lines])


def _network() -> dict[str, Any]:
    return lines.read()[0]
