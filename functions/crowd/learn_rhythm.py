"""Every night: each venue's typical week is learned from its last nine weeks, and yesterday's forecast gets its score.

Reads the venues and their settled days; writes the RHYTHM and the SCORE items of each venue: CrowdTable, partitions
VENUES and VENUE#*. A day that was mended since, within the last 28, is scored again.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from cercano.crowd import hours, notes, records, store
from cercano.crowd.model import DaySettled, Venue
from cercano.crowd.rhythm import WEEKS, learn
from cercano.crowd.score import WINDOW, score_day
from cercano.kit.schedule import scheduled

MEMORY = timedelta(weeks=WEEKS + 1)
"""What the typical week of a day is learned from."""


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Learn and score for the day of `now`; answers how many venues have a rhythm and how many days were scored."""
    venues = store.venues()
    scored = sum(_learn_one(venue, hours.business_date(venue, now)) for venue in venues)
    return {"venues": len(venues), "scored": scored}


def _learn_one(venue: Venue, today: date) -> int:
    days = store.days(venue.venue_id, today - WINDOW - MEMORY, today - timedelta(days=1))
    if not days:
        return 0
    notes.save_rhythm(venue.venue_id, records.rhythm_to_json(learn(venue, days, before=today)))
    return _score(venue, [day for day in days if day.date >= today - WINDOW], days)


def _score(venue: Venue, recent: list[DaySettled], history: list[DaySettled]) -> int:
    """Score the recent days, and write the scores that are new or different."""
    if not recent:
        return 0
    kept = dict(notes.scores(venue.venue_id, recent[0].date, recent[-1].date))
    scores = [score for day in recent if (score := score_day(venue, day, history)) is not None]
    fresh = [(score.date, json) for score in scores if (json := records.score_to_json(score)) != kept.get(score.date)]
    for on, json in fresh:
        notes.save_score(venue.venue_id, on, json)
    return len(fresh)
