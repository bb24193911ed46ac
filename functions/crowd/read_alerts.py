"""GET /crowd/alerts: the last times a place filled up, and when it had room again.

Reads the alerts of the last 90 days and the names of the venues.
"""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.crowd import notes, store
from cercano.crowd.alerts import MAIL, Crossing, cleared
from cercano.crowd.words import said
from cercano.kit.web import Instant, Page, Service, View

app = Service("crowd")


class AlertView(View):
    """A venue crossed its limit."""

    venue_id: str
    crossing: Crossing
    at: Instant
    people: int
    capacity: int
    cleared_at: Instant | None
    """When a venue that filled up had room again; null while it still is full, and for `eased`."""
    text: str


@app.get("/alerts", public=True, cache_s=10)
def read_alerts(limit: Annotated[int, Field(ge=1, le=200)] = 50) -> Page[AlertView]:
    """The last crossings of all venues, the newest first; they are kept for 90 days."""
    language = app.language
    latest, _ = notes.alerts(limit)
    cleared_at = cleared(latest)
    names = {venue.venue_id: said(venue.name, language) for venue in store.venues()} if latest else {}
    return Page(
        [
            AlertView(
                venue_id=alert.venue_id,
                crossing=alert.crossing,
                at=alert.at,
                people=alert.people,
                capacity=alert.capacity,
                cleared_at=cleared_at.get(alert.key),
                text=said(MAIL[alert.crossing][0], language).format(name=names.get(alert.venue_id, alert.venue_id)),
            )
            for alert in latest
        ]
    )
