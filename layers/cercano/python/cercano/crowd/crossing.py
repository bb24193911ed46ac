"""When the city is told that a venue filled up or has room again: once for each crossing, and only while it is news."""

from __future__ import annotations

from datetime import datetime, timedelta

from cercano.crowd.model import Crowding, Venue
from cercano.crowd.present import Live
from cercano.facts.crowd import VenueEased, VenueFilled

NEWS = timedelta(minutes=15)
"""A reading that is older crossed in the past: it mends the record and tells nobody."""


def crossing(venue: Venue, live: Live, *, told_full: bool, at: datetime) -> VenueFilled | VenueEased | None:
    """What there is to tell at the instant `at`, when the last thing told was that it was full (or not)."""
    is_full = live.crowding is Crowding.FULL
    if is_full == told_full or live.as_of is None or at - live.as_of >= NEWS:
        return None
    kind = VenueFilled if is_full else VenueEased
    return kind(at=live.as_of, venue_id=venue.venue_id, people=live.people, capacity=venue.capacity)
