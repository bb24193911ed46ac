"""The typical week of a venue: how many people it usually holds at each hour of each weekday.

For each hour of the week: the mean of the same hour in the last eight weeks, the newest weighing most, the highest and
the lowest left out. Public holidays and closures are no ordinary days and teach nothing; a holiday on which the venue
opens is expected to be like a Sunday. `level` says how the last seven days compare with what was expected of them.

The choices were made on one part of the benchmarks' data and judged on another: docs/explanation/forecast.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cercano.calendar.public_holidays import public_holiday
from cercano.crowd import hours
from cercano.crowd.model import DaySettled, HourRollup, Venue

WEEKS = 8
"""How far the memory reaches."""
ENOUGH_WEEKS = 3
"""With fewer weeks of history there is no typical week to speak of."""
_FADING = 0.8
_TRIM_FROM = 4
"""From this many samples on, the highest and the lowest are left out."""
_LEVEL_POWER = 0.5
"""Half (geometrically) of last week's surprise is expected to last."""
_LEVEL_BOUNDS = (0.5, 2.0)
_OPEN_ENOUGH = timedelta(minutes=30)
_HOUR = timedelta(hours=1)
_SUNDAY = 6

HourOfWeek = tuple[int, int]
"""Weekday (Monday = 0) and local hour (0-23)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typical:
    """What an hour of the week is usually like."""

    people: float
    spread: float
    """Standard deviation of one week around `people`; zero means the weeks were all alike, or only one is known."""
    samples: int
    last_week: float | None
    """What it was a week ago; None when no counter spoke, or the day was special."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """The typical week of a venue, as known before the day `before`."""

    venue_id: str
    before: date
    weeks: int
    """How many of the last eight weeks taught something."""
    level: float = 1.0
    """What the typical week is multiplied with to follow the season; 1 means as usual."""
    people: Mapping[HourOfWeek, Typical] = field(default_factory=dict)
    entries: Mapping[HourOfWeek, float] = field(default_factory=dict)
    """People who usually come in during the hour."""

    @property
    def enough_history(self) -> bool:
        """Whether the city may speak of a typical week at all."""
        return self.weeks >= ENOUGH_WEEKS


def learn(venue: Venue, days: Iterable[DaySettled], *, before: date) -> Rhythm:
    """The rhythm of `venue` from its settled days before `before`; the order of `days` does not matter."""
    people: dict[HourOfWeek, list[float | None]] = {}
    entries: dict[HourOfWeek, list[float | None]] = {}
    taught: set[int] = set()
    for day in sorted(days, key=lambda one: one.date):
        weeks_ago = (before - day.date).days - 1
        if not 0 <= weeks_ago < (WEEKS + 1) * 7 or not is_ordinary(venue, day.date):
            continue
        for key, rollup in open_hours(venue, day):
            _remember(people, key, weeks_ago // 7, rollup.mean_people)
            _remember(entries, key, weeks_ago // 7, None if rollup.mean_people is None else float(rollup.people_in))
            if rollup.mean_people is not None:
                taught.add(weeks_ago // 7)
    surprises = [(weeks[0], typical(weeks[1:])) for weeks in people.values()]
    return Rhythm(
        venue_id=venue.venue_id,
        before=before,
        weeks=len(taught & set(range(WEEKS))),
        level=level((seen, before_it.people) for seen, before_it in surprises if seen is not None and before_it),
        people={key: usual for key, weeks in people.items() if (usual := typical(weeks[:WEEKS]))},
        entries={key: usual.people for key, weeks in entries.items() if (usual := typical(weeks[:WEEKS]))},
    )


def entries_between(venue: Venue, rhythm: Rhythm, since: datetime, until: datetime) -> float:
    """People who usually come in between two instants of one business day; hours nobody ever counted add none."""
    zone, expected = ZoneInfo(venue.timezone), 0.0
    weekday = alike(hours.business_date(venue, since))
    start = since.replace(minute=0, second=0, microsecond=0)
    while start < until:
        share = (min(until, start + _HOUR) - max(since, start)) / _HOUR
        expected += share * rhythm.entries.get((weekday, start.astimezone(zone).hour), 0.0)
        start += _HOUR
    return expected


def typical(weeks: Sequence[float | None]) -> Typical | None:
    """What is usual, from the values of one hour of the week, newest first (None = not known); None without any."""
    known = [(value, _FADING**ago) for ago, value in enumerate(weeks) if value is not None]
    if not known:
        return None
    kept = sorted(known)[1:-1] if len(known) >= _TRIM_FROM else known
    people = _mean(kept)
    spread = math.sqrt(_mean([((value - people) ** 2, weight) for value, weight in known]))
    return Typical(people=people, spread=spread, samples=len(known), last_week=weeks[0])


def level(seen_and_expected: Iterable[tuple[float, float]]) -> float:
    """How to scale the typical week, from what the last seven days were and what had been expected of them."""
    seen = expected = 0.0
    for was, had_been_expected in seen_and_expected:
        seen += was
        expected += had_been_expected
    if seen <= 0 or expected <= 0:
        return 1.0
    low, high = _LEVEL_BOUNDS
    return float(min(max(seen / expected, low), high) ** _LEVEL_POWER)


def is_ordinary(venue: Venue, on: date) -> bool:
    """Whether this date can teach, or follow, the typical week: no closure and no public holiday."""
    return public_holiday(on) is None and hours.special_day(venue, on) is None


def alike(on: date) -> int:
    """The weekday this date is expected to be like: its own, or Sunday on a public holiday."""
    return _SUNDAY if public_holiday(on) is not None else on.weekday()


def open_hours(venue: Venue, day: DaySettled) -> Iterable[tuple[HourOfWeek, HourRollup]]:
    """The hours of a settled day in which the venue was open for at least half of the hour."""
    zone, openings = ZoneInfo(venue.timezone), hours.business_day(venue, day.date).openings
    for rollup in day.hours:
        ends_at = rollup.starts_at + timedelta(hours=1)
        stretches = [min(closes, ends_at) - max(opens, rollup.starts_at) for opens, closes in openings]
        if sum((stretch for stretch in stretches if stretch > timedelta()), timedelta()) >= _OPEN_ENOUGH:
            yield (day.date.weekday(), rollup.starts_at.astimezone(zone).hour), rollup


def _remember(
    weeks_of: dict[HourOfWeek, list[float | None]], key: HourOfWeek, weeks_ago: int, value: float | None
) -> None:
    """Of the two hours that bear one name when the clock goes back, the later one counts."""
    weeks = weeks_of.setdefault(key, [None] * (WEEKS + 1))
    if value is not None:
        weeks[weeks_ago] = value


def _mean(weighted: Sequence[tuple[float, float]]) -> float:
    return sum(value * weight for value, weight in weighted) / sum(weight for _, weight in weighted)
