"""The one way in which a change by staff reaches the city: read, check that nobody was faster, change, keep, tell.

Reads and writes the venue's document; tells VenueChanged; what was computed from the old words is
computed anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from cercano.crowd import counting, fits, store
from cercano.crowd.hours import business_day
from cercano.crowd.model import Venue
from cercano.facts.crowd import VenueChanged
from cercano.kit.errors import VersionConflict
from cercano.kit.etags import IfMatch

ATTEMPTS = 4
"""Of a change that fits whatever the document says meanwhile; each starts from what is there now."""


def change(
    venue_id: str,
    edit: Callable[[Venue], Venue],
    *,
    at: datetime,
    if_match: IfMatch | None,
    past_days: Iterable[date] = (),
) -> Venue:
    """The venue after `edit`, kept and told. Those of `past_days` that are over are settled again.

    With `if_match` the change is made to that version or not at all; without, to whatever is there.

    Raises:
        NoSuchVenue: there is none.
        VersionConflict: the document is not the one that was read.
    """
    for _ in range(ATTEMPTS - 1 if if_match is None else 0):
        try:
            return _once(venue_id, edit, at, None, past_days)
        except VersionConflict:
            continue
    return _once(venue_id, edit, at, if_match, past_days)


def add(venue: Venue, *, at: datetime) -> Venue:
    """A venue the city did not know, kept and told.

    Raises:
        VenueExists: it does know one of that id.
    """
    return fits.add_venue(venue, [VenueChanged(at=at, venue_id=venue.venue_id, version=1)])


def local_date(venue: Venue, at: datetime) -> date:
    """The calendar day at the venue."""
    return at.astimezone(ZoneInfo(venue.timezone)).date()


def _once(
    venue_id: str, edit: Callable[[Venue], Venue], at: datetime, if_match: IfMatch | None, past_days: Iterable[date]
) -> Venue:
    venue = store.venue(venue_id)
    if if_match is not None:
        if_match.check(venue.version)
    changed = edit(venue)
    if changed == venue:
        return venue
    saved = fits.save_venue(changed, [VenueChanged(at=at, venue_id=venue_id, version=venue.version + 1)])
    store.mark_dirty(venue_id, [on for on in past_days if business_day(saved, on).settles_at <= at])
    counting.refresh(venue_id, at)
    return saved
