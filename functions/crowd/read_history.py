"""GET /crowd/venues/{venue_id}/history: what happened in a place, by minute, hour or day; gaps are said, never filled.

Reads the settled days, and the marks of days that still run. What it costs grows with the stretch that is asked for.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from pydantic.config import ConfigDict
from pydantic.fields import Field

from cercano.crowd import history, lookback, store
from cercano.crowd.errors import RangeBackwards, RangeTooLong
from cercano.crowd.history import MOST_POINTS, Point, Step
from cercano.crowd.model import Venue
from cercano.kit.web import Instant, Service, View

app = Service("crowd")

BY_DEFAULT = {Step.MINUTE: timedelta(hours=3), Step.HOUR: timedelta(days=1), Step.DAY: timedelta(days=28)}


class PointView(View):
    """A minute, a clock hour or a business day; null where nobody knows."""

    at: Instant
    """When it starts."""
    people: float | None
    """Inside at the end of the minute; on average through the hour or day."""
    low: int | None
    """By minute only: the true number lies between `low` and `high` nine times out of ten."""
    high: int | None
    most: int | None
    """By hour and day only: the most people at once."""
    people_in: int | None
    people_out: int | None
    coverage: float
    """Share of the doors' minutes that some reading spans; under 0.5 the people are not told."""

    @classmethod
    def of(cls, point: Point) -> PointView:
        """From the history."""
        return cls(
            at=point.at,
            people=point.people,
            low=point.low,
            high=point.high,
            most=point.most,
            people_in=point.people_in,
            people_out=point.people_out,
            coverage=point.coverage,
        )


class History(View):
    """A regular row of points, oldest first."""

    venue_id: str
    step: Step
    from_: Annotated[Instant, Field(serialization_alias="from")]
    to: Instant
    points: list[PointView]

    model_config = ConfigDict(serialize_by_alias=True)


@app.get("/venues/{venue_id}/history", public=True, cache_s=30)
def read_history(
    venue_id: str, from_: Instant | None = None, to: Instant | None = None, step: Step = Step.HOUR
) -> History:
    """What happened in a venue from one instant to another, 1,500 points at most; the future is left out."""
    now = app.now().replace(microsecond=0)
    until = min(to or now, now)
    since = from_ or until - BY_DEFAULT[step]
    if since >= until:
        raise RangeBackwards(errors=[{"parameter": "from"}])
    points = history.how_many(since, until, step)
    if points > MOST_POINTS:
        raise RangeTooLong(points=points, limit=MOST_POINTS, errors=[{"parameter": "from"}])
    venue = store.venue(venue_id)
    found = _points(venue, since, until, step)
    return History(venue_id=venue_id, step=step, from_=since, to=until, points=[PointView.of(one) for one in found])


def _points(venue: Venue, since: datetime, until: datetime, step: Step) -> list[Point]:
    days = history.days_between(venue, since, until)
    if step is Step.MINUTE:
        lived = [minute for day in days for minute in lookback.minutes_of(venue, day, until)]
        return list(history.by_minute(since, until, days, lived))
    settled = lookback.settled(venue, days, app.now())
    if step is Step.HOUR:
        return list(history.by_hour(since, until, venue, settled))
    return list(history.by_day(days, {day.date: day for day in settled}))
