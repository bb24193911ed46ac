"""The nouns of people flow: a venue, its doors, the counters fitted to them, and what a counter says.

Pure values: no AWS, no clock. Every instant is aware UTC; local times belong to the venue's own time zone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import NamedTuple

from cercano.kit.text import Text


class VenueKind(StrEnum):
    """What a citizen would call the place."""

    LIBRARY = "library"
    MUSEUM = "museum"
    SPORTS = "sports"
    POOL = "pool"
    MARKET = "market"
    OFFICE = "office"
    CULTURE = "culture"
    PARK = "park"
    BEACH = "beach"
    CIVIC_CENTRE = "civic_centre"


class Crowding(StrEnum):
    """How full a venue is, in the words the citizen reads."""

    QUIET = "quiet"
    NORMAL = "normal"
    BUSY = "busy"
    FULL = "full"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One stretch of opening in local time. `closes` not after `opens` means after midnight, on the next day."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """Days (both included) on which the weekly hours do not hold; `openings` are the hours instead, none = closed."""

    first: date
    last: date
    reason: Text
    openings: tuple[Opening, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A counter's line fitted to a door, from an instant on. A swapped counter is a new fit with the next `fit_no`."""

    fit_no: int
    """1, 2, 3... in the order of fitting at this door."""
    device_id: str
    line: int = 1
    """Which line of a counter that has several (1-4)."""
    since: datetime
    until: datetime | None = None
    reversed: bool = False
    """Mounted the wrong way round: its `in` is our `out`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A way in and out of a venue, watched by one counter line at a time."""

    door_id: str
    name: Text
    max_per_minute: int = 120
    """The most people that can pass it in one direction in a minute; a bigger jump is a fault, not a crowd."""
    fits: tuple[Fit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """A building or space whose people the city counts, as its staff describe it."""

    venue_id: str
    name: Text
    kind: VenueKind
    address: str
    lat: float
    lon: float
    capacity: int
    """People, as the licence of the venue says; never zero."""
    timezone: str = "Europe/Madrid"
    weekly: tuple[tuple[Opening, ...], ...] = field(default=((),) * 7)
    """Openings of Monday (0) to Sunday (6); an empty day is closed."""
    holidays_closed: bool = True
    """Closed on the public holidays of Spain, Cantabria and Santander unless a closure says its own hours."""
    closures: tuple[Closure, ...] = ()
    doors: tuple[Door, ...] = ()
    report_every_s: int = 60
    """How often its counters report; silent for more than three periods is a fault."""
    alert_email: str | None = None
    """Where the venue's staff read that it filled up or eased; a shared mailbox, None = nobody is written to."""
    version: int = 1
    """Rises with each edit; the ETag of the document."""


SKEWED = "clock_skew"
"""The fault of a counter whose clock is more than five minutes ahead of us."""


class Reading(NamedTuple):
    """What one line of one counter said in one message: cumulative totals, never deltas."""

    device_id: str
    line: int
    epoch: int
    """Rises each time the counter starts again from zero by its own word; 0 for counters that do not say."""
    seq: int
    """Rises with each message of an epoch. For counters that do not say: the network's time in milliseconds."""
    at: datetime
    """When the counter counted (its own clock or the network server's)."""
    received_at: datetime
    total_in: int
    total_out: int
    wraps_at: int
    """The totals run from 0 to wraps_at - 1 (2**16 or 2**32)."""
    faults: tuple[str, ...] = ()
    """What the counter says of itself: stuck, stopped, blocked, low_battery..."""
    battery_pct: int | None = None


class Audit(NamedTuple):
    """A person counted by hand: at this instant there were this many people inside."""

    audit_id: str
    at: datetime
    people: int
    by: str
    """Subject of the member of staff."""
    note: str = ""


class BusinessDay(NamedTuple):
    """One day of a venue between two settlements, DST-safe. Built by hours.business_day."""

    date: date
    starts_at: datetime
    """The previous day's end: from here people count for this day (04:00 local unless the venue is open then)."""
    openings: tuple[tuple[datetime, datetime], ...]
    """Aware UTC stretches of opening; empty = closed all day."""
    settles_at: datetime
    """30 minutes after the last closing (closed all day: the end of the day)."""
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HourRollup:
    """One clock hour of a business day, after correction; raw flows kept beside it."""

    starts_at: datetime
    people_in: int
    people_out: int
    mean_people: float | None
    """None when no counter spoke for more than half of the hour."""
    max_people: int | None
    coverage: float
    """Share of the venue's door-minutes that some reading covers, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySettled:
    """What the night made of a business day. A function of the set of readings, so a late one makes it anew."""

    venue_id: str
    date: date
    total_in: int
    total_out: int
    raw_closing_error: int
    """total_in - total_out: people the raw counters would leave in the building overnight."""
    closing_error: float
    """People the corrected estimate left inside at closing (0 is perfect)."""
    exit_ratio: float
    """What each counted exit stood for on this day, learned from the days before it."""
    hours: tuple[HourRollup, ...]
    settled_at: datetime
