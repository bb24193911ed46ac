"""A made-up but plausible day at a venue: how many people its counters see come and go, minute by minute.

Simulated, never measured: it exists so that a demonstration city breathes. Pure and deterministic: the same venue, day
and seed give the same people, so that a restart carries on where it was.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cercano.crowd import hours
from cercano.crowd.model import Venue, VenueKind

DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """How people use a kind of place."""

    peaks: tuple[tuple[float, float, float], ...]
    """(local hour, width in hours, weight) of each wave of arrivals."""
    stay_min: float
    """How long a person stays on average."""
    fullness: float
    """Share of the capacity inside at the top of an ordinary weekday."""
    weekend: float
    """How many come on a Saturday or Sunday, a weekday being 1."""


HABITS = {
    VenueKind.LIBRARY: Habit(peaks=((10.5, 1.6, 1.0), (17.5, 2.0, 1.3)), stay_min=130, fullness=0.62, weekend=0.7),
    VenueKind.MUSEUM: Habit(peaks=((12.0, 1.4, 1.0), (17.5, 1.6, 0.9)), stay_min=75, fullness=0.42, weekend=1.7),
    VenueKind.SPORTS: Habit(peaks=((19.5, 1.3, 1.0), (11.0, 1.5, 0.3)), stay_min=95, fullness=0.12, weekend=1.6),
    VenueKind.POOL: Habit(peaks=((9.0, 1.0, 0.8), (14.5, 1.0, 0.6), (19.0, 1.4, 1.2)), stay_min=65, fullness=0.7,
                          weekend=0.8),
    VenueKind.MARKET: Habit(peaks=((11.2, 1.3, 1.2), (13.2, 0.8, 0.8), (18.0, 1.2, 0.3)), stay_min=28, fullness=0.6,
                            weekend=1.4),
    VenueKind.OFFICE: Habit(peaks=((10.0, 1.3, 1.2), (12.5, 1.0, 0.8)), stay_min=32, fullness=0.6, weekend=0.3),
    VenueKind.CULTURE: Habit(peaks=((19.5, 0.7, 1.6), (12.0, 1.5, 0.3)), stay_min=110, fullness=0.5, weekend=1.5),
    VenueKind.PARK: Habit(peaks=((12.5, 1.8, 1.0), (18.0, 1.9, 1.1)), stay_min=80, fullness=0.2, weekend=2.2),
    VenueKind.BEACH: Habit(peaks=((12.5, 1.6, 1.1), (17.0, 1.8, 1.0)), stay_min=120, fullness=0.25, weekend=1.8),
    VenueKind.CIVIC_CENTRE: Habit(peaks=((11.0, 1.4, 0.8), (18.0, 1.6, 1.2)), stay_min=85, fullness=0.45, weekend=0.6),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorDay:
    """What one door's counter has counted since the business day began; index = minutes since then."""

    total_in: tuple[int, ...]
    total_out: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A business day of a venue."""

    starts_at: datetime
    people: tuple[int, ...]
    """Truly inside, minute by minute. A real city never knows this."""
    doors: dict[str, DoorDay]


def simulate(venue: Venue, on: date, *, seed: int = 0) -> Day:
    """The day `on` at a venue, from the start of its business day to its end."""
    day = hours.business_day(venue, on)
    chance = random.Random(f"{venue.venue_id}/{on}/{seed}")  # noqa: S311 - a pretence, not a secret
    habit = HABITS[venue.kind]
    arriving = _arrivals(venue, habit, on, day.openings, day.starts_at, chance)
    inside, people = 0, []
    flows: list[tuple[int, int]] = []
    for minute in range(int((day.ends_at - day.starts_at) / timedelta(minutes=1))):
        now = day.starts_at + timedelta(minutes=minute)
        coming = min(_poisson(arriving[minute], chance), max(0, venue.capacity - inside))
        going = min(inside, _poisson(inside * _leaving_rate(now, day.openings, habit.stay_min), chance))
        inside += coming - going
        people.append(inside)
        flows.append((coming, going))
    return Day(starts_at=day.starts_at, people=tuple(people), doors=_seen(venue, flows, chance))


def _arrivals(
    venue: Venue, habit: Habit, on: date, openings: Sequence[tuple[datetime, datetime]], start: datetime,
    chance: random.Random,
) -> list[float]:  # fmt: skip
    """Expected arrivals in each minute: waves of the kind's habit while it is open, on a better or worse day."""
    mood = chance.lognormvariate(0, 0.16) * (habit.weekend if on.weekday() >= 5 else 1.0)
    local = [start + timedelta(minutes=minute) for minute in range(DAY_MINUTES + 60)]
    offset = hours_of_day(start, venue.timezone)
    shape = [_wave(habit, (offset + m / 60) % 24) if _is_open(at, openings) else 0.0 for m, at in enumerate(local)]
    top = max(shape) or 1.0
    rate = venue.capacity * habit.fullness * mood / habit.stay_min
    return [rate * one / top for one in shape]


def hours_of_day(at: datetime, timezone: str) -> float:
    """The local clock as hours since midnight."""
    from zoneinfo import ZoneInfo

    local = at.astimezone(ZoneInfo(timezone))
    return local.hour + local.minute / 60


def _wave(habit: Habit, hour: float) -> float:
    return 0.08 + sum(weight * math.exp(-(((hour - peak) / width) ** 2)) for peak, width, weight in habit.peaks)


def _is_open(at: datetime, openings: Sequence[tuple[datetime, datetime]]) -> bool:
    # Nobody comes in during the last quarter of an hour.
    return any(opens <= at < closes - timedelta(minutes=15) for opens, closes in openings)


def _leaving_rate(at: datetime, openings: Sequence[tuple[datetime, datetime]], stay_min: float) -> float:
    closing = any(closes - timedelta(minutes=10) <= at for _, closes in openings[-1:])
    between = not any(opens <= at < closes for opens, closes in openings)
    return 0.3 if closing or between else 1 / stay_min


def _poisson(mean: float, chance: random.Random) -> int:
    if mean <= 0:
        return 0
    if mean > 30:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


def _seen(venue: Venue, flows: Sequence[tuple[int, int]], chance: random.Random) -> dict[str, DoorDay]:
    """The doors share the people, the first most; every counter misses some, and more of those who leave."""
    weights = [1 / (place + 1) for place in range(len(venue.doors))]
    totals = {door.door_id: ([0], [0]) for door in venue.doors}
    kept = random.Random(f"{venue.venue_id}/eyes")  # noqa: S311 - how badly a counter sees is a trait of the counter
    eyes = {door.door_id: (1 - kept.uniform(0.01, 0.04), 1 - kept.uniform(0.03, 0.08)) for door in venue.doors}
    names = [door.door_id for door in venue.doors]
    for coming, going in flows:
        counted = dict.fromkeys(names, (0, 0))
        for direction, number in enumerate((coming, going)):
            for name in chance.choices(names, weights, k=number) if names else ():
                if chance.random() < eyes[name][direction]:
                    here = counted[name]
                    counted[name] = (here[0] + (direction == 0), here[1] + (direction == 1))
        for name in names:
            for direction in (0, 1):
                totals[name][direction].append(totals[name][direction][-1] + counted[name][direction])
    return {
        name: DoorDay(total_in=tuple(entered[1:]), total_out=tuple(left[1:]))
        for name, (entered, left) in totals.items()
    }
