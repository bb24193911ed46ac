"""What the next hours will be like in a venue, and when is the best time to go.

Expected people = the typical week, plus what remains of today's deviation from it: the number at the door now is off
the usual one by so many, and the hours ahead inherit a shrinking part of that. A venue that is closed expects nobody.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from cercano.crowd import hours
from cercano.crowd.model import Crowding, Venue
from cercano.crowd.occupancy import UP
from cercano.crowd.rhythm import Rhythm, alike

HOUR = timedelta(hours=1)
DEVIATION_KEPT = (1.0, 0.8, 0.7, 0.5, 0.3, 0.3, 0.3)
"""Share of the present deviation expected 0, 1, 2... hours from now; none after the last."""
REACH = 1.4
"""Standard deviations each way that hold 80 of 100 hours (a normal distribution needs 1.28; eight weeks are few)."""
WORTH_WAITING = 0.05
"""Of the capacity: a time is better than another only if it is emptier by more than that."""


class Model(StrEnum):
    """Who forecasts."""

    PROFILE = "profile"
    LAST_WEEK = "last_week"


@dataclass(frozen=True, slots=True, kw_only=True)
class HourAhead:
    """One clock hour to come. People are None when nobody can know."""

    at: datetime
    """The start of the hour, aware UTC."""
    people: int | None
    low: int | None
    high: int | None
    """80 of 100 such hours should lie between low and high."""
    state: Crowding
    is_open: bool
    """Open for at least half of the hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """The best time to go: from when until when it is emptiest, and how many people are expected then."""

    starts_at: datetime
    ends_at: datetime
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """People expected in an hour, and the standard deviation of what may come."""

    people: float
    spread: float


def next_hours(
    venue: Venue,
    rhythm: Rhythm,
    *,
    now: datetime,
    count: int,
    people_now: int | None = None,
    model: Model = Model.PROFILE,
) -> tuple[HourAhead, ...]:
    """The hour of `now` and those after it, `count` in all. `people_now`: the live number, None if nobody knows it."""
    start = _hour_of(now)
    usual_now = expected(venue, rhythm, start, model=model)
    deviation = people_now - usual_now.people if people_now is not None and usual_now is not None else 0.0
    kept = [*DEVIATION_KEPT, *[0.0] * count]
    return tuple(_ahead(venue, rhythm, start + k * HOUR, kept[k] * deviation, model) for k in range(count))


def best_time(ahead: Sequence[HourAhead], *, capacity: int) -> Best | None:
    """The emptiest stretch of the first day in `ahead` that still has open hours; None when no hour is known.

    Of times that are about equally empty the earliest is best: nobody should wait for five people.
    """
    day = _first_open_day(ahead)
    if not day:
        return None
    margin = WORTH_WAITING * capacity
    limit = min(people for _, people in day) + margin
    first = next(index for index, (_, people) in enumerate(day) if people <= limit)
    last = first
    while last + 1 < len(day) and day[last + 1][0].at == day[last][0].at + HOUR and day[last + 1][1] <= limit:
        last += 1
    stretch = day[first : last + 1]
    mean = round(sum(people for _, people in stretch) / len(stretch))
    return Best(starts_at=stretch[0][0].at, ends_at=stretch[-1][0].at + HOUR, people=mean)


def expected(venue: Venue, rhythm: Rhythm, at: datetime, *, model: Model = Model.PROFILE) -> Expected | None:
    """What the typical week (or last week alone) expects of the clock hour that starts at `at`; None: not known."""
    on, hour = hours.business_date(venue, at), at.astimezone(ZoneInfo(venue.timezone)).hour
    if model is Model.LAST_WEEK:
        seen = rhythm.people.get((on.weekday(), hour))
        if seen is None or seen.last_week is None:
            return None
        return Expected(people=seen.last_week, spread=seen.spread)
    usual = rhythm.people.get((alike(on), hour)) or rhythm.people.get((on.weekday(), hour))
    if usual is None:
        return None
    return Expected(people=usual.people * rhythm.level, spread=usual.spread * rhythm.level)


def is_mostly_open(venue: Venue, at: datetime) -> bool:
    """Whether the venue is open for at least half of the clock hour that starts at `at`."""
    openings = hours.business_day_at(venue, at + HOUR / 2).openings
    stretches = (min(closes, at + HOUR) - max(opens, at) for opens, closes in openings)
    return sum((stretch for stretch in stretches if stretch > timedelta()), timedelta()) >= HOUR / 2


def crowding(people: float, capacity: int) -> Crowding:
    """What so many people would be called, without the memory of how it came to them."""
    levels = (Crowding.QUIET, Crowding.NORMAL, Crowding.BUSY, Crowding.FULL)
    return levels[sum(people / capacity >= step for step in UP)]


def _ahead(venue: Venue, rhythm: Rhythm, at: datetime, deviation: float, model: Model) -> HourAhead:
    if not is_mostly_open(venue, at):
        return HourAhead(at=at, people=None, low=None, high=None, state=Crowding.CLOSED, is_open=False)
    usual = expected(venue, rhythm, at, model=model)
    if usual is None:
        return HourAhead(at=at, people=None, low=None, high=None, state=Crowding.UNKNOWN, is_open=True)
    people = max(0.0, usual.people + deviation)
    reach = REACH * math.sqrt(usual.spread**2 + people)
    return HourAhead(
        at=at,
        people=round(people),
        low=max(0, round(people - reach)),
        high=round(people + reach),
        state=crowding(people, venue.capacity),
        is_open=True,
    )


def _first_open_day(ahead: Sequence[HourAhead]) -> list[tuple[HourAhead, int]]:
    """The known open hours up to the first night: hours of opening more than eight hours apart are two days."""
    day: list[tuple[HourAhead, int]] = []
    for hour in ahead:
        if not hour.is_open or hour.people is None:
            continue
        if day and hour.at - day[-1][0].at > 8 * HOUR:
            break
        day.append((hour, hour.people))
    return day


def _hour_of(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
