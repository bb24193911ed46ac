"""Eight weeks of simulated days for a demonstration city, settled by the city's own rules and written to its table.

Run as a process of its own: the store reads its table's name from the environment, as a function does.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cercano.crowd import hours
from cercano.crowd.marks import Mark, Marks, minute_of
from cercano.crowd.model import DaySettled, Fit, Venue
from cercano.crowd.settle import settle
from infra.local import seed, survey
from infra.local.place import Place, place_from
from infra.local.simulator import simulate

WEEKS = 8
EVERY_MIN = 3
TOP = 2**32 - 1


def venues(place: Place) -> list[Venue]:
    """The venues of the seed as the rules know them."""
    from cercano.crowd.descriptions import NewVenue

    return [NewVenue.model_validate_json(json.dumps(one)).model() for one in seed.venues_of(place)]


def settled_days(venue: Venue, first: date, last: date) -> Iterator[DaySettled]:
    """The simulated days from `first` to `last`, each settled with what the days before it taught."""
    long_ago = datetime.combine(first, datetime.min.time(), UTC) - timedelta(days=7)
    fitted = replace(
        venue, doors=tuple(replace(door, fits=(_fit(venue, door.door_id, long_ago),)) for door in venue.doors)
    )
    before: list[DaySettled] = []
    for offset in range((last - first).days + 1):
        on = first + timedelta(days=offset)
        day = hours.business_day(fitted, on)
        settled = settle(fitted, day, marks_of(fitted, on), (), before[-28:], day.settles_at)
        before.append(settled)
        yield settled


def marks_of(venue: Venue, on: date) -> Marks:
    """What the counters of a venue said on a simulated day, every three minutes, from zero at its start."""
    day = simulate(venue, on)
    epoch, first = on.toordinal(), minute_of(day.starts_at)
    found: Marks = {}
    for door_id, door in day.doors.items():
        found[door_id] = {first: Mark(1, epoch, 0, 0, 0, TOP)}
        for minute in range(EVERY_MIN, len(door.total_in) + 1, EVERY_MIN):
            mark = Mark(1, epoch, minute, door.total_in[minute - 1], door.total_out[minute - 1], TOP)
            found[door_id][first + minute] = mark
    return found


def _fit(venue: Venue, door_id: str, since: datetime) -> Fit:
    return Fit(fit_no=1, device_id=seed.thing_of(venue.venue_id, door_id), since=since)


def write(place: Place, endpoints: dict[str, Any]) -> int:
    """Writes the weeks of every venue that has none, then has the rhythm learned; how many days were written."""
    os.environ.update(
        TABLE_NAME=endpoints["tables"]["crowd/CrowdTable"],
        READINGS_TABLE=endpoints["tables"]["crowd/ReadingsTable"],
        POWERTOOLS_SERVICE_NAME="history",
        STAGE=endpoints["stage"],
        AWS_ENDPOINT_URL=endpoints["aws"]["endpoint"],
        AWS_REGION=endpoints["aws"]["region"],
        AWS_DEFAULT_REGION=endpoints["aws"]["region"],
        AWS_ACCESS_KEY_ID="test",
        AWS_SECRET_ACCESS_KEY="test",  # noqa: S106 - every emulator's public word
    )
    from cercano.crowd import store

    written = 0
    now = datetime.now(UTC)
    for venue in venues(place):
        last = hours.business_date(venue, now) - timedelta(days=1)
        first = last - timedelta(days=7 * WEEKS - 1)
        if store.days(venue.venue_id, first, last):
            continue
        for settled in settled_days(venue, first, last):
            store.save_day(settled)
            written += 1
    if written:
        _learn(place, endpoints, now)
    return written


def _learn(place: Place, endpoints: dict[str, Any], now: datetime) -> None:
    import json

    from infra.local.aws import Clients

    event = {"source": "aws.events", "detail-type": "Scheduled Event", "time": f"{now:%Y-%m-%dT%H:%M:%SZ}"}
    Clients(place)("lambda").invoke(
        FunctionName=endpoints["functions"]["crowd/learn_rhythm"], Payload=json.dumps(event).encode()
    )


def main() -> int:
    """Writes what is missing."""
    place = place_from()
    written = write(place, survey.written(place))
    print(f"{written} simulated days written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
