"""When the city is told that a venue filled up or has room again: once for each crossing, and only while it is news.

What was told is taken back below the lower threshold alone: a record that the next word mends (a later reading of the
same minute, a late message) may forget that the venue was ever full, those who were told do not.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cercano.crowd.model import Crowding, Venue
from cercano.crowd.occupancy import DOWN
from cercano.crowd.present import Live

if TYPE_CHECKING:
    from cercano.facts.crowd import VenueEased, VenueFilled

NEWS = timedelta(minutes=15)
"""A reading that is older crossed in the past: it mends the record and tells nobody."""


def crossing(venue: Venue, live: Live, *, told_full: bool, at: datetime) -> VenueFilled | VenueEased | None:
    """What there is to tell at the instant `at`, when the last thing told was that it was full (or not)."""
    is_full = live.people >= DOWN[-1] * venue.capacity if told_full else live.crowding is Crowding.FULL
    if is_full == told_full or live.as_of is None or at - live.as_of >= NEWS:
        return None
    from cercano.facts.crowd import VenueEased, VenueFilled  # seldom told: the ingest starts without them

    kind = VenueFilled if is_full else VenueEased
    return kind(at=live.as_of, venue_id=venue.venue_id, people=live.people, capacity=venue.capacity)
