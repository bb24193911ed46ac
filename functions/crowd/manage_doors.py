"""PUT and DELETE /crowd/venues/{venue_id}/doors/{door_id}: staff say by which doors people come and go.

Reads and writes the venue's document; tells VenueChanged. What counts at a door is the business of fit_counter.
"""

from __future__ import annotations

from cercano.crowd import desk
from cercano.crowd.descriptions import DoorBody, Slug, VenueDocument
from cercano.crowd.editing import put_door, remove_door
from cercano.kit.web import Document, IfMatch, Service

app = Service("crowd")


@app.put("/venues/{venue_id}/doors/{door_id}", roles=("staff",))
def manage_door(venue_id: str, door_id: Slug, body: DoorBody, if_match: IfMatch) -> Document[VenueDocument]:
    """Add a door, or change its name or what can pass it in a minute. Its counter stays where it is."""
    name, limit = body.name.model(), body.max_per_minute
    venue = desk.change(
        venue_id,
        lambda known: put_door(known, door_id=door_id, name=name, max_per_minute=limit),
        at=app.now(),
        if_match=if_match,
    )
    return Document(VenueDocument.of(venue), venue.version)


@app.delete("/venues/{venue_id}/doors/{door_id}", roles=("staff",))
def take_door_away(venue_id: str, door_id: Slug, if_match: IfMatch | None = None) -> Document[VenueDocument]:
    """Remove a door at which nobody counts any more."""
    at = app.now()
    venue = desk.change(venue_id, lambda known: remove_door(known, door_id=door_id, at=at), at=at, if_match=if_match)
    return Document(VenueDocument.of(venue), venue.version)
