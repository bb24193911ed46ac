"""Draw the map of the bay that every screen shares: the coast from GSHHG, the rest from our own hand.

Run once when the drawing changes: `python -m infra.web.basemap` (needs Debian's `gmt` and `gmt-gshhg-full`).
Writes web/basemap.json: integers on a 4 m grid, delta-coded, in a local frame whose y axis points south.
"""

from __future__ import annotations

import itertools
import json
import math
import shutil
import subprocess
from pathlib import Path
from typing import Any

WEST, EAST, SOUTH, NORTH = -4.0, -3.64, 43.35, 43.55
CENTRE = (-3.81, 43.4625)
"""The frame's origin: the town hall."""
GRID_M = 4
METRES_PER_DEGREE = 111_320.0
WIGGLE_M = 9.0
"""Bends smaller than this are dropped: under one pixel at the nearest zoom that the coast is good for."""

Point = tuple[float, float]
"""Longitude and latitude, degrees."""
Metres = tuple[float, float]
"""East and south of the town hall."""


RANKS = {"motorway": 0, "avenue": 1, "street": 2}


def main() -> None:
    """Write the basemap beside the web app's sources."""
    by_hand = json.loads(Path(__file__).with_name("santander.json").read_text(encoding="utf-8"))
    where = Path(__file__).parents[2] / "web" / "basemap.json"
    drawing = basemap(coast(), by_hand)
    where.write_text(json.dumps(drawing, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def basemap(shores: list[list[Point]], by_hand: dict[str, Any]) -> dict[str, object]:
    """The whole drawing. `shores` are lines of the coast; an open one is closed round the south of the region."""
    return {
        "attribution": "Costa: GSHHG (LGPL) · Trazado: Cercano",
        "origin": CENTRE,
        "metres_per_degree": [METRES_PER_DEGREE * math.cos(math.radians(CENTRE[1])), METRES_PER_DEGREE],
        "grid_m": GRID_M,
        "land": [coded(simplified(smoothed(frame(ring)))) for ring in map(closed, shores) if len(ring) > 3],
        "areas": [[kind, coded(frame(ring))] for _, kind, ring in by_hand["areas"]],
        "axes": [[RANKS[rank], coded(frame(line)), name] for name, rank, line in by_hand["axes"]],
        "places": [[name, rank, *coded(frame([(lon, lat)]))] for name, rank, lon, lat in by_hand["places"]],
    }


def coast() -> list[list[Point]]:
    """The full-resolution shorelines of the region, as GMT tells them."""
    gmt = shutil.which("gmt")
    if gmt is None:
        raise SystemExit("The coastline needs GMT: apt-get install gmt gmt-gshhg-full")
    region = f"-R{WEST}/{EAST}/{SOUTH}/{NORTH}"
    told = subprocess.run([gmt, "coast", region, "-Df", "-M", "-W"], check=True, capture_output=True, text=True).stdout
    lines: list[list[Point]] = []
    for row in told.splitlines():
        if row.startswith(">"):
            lines.append([])
        elif lines and row and not row.startswith("#"):
            lon, lat = row.split()
            lines[-1].append((float(lon), float(lat)))
    return [line for line in lines if line]


def closed(line: list[Point]) -> list[Point]:
    """The line as a ring; the mainland's runs from the east edge to the west one and closes along the south."""
    return line if line[0] == line[-1] else [*line, (WEST, SOUTH), (EAST, SOUTH), line[0]]


def frame(points: list[Point]) -> list[Metres]:
    """Degrees to metres east and south of the town hall."""
    across = METRES_PER_DEGREE * math.cos(math.radians(CENTRE[1]))
    return [((lon - CENTRE[0]) * across, (CENTRE[1] - lat) * METRES_PER_DEGREE) for lon, lat in points]


def smoothed(ring: list[Metres]) -> list[Metres]:
    """The ring with its surveyor's staircase rounded off: each corner is cut twice (Chaikin)."""
    for _ in range(2):
        cut: list[Metres] = []
        for (ax, ay), (bx, by) in itertools.pairwise(ring):
            cut += [(0.75 * ax + 0.25 * bx, 0.75 * ay + 0.25 * by), (0.25 * ax + 0.75 * bx, 0.25 * ay + 0.75 * by)]
        ring = [*cut, cut[0]]
    return ring


def simplified(line: list[Metres]) -> list[Metres]:
    """Douglas-Peucker at WIGGLE_M."""
    if len(line) < 3:
        return line
    far, at = max((distance(line[i], line[0], line[-1]), i) for i in range(1, len(line) - 1))
    if far <= WIGGLE_M:
        return [line[0], line[-1]]
    return simplified(line[: at + 1])[:-1] + simplified(line[at:])


def distance(point: Metres, start: Metres, end: Metres) -> float:
    """Metres from the point to the straight line (to the start, when the line is a single point)."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    if length == 0:
        return math.hypot(point[0] - start[0], point[1] - start[1])
    return abs(dx * (start[1] - point[1]) - dy * (start[0] - point[0])) / length


def coded(line: list[Metres]) -> list[int]:
    """Grid steps, each from the point before: [x0, y0, dx1, dy1, ...]."""
    steps: list[int] = []
    x = y = 0
    for to_x, to_y in line:
        gx, gy = round(to_x / GRID_M), round(to_y / GRID_M)
        steps += [gx - x, gy - y]
        x, y = gx, gy
    return steps


if __name__ == "__main__":
    main()
