"""GET /crowd/venues/{venue_id}: one place now, its day so far, and how far its counters can be trusted.

Reads the venue, its live state and its settled days of the last four weeks.
"""

from __future__ import annotations

import datetime as dt

from cercano.crowd import hours, store
from cercano.crowd.learn import WINDOW_DAYS
from cercano.crowd.occupancy import DOWN, UP
from cercano.crowd.present import Live
from cercano.crowd.quality import Grade, explained, quality
from cercano.crowd.views import VenueNow, venue_now
from cercano.crowd.words import said
from cercano.kit.web import Service, View

app = Service("crowd")


class Today(View):
    """The business day so far, as counted: nothing here is corrected."""

    date: dt.date
    exit_ratio: float | None
    """What one counted exit stands for today; null before the first reading."""
    total_in: int
    total_out: int


class CounterQuality(View):
    """What the last 28 days say of the counters."""

    days: int
    median_closing_error_pct: float | None
    """People the raw counters would leave inside overnight, as a percentage of the day's entries."""
    exit_ratio: float
    grade: Grade
    text: str


class Thresholds(View):
    """Shares of the capacity at which the word changes; it takes passing the lower one to take it back."""

    normal_from: float
    busy_from: float
    full_from: float
    quiet_below: float
    normal_below: float
    eased_below: float


class VenueDetails(VenueNow):
    """A venue at this moment, with its day and its trustworthiness."""

    today: Today
    counter_quality: CounterQuality
    thresholds: Thresholds


THRESHOLDS = Thresholds(
    normal_from=UP[0], busy_from=UP[1], full_from=UP[2], quiet_below=DOWN[0], normal_below=DOWN[1], eased_below=DOWN[2]
)


@app.get("/venues/{venue_id}", public=True, cache_s=10)
def read_venue(venue_id: str) -> VenueDetails:
    """How full a venue is right now, how its day goes, and how good its counters are."""
    at, language = app.now(), app.language
    place = store.place(venue_id)
    today = hours.business_date(place.venue, at)
    days = store.days(venue_id, today - dt.timedelta(days=WINDOW_DAYS), today - dt.timedelta(days=1))
    found = quality(days, today)
    return VenueDetails(
        **dict(venue_now(place.venue, place.live, at, language)),
        today=_today(place.live, today),
        counter_quality=CounterQuality(
            days=found.days,
            median_closing_error_pct=found.median_closing_error_pct,
            exit_ratio=found.exit_ratio,
            grade=found.grade,
            text=said(explained(found), language),
        ),
        thresholds=THRESHOLDS,
    )


def _today(live: Live | None, today: dt.date) -> Today:
    """A live state of yesterday says nothing of today."""
    if live is None or live.date != today.isoformat():
        return Today(date=today, exit_ratio=None, total_in=0, total_out=0)
    return Today(date=today, exit_ratio=live.exit_ratio, total_in=live.total_in, total_out=live.total_out)
