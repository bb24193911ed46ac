"""A venue as every reader sees it: what it is, how full it is now and how sure we are, when it opens."""

from __future__ import annotations

from datetime import datetime

from cercano.crowd.descriptions import LocationView, TextView
from cercano.crowd.hours import OpeningNow, opening_now
from cercano.crowd.model import Crowding, Venue, VenueKind
from cercano.crowd.occupancy import CONFIDENCE
from cercano.crowd.present import Live, Reason, Shown, shown
from cercano.crowd.words import message, said
from cercano.kit.answers import Instant, View


class NowView(View):
    """How full it is. `people`, `low`, `high` and `share` are null when closed, and when nobody knows: `reason`."""

    state: Crowding
    people: int | None
    low: int | None
    """The true number lies between `low` and `high`, with the probability `confidence`."""
    high: int | None
    confidence: float | None
    share: float | None
    """Of the capacity; above 1 it holds more than it may."""
    as_of: Instant | None
    """When the door that has been silent longest last spoke."""
    age_s: int | None
    reason: Reason | None

    @classmethod
    def of(cls, shown: Shown) -> NowView:
        """From what is known at this moment."""
        is_told = shown.is_for_everybody
        return cls(
            state=shown.state,
            people=shown.people if is_told else None,
            low=shown.low if is_told else None,
            high=shown.high if is_told else None,
            confidence=CONFIDENCE if is_told else None,
            share=shown.share if is_told else None,
            as_of=shown.as_of,
            age_s=shown.age_s,
            reason=shown.reason,
        )


class OpeningView(View):
    """Whether it is open, until when or from when, and why today is special if it is."""

    is_open: bool
    opens_at: Instant | None
    closes_at: Instant | None
    note: str | None

    @classmethod
    def of(cls, opening: OpeningNow, language: str) -> OpeningView:
        """From the venue's hours."""
        return cls(
            is_open=opening.is_open,
            opens_at=opening.opens_at,
            closes_at=opening.closes_at,
            note=said(opening.note, language) if opening.note else None,
        )


class VenueNow(View):
    """A venue at this moment."""

    venue_id: str
    name: str
    """In the language asked for."""
    names: TextView
    kind: VenueKind
    address: str
    location: LocationView
    capacity: int
    now: NowView
    opening: OpeningView
    distance_m: int | None = None
    """From the point asked for, as the crow flies; null when none was."""
    message: str
    """One sentence that says it all, in the language asked for."""


def venue_now(
    venue: Venue, live: Live | None, at: datetime, language: str, *, distance_m: int | None = None
) -> VenueNow:
    """The venue as a reader of `language` may see it at the instant `at`."""
    now, opening = shown(venue, live, at), opening_now(venue, at)
    return VenueNow(
        venue_id=venue.venue_id,
        name=said(venue.name, language),
        names=TextView.of(venue.name),
        kind=venue.kind,
        address=venue.address,
        location=LocationView(lat=venue.lat, lon=venue.lon),
        capacity=venue.capacity,
        now=NowView.of(now),
        opening=OpeningView.of(opening, language),
        distance_m=distance_m,
        message=message(venue, now, opening, at, language),
    )
