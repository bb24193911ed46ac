"""POST /crowd/venues/{venue_id}/closures, DELETE .../closures/{first}: staff say which days are not like the others.

Reads and writes the venue's document; tells VenueChanged; days that have begun are settled again.
"""

from __future__ import annotations

import datetime as dt

from cercano.crowd import desk, editing, store
from cercano.crowd.descriptions import ClosureBody, VenueDocument
from cercano.kit.web import Created, Document, IfMatch, Service

app = Service("crowd")


@app.post("/venues/{venue_id}/closures", roles=("staff",))
def close_venue(venue_id: str, body: ClosureBody, if_match: IfMatch | None = None) -> Created[VenueDocument]:
    """Close a venue for some days, or give those days hours of their own."""
    at, closure = app.now(), body.model()
    today = desk.local_date(store.venue(venue_id), at)
    past_days = editing.past_days(closure.first, closure.last, today)
    venue = desk.change(
        venue_id, lambda known: editing.close(known, closure), at=at, if_match=if_match, past_days=past_days
    )
    location = f"/venues/{venue_id}/closures/{closure.first}"
    return Created(VenueDocument.of(venue), location=location, version=venue.version)


@app.delete("/venues/{venue_id}/closures/{first}", roles=("staff",))
def reopen_venue(venue_id: str, first: dt.date, if_match: IfMatch | None = None) -> Document[VenueDocument]:
    """Take back the closure that begins on this day."""
    at, known = app.now(), store.venue(venue_id)
    last = editing.closure_of(known, first).last
    past_days = editing.past_days(first, last, desk.local_date(known, at))
    venue = desk.change(
        venue_id, lambda known: editing.reopen(known, first=first), at=at, if_match=if_match, past_days=past_days
    )
    return Document(VenueDocument.of(venue), venue.version)
