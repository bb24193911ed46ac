"""GET /crowd/venues: how full every place of the city is right now; near somebody, the nearest first.

Reads the venues and their live state in one query. What is said is worked out at this very moment, age included.
"""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.crowd import store
from cercano.crowd.model import Crowding, VenueKind
from cercano.crowd.near import distance_m
from cercano.crowd.views import VenueNow, venue_now
from cercano.kit.web import Page, Paging, Service

app = Service("crowd")

Point = Annotated[str, Field(pattern=r"^-?[0-9]{1,2}(\.[0-9]{1,9})?,-?[0-9]{1,3}(\.[0-9]{1,9})?$")]
"""Latitude and longitude in WGS 84 degrees, "43.46,-3.80"."""


@app.get("/venues", public=True, cache_s=10)
def read_venues(
    paging: Paging,
    kind: VenueKind | None = None,
    near: Point | None = None,
    state: Crowding | None = None,
) -> Page[VenueNow]:
    """How full every venue is right now.

    With `near=43.46,-3.80` each has its distance in metres and the nearest come first; else they come by id.
    """
    at, language = app.now(), app.language
    found = [
        venue_now(place.venue, place.live, at, language, distance_m=_distance(near, place.venue.lat, place.venue.lon))
        for place in store.places()
        if kind in (None, place.venue.kind)
    ]
    asked = sorted((venue for venue in found if state in (None, venue.now.state)), key=_order)
    if paging.after:
        asked = [venue for venue in asked if _order(venue) > (paging.after["distance_m"], paging.after["venue_id"])]
    items = asked[: paging.limit]
    if len(asked) == len(items):
        return Page(items)
    last_distance, last_id = _order(items[-1])
    return Page(items, next={"distance_m": last_distance, "venue_id": last_id})


def _order(venue: VenueNow) -> tuple[int, str]:
    return venue.distance_m or 0, venue.venue_id


def _distance(near: str | None, lat: float, lon: float) -> int | None:
    if near is None:
        return None
    here_lat, here_lon = (float(part) for part in near.split(","))
    return round(distance_m(here_lat, here_lon, lat, lon))
