"""PUT and DELETE /crowd/venues/{venue_id}/doors/{door_id}/counter: staff hang a counter at a door, or take it down.

From that instant on it counts there; the past stays as it was. A counter that was hung before anybody said so is
counted from then on: what it has said meanwhile was kept. Reads and writes the venue's document; tells VenueChanged.
"""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.crowd import desk, editing
from cercano.crowd.descriptions import DeviceId, Slug, VenueDocument
from cercano.crowd.mending import mend
from cercano.kit.web import Body, Document, IfMatch, Instant, Service

app = Service("crowd")


class Counter(Body):
    """A line of a registered device, and how it hangs."""

    device_id: DeviceId
    line: Annotated[int, Field(ge=1, le=4)] = 1
    reversed: bool = False
    """Its `in` is our `out`."""
    since: Instant | None = None
    """When it was hung, at most seven days ago; now, when nothing is said."""


@app.put("/venues/{venue_id}/doors/{door_id}/counter", roles=("staff",))
def fit_counter(venue_id: str, door_id: Slug, body: Counter, if_match: IfMatch) -> Document[VenueDocument]:
    """Hang a counter at a door; the one that hung there before ends at that instant."""
    at = app.now().replace(microsecond=0)
    since = body.since or at
    venue = desk.change(
        venue_id,
        lambda known: editing.fit(
            known,
            door_id=door_id,
            device_id=body.device_id,
            line=body.line,
            is_reversed=body.reversed,
            since=since,
            at=at,
        ),
        at=at,
        if_match=if_match,
    )
    if since < at:
        mend(body.device_id, since, at, at)
    return Document(VenueDocument.of(venue), venue.version)


@app.delete("/venues/{venue_id}/doors/{door_id}/counter", roles=("staff",))
def take_counter_down(venue_id: str, door_id: Slug, if_match: IfMatch | None = None) -> Document[VenueDocument]:
    """Take down the counter that hangs at a door; until another is hung the venue cannot tell how full it is."""
    at = app.now().replace(microsecond=0)
    venue = desk.change(
        venue_id, lambda known: editing.unfit(known, door_id=door_id, until=at), at=at, if_match=if_match
    )
    return Document(VenueDocument.of(venue), venue.version)
