"""Builders that mention only what matters: a library open from nine to nine, and its settled days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cercano.crowd import hours
from cercano.crowd.model import DaySettled, Door, Fit, HourRollup, Opening, Venue, VenueKind
from cercano.kit.text import Text

MADRID = ZoneInfo("Europe/Madrid")
MONDAY = date(2026, 9, 21)
"""A Monday. The Tuesday before it (15 September) is a public holiday."""

LIBRARY = Venue(
    venue_id="library",
    name=Text(es="Biblioteca", en="Library"),
    kind=VenueKind.LIBRARY,
    address="Calle Gravina 4",
    lat=43.462,
    lon=-3.814,
    capacity=100,
    weekly=((Opening(opens=time(9), closes=time(21)),),) * 6 + ((Opening(opens=time(10), closes=time(14)),),),
    doors=(
        Door(
            door_id="main",
            name=Text(es="Principal", en="Main"),
            fits=(Fit(fit_no=1, device_id="counter-1", since=datetime(2026, 1, 1, tzinfo=UTC)),),
        ),
    ),
)


def a_library(**details: Any) -> Venue:
    return replace(LIBRARY, **details)


def local(on: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(on, time(hour, minute), MADRID).astimezone(UTC)


def a_day(
    on: date,
    people: float | Mapping[int, float | None] | Callable[[int], float | None] = 10.0,
    *,
    venue: Venue = LIBRARY,
    people_in: int = 5,
) -> DaySettled:
    """A settled day; `people` by local hour (one number: the same at each)."""
    day = hours.business_day(venue, on)
    rollups = []
    at = day.starts_at
    while at < day.ends_at:
        hour = at.astimezone(MADRID).hour
        mean = people.get(hour) if isinstance(people, Mapping) else people(hour) if callable(people) else people
        rollups.append(
            HourRollup(
                starts_at=at,
                people_in=people_in,
                people_out=people_in,
                mean_people=mean,
                max_people=None if mean is None else round(mean) + 1,
                coverage=0.0 if mean is None else 1.0,
            )
        )
        at += timedelta(hours=1)
    return DaySettled(
        venue_id=venue.venue_id,
        date=on,
        total_in=100,
        total_out=100,
        raw_closing_error=0,
        closing_error=0.0,
        exit_ratio=1.0,
        hours=tuple(rollups),
        settled_at=day.settles_at,
    )


def days_before(on: date, weeks: int, people: Callable[[date, int], float | None]) -> list[DaySettled]:
    """All days of the `weeks` weeks before `on`; `people(date, local hour)`."""
    dates = [on - timedelta(days=n) for n in range(1, weeks * 7 + 1)]
    return [a_day(each, lambda hour, each=each: people(each, hour)) for each in dates]
