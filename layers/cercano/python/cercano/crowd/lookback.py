"""Days that are not settled yet, looked at as if they were: the running day, and one that closed a moment ago.

Reads marks, counts by hand and the four weeks before; writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from cercano.crowd import store
from cercano.crowd.learn import WINDOW_DAYS, learned
from cercano.crowd.model import BusinessDay, DaySettled, Venue
from cercano.crowd.settle import Minute, minutes, settle
from cercano.crowd.standing import LOOK_BACK

UNSETTLED = timedelta(days=3)
"""Days that ended longer ago and were never settled stay a gap: their marks would have to be read one by one."""


def minutes_of(venue: Venue, day: BusinessDay, until: datetime) -> list[Minute]:
    """The minutes of a business day up to `until`."""
    end = min(until, day.ends_at)
    marks = store.marks(venue.venue_id, day.starts_at - LOOK_BACK, end)
    audits = store.audits(venue.venue_id, day.starts_at, day.ends_at)
    return minutes(venue, day, marks, audits, learned(day.date, _days_before(venue, day)), end)


def settled(venue: Venue, days: list[BusinessDay], now: datetime) -> list[DaySettled]:
    """The business days that are known: as they were settled, or as they would be now, up to the hour that runs."""
    kept = store.days(venue.venue_id, days[0].date, days[-1].date)
    done = {day.date for day in kept}
    open_days = [day for day in days if day.date not in done and day.starts_at <= now < day.ends_at + UNSETTLED]
    return kept + list(_as_if_settled(venue, open_days, now))


def _as_if_settled(venue: Venue, days: Iterable[BusinessDay], now: datetime) -> Iterator[DaySettled]:
    for day in days:
        marks = store.marks(venue.venue_id, day.starts_at - LOOK_BACK, min(now, day.ends_at))
        audits = store.audits(venue.venue_id, day.starts_at, day.ends_at)
        whole = settle(venue, day, marks, audits, _days_before(venue, day), now)
        yield replace(whole, hours=tuple(hour for hour in whole.hours if hour.starts_at < now))


def _days_before(venue: Venue, day: BusinessDay) -> list[DaySettled]:
    one = timedelta(days=1)
    return store.days(venue.venue_id, day.date - WINDOW_DAYS * one, day.date - one)
