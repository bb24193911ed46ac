"""GET /crowd/venues/{venue_id}/week: what a week in a place is usually like.

Reads the rhythm that the night has learned, and how well it has forecast lately.
"""

from __future__ import annotations

import math

from cercano.crowd import hours, notes, records, store
from cercano.crowd.forecast import REACH
from cercano.crowd.rhythm import Rhythm, Typical
from cercano.crowd.score import WINDOW, Record, record
from cercano.kit.web import Service, View

app = Service("crowd")


class UsualHour(View):
    """What an hour of the week is usually like."""

    hour: int
    """Local, 0 to 23."""
    people: int
    low: int
    """80 of 100 such hours lie between `low` and `high`."""
    high: int
    share: float
    """Of the capacity."""


class UsualDay(View):
    """A day of the week; `hours` has 24 places, null where the venue is closed or nothing is known."""

    weekday: int
    """0 is Monday."""
    hours: list[UsualHour | None]


class Score(View):
    """How far the forecasts of the last 28 days were off, as a share of the people there were (WAPE)."""

    days: int
    wape_profile: float | None
    """Of the typical week."""
    wape_last_week: float | None
    """Of "the same as last week", which it has to beat."""
    model: str
    """Who forecasts at present: `profile` or `last_week`."""


class Week(View):
    """The typical week. Under three weeks of history there is none to speak of, and `days` is empty."""

    enough_history: bool
    weeks: int
    days: list[UsualDay]
    score: Score


@app.get("/venues/{venue_id}/week", public=True, cache_s=600)
def read_week(venue_id: str) -> Week:
    """What a week in this venue is usually like, hour by hour."""
    venue = store.venue(venue_id)
    kept = notes.rhythm(venue_id)
    rhythm = records.rhythm_from_json(venue_id, kept) if kept else None
    today = hours.business_date(venue, app.now())
    scores = [records.score_from_json(on, said) for on, said in notes.scores(venue_id, today - WINDOW, today)]
    is_enough = rhythm is not None and rhythm.enough_history
    return Week(
        enough_history=is_enough,
        weeks=rhythm.weeks if rhythm else 0,
        days=[_day(rhythm, weekday, venue.capacity) for weekday in range(7)] if rhythm and is_enough else [],
        score=_score(record(scores, before=today)),
    )


def _day(rhythm: Rhythm, weekday: int, capacity: int) -> UsualDay:
    return UsualDay(
        weekday=weekday,
        hours=[_hour(hour, rhythm.people.get((weekday, hour)), capacity) for hour in range(24)],
    )


def _hour(hour: int, usual: Typical | None, capacity: int) -> UsualHour | None:
    if usual is None:
        return None
    reach = REACH * math.sqrt(usual.spread**2 + usual.people)
    return UsualHour(
        hour=hour,
        people=round(usual.people),
        low=max(0, round(usual.people - reach)),
        high=round(usual.people + reach),
        share=round(usual.people / capacity, 4),
    )


def _score(found: Record) -> Score:
    return Score(
        days=found.days,
        wape_profile=None if found.wape_profile is None else round(found.wape_profile, 4),
        wape_last_week=None if found.wape_last_week is None else round(found.wape_last_week, 4),
        model=found.model.value,
    )
