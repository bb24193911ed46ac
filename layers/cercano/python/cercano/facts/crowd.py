"""What people flow tells the city: a place filled up, eased, a day was settled, a counter failed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from cercano.kit.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueFilled(Fact):
    """A venue reached its limit: told once for each crossing."""

    is_public: ClassVar[bool] = True
    venue_id: str
    people: int
    capacity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueEased(Fact):
    """A venue that was full has room again."""

    is_public: ClassVar[bool] = True
    venue_id: str
    people: int
    capacity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueDaySettled(Fact):
    """The counts of a business day are settled; told again when a late reading changes them."""

    is_public: ClassVar[bool] = True
    venue_id: str
    date: date
    total_in: int
    total_out: int
    raw_closing_error: int
    """People the raw counters would leave inside overnight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterFailed(Fact):
    """A counter at a door cannot be trusted any more."""

    is_public: ClassVar[bool] = True
    venue_id: str
    door_id: str
    device_id: str
    line: int
    code: str
    """silent, stuck, reversed, clock_skew, low_battery..."""
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterRecovered(Fact):
    """A counter that had failed counts again."""

    is_public: ClassVar[bool] = True
    venue_id: str
    door_id: str
    device_id: str
    line: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueChanged(Fact):
    """Staff changed what a venue is: its name, doors, capacity, hours or closures."""

    is_public: ClassVar[bool] = True
    venue_id: str
    version: int
    """Of the venue's document after the change."""
