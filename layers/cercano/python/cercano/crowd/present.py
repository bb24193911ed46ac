"""What a citizen is told about a venue at this moment: a word, a number, its age, and why when there is none.

The number was made when the last reading came; this looks at it now. A door that has been silent for more than three
of its periods while the venue is open makes the venue `unknown`: an old number is never shown as a fresh one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from cercano.crowd.hours import is_open
from cercano.crowd.model import Crowding, Door, Fit, Venue

PERIODS_OF_PATIENCE = 3
CANNOT_COUNT = frozenset({"stopped", "stuck", "blocked"})
"""What a counter says of itself when its totals mean nothing."""


class Reason(StrEnum):
    """Why nobody knows."""

    NO_COUNTER = "no_counter"
    NO_READING_YET = "no_reading_yet"
    COUNTER_SILENT = "counter_silent"
    COUNTER_FAULTY = "counter_faulty"


class DoorNow(NamedTuple):
    """The last word of the counter at one door."""

    device_id: str
    line: int
    fit_no: int
    epoch: int
    seq: int
    at: datetime
    """When it counted."""
    received_at: datetime
    total_in: int
    total_out: int
    moved_at: datetime | None
    """The end of the last minute of its day in which somebody passed."""
    battery_pct: int | None = None
    faults: tuple[str, ...] = ()


class Live(NamedTuple):
    """What the last reading made of a venue. `shown` says what it is worth at a given moment."""

    date: str
    """Of the business day, yyyy-mm-dd."""
    people: int
    low: int
    high: int
    crowding: Crowding
    """By people and capacity alone, as of the last reading."""
    total_in: int
    """As counted, since the business day began."""
    total_out: int
    exit_ratio: float
    days_learned: int
    as_of: datetime | None
    """The end of the last minute that a reading or a count by hand speaks of."""
    doors: Mapping[str, DoorNow]


class Shown(NamedTuple):
    """`people`, `low`, `high` and `share` are None when nobody knows; `as_of` and `age_s` then say how long."""

    state: Crowding
    people: int | None
    low: int | None
    high: int | None
    share: float | None
    """Of the capacity, 0 to 1 and above."""
    as_of: datetime | None
    """When the door that has been silent longest last spoke."""
    age_s: int | None
    reason: Reason | None

    @property
    def is_for_everybody(self) -> bool:
        """Whether the number may be told: the few people in a closed venue are its staff."""
        return self.people is not None and self.state is not Crowding.CLOSED


def shown(venue: Venue, live: Live | None, at: datetime) -> Shown:
    """What may be said about `venue` at the instant `at`."""
    as_of = _as_of(venue, live, at)
    age_s = None if as_of is None else max(0, round((at - as_of).total_seconds()))
    reason = _why_unknown(venue, live, at)
    closed = not is_open(venue, at)
    if live is None or reason is not None:
        state = Crowding.CLOSED if closed else Crowding.UNKNOWN
        why = None if closed else reason
        return Shown(state=state, people=None, low=None, high=None, share=None, as_of=as_of, age_s=age_s, reason=why)
    state = Crowding.CLOSED if closed else live.crowding
    share = round(live.people / venue.capacity, 4)
    return Shown(
        state=state,
        people=live.people,
        low=live.low,
        high=live.high,
        share=share,
        as_of=as_of,
        age_s=age_s,
        reason=None,
    )


def counter_at(door: Door, at: datetime) -> Fit | None:
    """The fit that holds at this instant, if any."""
    holding = [fit for fit in door.fits if fit.since <= at and (fit.until is None or at < fit.until)]
    return max(holding, key=lambda fit: fit.fit_no) if holding else None


def _as_of(venue: Venue, live: Live | None, at: datetime) -> datetime | None:
    if live is None or not live.doors:
        return None
    spoken = [
        live.doors[door.door_id].at for door in venue.doors if door.door_id in live.doors and counter_at(door, at)
    ]
    return min(spoken, default=live.as_of)


def _why_unknown(venue: Venue, live: Live | None, at: datetime) -> Reason | None:
    patience = timedelta(seconds=PERIODS_OF_PATIENCE * venue.report_every_s)
    fitted = [(door, counter_at(door, at)) for door in venue.doors]
    if not fitted or any(fit is None for _, fit in fitted):
        return Reason.NO_COUNTER
    last = {door.door_id: live.doors.get(door.door_id) if live else None for door, _ in fitted}
    if any(
        spoke is None or spoke.fit_no != fit.fit_no for (door, fit) in fitted if fit for spoke in [last[door.door_id]]
    ):
        return Reason.NO_READING_YET
    if any(spoke and at - spoke.at > patience for spoke in last.values()):
        return Reason.COUNTER_SILENT
    if any(spoke and CANNOT_COUNT & set(spoke.faults) for spoke in last.values()):
        return Reason.COUNTER_FAULTY
    return None
