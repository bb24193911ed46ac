"""PUT /crowd/venues/{venue_id}/hours: staff say when a venue opens in an ordinary week.

Reads and writes the venue's document; tells VenueChanged.
"""

from __future__ import annotations

from cercano.crowd import desk, editing
from cercano.crowd.descriptions import VenueDocument, WeekBody, week
from cercano.kit.web import Body, Document, IfMatch, Service

app = Service("crowd")


class Hours(Body):
    """Seven days, Monday first; a day without openings is closed."""

    weekly: WeekBody
    holidays_closed: bool = True


@app.put("/venues/{venue_id}/hours", roles=("staff",))
def set_hours(venue_id: str, body: Hours, if_match: IfMatch) -> Document[VenueDocument]:
    """Set the opening hours of an ordinary week, and whether public holidays are kept."""
    weekly = week(body.weekly)
    venue = desk.change(
        venue_id,
        lambda known: editing.set_hours(known, weekly=weekly, holidays_closed=body.holidays_closed),
        at=app.now(),
        if_match=if_match,
    )
    return Document(VenueDocument.of(venue), venue.version)
