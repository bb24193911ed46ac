"""POST /crowd/venues, GET and PUT /crowd/venues/{venue_id}/document: staff say what a venue is.

Reads and writes the venue's document, over the version that was read; tells VenueChanged.
"""

from __future__ import annotations

from cercano.crowd import desk, store
from cercano.crowd.descriptions import EditVenue, NewVenue, VenueDocument
from cercano.crowd.editing import checked
from cercano.crowd.jurisdiction import BOXES
from cercano.kit.settings import setting
from cercano.kit.web import Created, Document, IfMatch, Service

app = Service("crowd")
city = BOXES[setting("JURISDICTION")]


@app.post("/venues", roles=("staff",))
def create_venue(body: NewVenue) -> Created[VenueDocument]:
    """Add a venue with its doors and hours."""
    venue = desk.add(checked(body.model(), city), at=app.now())
    return Created(VenueDocument.of(venue), location=f"/venues/{venue.venue_id}", version=venue.version)


@app.get("/venues/{venue_id}/document", roles=("staff",))
def read_document(venue_id: str) -> Document[VenueDocument]:
    """All that staff have said of a venue; its ETag is what a change must name."""
    venue = store.venue(venue_id)
    return Document(VenueDocument.of(venue), venue.version)


@app.put("/venues/{venue_id}/document", roles=("staff",))
def edit_venue(venue_id: str, body: EditVenue, if_match: IfMatch) -> Document[VenueDocument]:
    """Change what a venue is.

    Hours and closures that are left out stay as they are; doors and counters have addresses of their own.
    """
    venue = desk.change(venue_id, lambda known: checked(body.over(known), city), at=app.now(), if_match=if_match)
    return Document(VenueDocument.of(venue), venue.version)
