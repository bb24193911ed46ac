"""GET /crowd/venues/{venue_id}/forecast: what the next hours will be like in a place, and when is the best time to go.

Reads the venue's rhythm, its live state and how well it has been forecast lately.
"""

from __future__ import annotations

from typing import Annotated

from pydantic.config import ConfigDict
from pydantic.fields import Field

from cercano.crowd import hours, notes, records, store
from cercano.crowd.forecast import Best, HourAhead, best_time, next_hours
from cercano.crowd.model import Crowding
from cercano.crowd.present import shown
from cercano.crowd.score import WINDOW, record
from cercano.crowd.words import best_text, forecast_missing
from cercano.kit.web import Instant, Service, View

app = Service("crowd")

DAY_H = 24
"""The best time is looked for in the next 24 hours, however few are asked for."""


class ForecastHour(View):
    """A clock hour to come; people are null when nobody can know, or nobody will be there because it is closed."""

    at: Instant
    people: int | None
    low: int | None
    """80 of 100 such hours lie between `low` and `high`."""
    high: int | None
    state: Crowding
    is_open: bool

    @classmethod
    def of(cls, hour: HourAhead) -> ForecastHour:
        """From the forecast."""
        return cls(at=hour.at, people=hour.people, low=hour.low, high=hour.high, state=hour.state, is_open=hour.is_open)


class BestTime(View):
    """The emptiest stretch of the day."""

    model_config = ConfigDict(serialize_by_alias=True)

    from_: Annotated[Instant, Field(serialization_alias="from")]
    to: Instant
    people: int
    """Expected, on average."""
    text: str

    @classmethod
    def of(cls, best: Best, text: str) -> BestTime:
        """From the forecast."""
        return cls(from_=best.starts_at, to=best.ends_at, people=best.people, text=text)


class Forecast(View):
    """The hours ahead. Without three weeks of history there is no forecast, and it says so."""

    enough_history: bool
    made_at: Instant
    hours: list[ForecastHour]
    best: BestTime | None
    text: str


@app.get("/venues/{venue_id}/forecast", public=True, cache_s=60)
def read_forecast(venue_id: str, hours_: Annotated[int, Field(ge=1, le=48)] = 12) -> Forecast:
    """What the next hours will be like, the present one first, and the best time to go in the next 24."""
    now, language = app.now().replace(microsecond=0), app.language
    place, kept = store.place(venue_id), notes.rhythm(venue_id)
    venue, rhythm = place.venue, records.rhythm_from_json(venue_id, kept) if kept else None
    if rhythm is None or not rhythm.enough_history:
        text = forecast_missing(rhythm.weeks if rhythm else 0, language)
        return Forecast(enough_history=False, made_at=now, hours=[], best=None, text=text)
    today = hours.business_date(venue, now)
    scores = [records.score_from_json(on, said) for on, said in notes.scores(venue_id, today - WINDOW, today)]
    ahead = next_hours(
        venue,
        rhythm,
        now=now,
        count=max(hours_, DAY_H),
        people_now=shown(venue, place.live, now).people,
        model=record(scores, before=today).model,
    )
    best = best_time(ahead[:DAY_H], capacity=venue.capacity)
    text = best_text(venue, best, now, language)
    return Forecast(
        enough_history=True,
        made_at=now,
        hours=[ForecastHour.of(hour) for hour in ahead[:hours_]],
        best=BestTime.of(best, text) if best else None,
        text=text,
    )
