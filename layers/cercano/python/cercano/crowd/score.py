"""How good the forecast was: each day's errors beside those of "the same as last week", and who forecasts from now on.

The typical week must earn its place. If over the last 28 days last week alone would have been closer, last week
forecasts until the typical week is better again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cercano.crowd.forecast import Model, expected
from cercano.crowd.model import DaySettled, Venue
from cercano.crowd.rhythm import learn, open_hours

WINDOW = timedelta(days=28)
ENOUGH_DAYS = 7
"""Fewer scored days decide nothing: the typical week forecasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayScore:
    """One venue's day: absolute errors summed over its open hours, in people. Known only from the days before it."""

    date: date
    hours: int
    people: float
    """What was to be forecast, summed."""
    error_profile: float
    error_last_week: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The last 28 days: error as a share of the people (WAPE), None while nothing was scored."""

    days: int
    wape_profile: float | None
    wape_last_week: float | None
    model: Model
    """Who forecasts from now on."""


def score_day(venue: Venue, day: DaySettled, history: Iterable[DaySettled]) -> DayScore | None:
    """What the forecast made from the days of `history` before this one was worth; None: there was nothing to compare.

    An hour counts only if both could forecast it.
    """
    rhythm = learn(venue, history, before=day.date)
    compared = [
        (rollup.mean_people, profile.people, last_week.people)
        for _, rollup in open_hours(venue, day)
        if rollup.mean_people is not None
        and (profile := expected(venue, rhythm, rollup.starts_at)) is not None
        and (last_week := expected(venue, rhythm, rollup.starts_at, model=Model.LAST_WEEK)) is not None
    ]
    if not compared:
        return None
    return DayScore(
        date=day.date,
        hours=len(compared),
        people=sum(was for was, _, _ in compared),
        error_profile=sum(abs(was - profile) for was, profile, _ in compared),
        error_last_week=sum(abs(was - last_week) for was, _, last_week in compared),
    )


def record(scores: Sequence[DayScore], *, before: date) -> Record:
    """The scores of the 28 days before `before`, summed up, and the model they speak for."""
    recent = [score for score in scores if before - WINDOW <= score.date < before]
    people = sum(score.people for score in recent)
    profile = sum(score.error_profile for score in recent)
    last_week = sum(score.error_last_week for score in recent)
    beaten = len(recent) >= ENOUGH_DAYS and last_week < profile
    return Record(
        days=len(recent),
        wape_profile=profile / people if people else None,
        wape_last_week=last_week / people if people else None,
        model=Model.LAST_WEEK if beaten else Model.PROFILE,
    )
