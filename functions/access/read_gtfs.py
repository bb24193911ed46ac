"""GET /access/gtfs.zip: lines, stops and what a journey costs, as every journey planner reads them (GTFS, Fares v2).

Reads the network's one document and the fare tables. Made when asked for, and kept by the front door for an hour.
"""

from __future__ import annotations

from datetime import date

from cercano.access import gtfs, lines, tables
from cercano.access.days import day_of
from cercano.kit.errors import NotFound
from cercano.kit.settings import setting
from cercano.kit.web import Raw, Service

app = Service("access")
origin = setting("WEB_ORIGIN")


@app.get("/gtfs.zip", public=True, cache_s=3600)
def read_gtfs() -> Raw:
    """The feed: one zip file. It holds fares and stops, no timetable."""
    network, version = lines.read()
    if not version:
        raise NotFound
    now = app.now()
    made = date.fromordinal(day_of(int(now.timestamp() * 1000)))
    feed = gtfs.feed(network, tables.fares(now), made, origin)
    return Raw(gtfs.zipped(feed), "application/zip")
