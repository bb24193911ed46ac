"""Looking after every counter of the city: what is found is kept beside the venue, and each change of it is told once.

Reads and writes CrowdTable. What a citizen sees does not wait for this: a silent door makes a venue
`unknown` whenever it is read (present.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cercano.crowd import health, notes, records, store
from cercano.crowd.hours import business_day_at
from cercano.facts.crowd import CounterFailed, CounterRecovered


@dataclass(slots=True)
class Watched:
    """One look at the city."""

    counters: int = 0
    troubled: int = 0
    """Counters with a finding that was told."""
    failed: int = 0
    """Findings raised by this look."""
    recovered: int = 0


def watch(at: datetime) -> Watched:
    """Look after the counters of every venue at the instant `at`."""
    watched = Watched()
    for place in store.places():
        _watch_one(place, at, watched)
    return watched


def _watch_one(place: store.Place, at: datetime, watched: Watched) -> None:
    venue_id = place.venue.venue_id
    found = notes.health(venue_id)
    day = business_day_at(place.venue, at)
    marks = store.marks(venue_id, day.starts_at, at)
    learned = notes.rhythm(venue_id)
    rhythm = records.rhythm_from_json(venue_id, learned) if learned else None
    before = records.health_from_json(found)
    after = health.look_after(place.venue, place.live, marks, rhythm, before, at)
    changes = health.changes(before, after)
    watched.counters += len(after)
    watched.troubled += sum(any(finding.raised for finding in findings) for findings in after.values())
    watched.failed += sum(change.raised for change in changes)
    watched.recovered += sum(not change.raised for change in changes)
    if found != (document := records.health_to_json(after)):
        notes.save_health(venue_id, document, [_fact(venue_id, change, at) for change in changes])


def _fact(venue_id: str, change: health.Change, at: datetime) -> CounterFailed | CounterRecovered:
    counter, code = change.counter, change.finding.code.value
    door, device, line = counter.door_id, counter.device_id, counter.line
    if not change.raised:
        return CounterRecovered(at=at, venue_id=venue_id, door_id=door, device_id=device, line=line, code=code)
    since = change.finding.since
    return CounterFailed(at=at, venue_id=venue_id, door_id=door, device_id=device, line=line, code=code, since=since)
