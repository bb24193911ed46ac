"""What happened in a venue between two instants, step by step; where nobody counted there is a gap, and it is said.

Pure: from the minutes of days that are still running and the settled days, a regular row of points.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from cercano.crowd.hours import business_date, business_day
from cercano.crowd.model import BusinessDay, DaySettled, HourRollup, Venue
from cercano.crowd.open_data import COARSE
from cercano.crowd.settle import HALF, Minute

MOST_POINTS = 1500


class Step(StrEnum):
    """How far apart the points are."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"


LENGTH = {Step.MINUTE: timedelta(minutes=1), Step.HOUR: timedelta(hours=1), Step.DAY: timedelta(days=1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A minute, a clock hour or a business day of a venue. None: nobody knows."""

    at: datetime
    """When it starts, aware UTC."""
    people: float | None = None
    """Inside at the end of the minute; on average through the hour, or through the hours of the day that are known."""
    low: int | None = None
    """Only minutes have an interval: 90 of 100 true values lie in it."""
    high: int | None = None
    most: int | None = None
    """The most people at once in the hour or day."""
    people_in: int | None = None
    people_out: int | None = None
    coverage: float = 0.0
    """Share of door-minutes that some reading spans, 0 to 1; under half the people are not told."""


def how_many(since: datetime, until: datetime, step: Step) -> int:
    """Points between two instants."""
    return math.ceil((until - since) / LENGTH[step])


def days_between(venue: Venue, since: datetime, until: datetime) -> list[BusinessDay]:
    """The business days of a venue that share an instant with the stretch."""
    on, last = business_date(venue, since), business_date(venue, until - timedelta(microseconds=1))
    return [business_day(venue, on + timedelta(days=n)) for n in range((last - on).days + 1)]


def by_minute(
    since: datetime, until: datetime, days: Iterable[BusinessDay], lived: Iterable[Minute]
) -> Iterator[Point]:
    """A point for each minute that starts in the stretch; closed, the venue says nothing of its few people."""
    openings = [stretch for day in days for stretch in day.openings]
    known = {minute.starts_at: minute for minute in lived}
    for at in _grid(since, until, LENGTH[Step.MINUTE]):
        minute = known.get(at)
        if minute is None:
            yield Point(at=at)
            continue
        is_open = any(opens <= at < closes for opens, closes in openings)
        is_known = is_open and minute.coverage >= HALF
        yield Point(
            at=at,
            people=round(minute.people) if is_known else None,
            low=minute.low if is_known else None,
            high=minute.high if is_known else None,
            people_in=minute.people_in if is_known else None,
            people_out=minute.people_out if is_known else None,
            coverage=round(minute.coverage, 4),
        )


def by_hour(since: datetime, until: datetime, venue: Venue, days: Iterable[DaySettled]) -> Iterator[Point]:
    """A point for each clock hour that starts in the stretch, or in which it starts; rounded if not all open."""
    known: dict[datetime, list[HourRollup]] = {}
    for day in days:
        openings = business_day(venue, day.date).openings
        for rollup in day.hours:
            known.setdefault(rollup.starts_at, []).append(_as_published(rollup, openings))
    for at in _grid(since.replace(minute=0), until, LENGTH[Step.HOUR]):
        yield _rolled_up(at, known.get(at, []))


def by_day(days: Iterable[BusinessDay], settled: Mapping[date, DaySettled]) -> Iterator[Point]:
    """A point for each business day."""
    for day in days:
        found = settled.get(day.date)
        yield _rolled_up(day.starts_at, found.hours if found else ())


def _as_published(rollup: HourRollup, openings: tuple[tuple[datetime, datetime], ...]) -> HourRollup:
    """The few who pass in a closed venue are its staff: numbers are rounded to five people, as in the open data."""
    ends_at = rollup.starts_at + LENGTH[Step.HOUR]
    if any(opens <= rollup.starts_at and ends_at <= closes for opens, closes in openings):
        return rollup
    mean, most = rollup.mean_people, rollup.max_people
    return replace(
        rollup,
        people_in=_coarse(rollup.people_in),
        people_out=_coarse(rollup.people_out),
        mean_people=None if mean is None else float(_coarse(mean)),
        max_people=None if most is None else _coarse(most),
    )


def _coarse(people: float) -> int:
    return COARSE * round(people / COARSE)


def _rolled_up(at: datetime, rollups: Iterable[HourRollup]) -> Point:
    """Several hours as one; two parts of one clock hour belong to two business days that meet in it."""
    rollups = list(rollups)
    means = [rollup.mean_people for rollup in rollups if rollup.mean_people is not None]
    if not means:
        return Point(at=at, coverage=_coverage(rollups))
    return Point(
        at=at,
        people=round(sum(means) / len(means), 1),
        most=max((rollup.max_people for rollup in rollups if rollup.max_people is not None), default=None),
        people_in=sum(rollup.people_in for rollup in rollups),
        people_out=sum(rollup.people_out for rollup in rollups),
        coverage=_coverage(rollups),
    )


def _coverage(rollups: list[HourRollup]) -> float:
    return round(sum(rollup.coverage for rollup in rollups) / len(rollups), 4) if rollups else 0.0


def _grid(since: datetime, until: datetime, length: timedelta) -> Iterator[datetime]:
    at = since.astimezone(UTC).replace(second=0, microsecond=0)
    while at < until:
        yield at
        at += length
