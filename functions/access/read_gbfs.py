"""GET /access/gbfs/{feed}: the city's bicycles as every journey planner reads them (GBFS 3.0).

Reads the stations, what docks said of each bicycle, and the fare tables. Kept by the front door for a minute.
"""

from __future__ import annotations

from cercano.access import bikes, tables
from cercano.access.days import day_of
from cercano.access.gbfs import TTL_S, Feed, System, document
from cercano.kit.errors import NotFound
from cercano.kit.settings import setting
from cercano.kit.web import Raw, Service

app = Service("access")
origin = setting("WEB_ORIGIN")


@app.get("/gbfs/{feed}", public=True, cache_s=TTL_S)
def read_gbfs(feed: Feed) -> Raw:
    """One file of the feed; gbfs.json names the others."""
    import json

    stations, version = bikes.read()
    if not version:
        raise NotFound
    now = app.now()
    product = tables.fares(now).on(day_of(int(now.timestamp() * 1000))).product(stations["service"])
    known = bikes.all_of_them() if feed is Feed.STATUS else []
    system = System(stations, known, product, f"{origin}/api/access/gbfs")
    said = json.dumps(document(feed, system, now), ensure_ascii=False)
    return Raw(said, "application/json; charset=utf-8")
