"""Every night: the days that were settled, or mended since, are published as open data, by the minute and by the hour.

Reads the venues, their days, marks and audits (CrowdTable: VENUES, VENUE#*), reads and deletes what was asked for
(EXPORT); reads and writes CSV, Parquet and the index in the bucket OPEN_DATA_BUCKET (GetObject, PutObject; ListBucket,
so that a missing index is told from a forbidden one). A day that did not change is not written again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from cercano.crowd import asks, lookback, publishing, store
from cercano.crowd.hours import business_day
from cercano.crowd.model import Venue
from cercano.crowd.open_data import HourRow, MinuteRow, Rows, as_csv, as_parquet, hour_rows, minute_rows
from cercano.kit.log import log
from cercano.kit.schedule import scheduled
from cercano.kit.settings import setting

BUCKET = setting("OPEN_DATA_BUCKET")
MOST_AT_ONCE = 40
"""Days in one run; the rest is published by the next."""


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Publish the days that are over at `now`; answers how many were asked for and how many had changed."""
    venues = store.venues()
    over = [
        (on, ask) for on, ask in publishing.asked() if all(business_day(venue, on).ends_at <= now for venue in venues)
    ][:MOST_AT_ONCE]
    index = publishing.index(BUCKET)
    changed = 0
    for on, ask in over:
        before = index.get(on, {})
        index[on] = publishing.put_day(BUCKET, on, _files(venues, on), before)
        if index[on] != before:
            changed += 1
            publishing.put_index(BUCKET, index)
            log.info("day_published", date=on.isoformat(), rows=index[on]["minutes.csv"].rows)
        asks.heard(ask)
    return {"asked": len(over), "changed": changed}


def _files(venues: Sequence[Venue], on: date) -> Mapping[str, tuple[bytes, int]]:
    minutes: list[MinuteRow] = []
    hours: list[HourRow] = []
    for venue in venues:
        settled = store.day(venue.venue_id, on)
        if settled is not None:
            day = business_day(venue, on)
            hours += hour_rows(venue, settled)
            minutes += minute_rows(venue, day, lookback.minutes_of(venue, day, day.ends_at))
    return _both("hours", hours, HourRow) | _both("minutes", minutes, MinuteRow)


def _both(name: str, rows: Rows, kind: type[MinuteRow] | type[HourRow]) -> dict[str, tuple[bytes, int]]:
    return {
        f"{name}.csv": (as_csv(rows, kind), len(rows)),
        f"{name}.parquet": (as_parquet(rows, kind), len(rows)),
    }
