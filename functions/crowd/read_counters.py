"""GET /crowd/counters: how every counter of the city is doing, for those who mend them.

Reads the venues, their live state and what watch_counters found last, in one query. The worst come first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cercano.crowd import records, store
from cercano.crowd.faults import SAID, Code
from cercano.crowd.health import Counter, Finding
from cercano.crowd.model import Door
from cercano.crowd.present import counter_at
from cercano.crowd.words import said
from cercano.kit.web import Instant, Page, Paging, Service, View

app = Service("crowd")


class FindingView(View):
    """Something that is wrong with a counter, or seems so."""

    code: Code
    since: Instant
    text: str


class CounterView(View):
    """A counter at a door; without `device_id` the door has none."""

    device_id: str | None
    line: int | None
    venue_id: str
    venue_name: str
    door_id: str
    door_name: str
    last_seen: Instant | None
    """When it last counted; null when it never spoke."""
    age_s: int | None
    battery_pct: int | None
    total_in: int | None
    """Its own total, as it says it."""
    total_out: int | None
    findings: list[FindingView]


@app.get("/counters", roles=("staff",))
def read_counters(paging: Paging) -> Page[CounterView]:
    """How every counter is doing; those with something wrong come first, then by venue and door."""
    at, language = app.now(), app.language
    found = sorted((counter for place in store.places() for counter in _counters_of(place, at, language)), key=_order)
    if paging.after:
        found = [counter for counter in found if _order(counter) > tuple(paging.after["last"])]
    items = found[: paging.limit]
    return Page(items, next={"last": list(_order(items[-1]))} if len(found) > len(items) else None)


def _order(counter: CounterView) -> tuple[int, str, str]:
    return -len(counter.findings), counter.venue_id, counter.door_id


def _counters_of(place: store.Place, at: datetime, language: str) -> Iterator[CounterView]:
    health = records.health_from_json(place.health)
    for door in place.venue.doors:
        yield _counter(place, door, health, at, language)


def _counter(
    place: store.Place, door: Door, health: dict[Counter, tuple[Finding, ...]], at: datetime, language: str
) -> CounterView:
    fit = counter_at(door, at)
    last = place.live.doors.get(door.door_id) if place.live and fit else None
    last = last if last and fit and last.fit_no == fit.fit_no else None
    findings = [
        FindingView(code=finding.code, since=finding.since, text=said(SAID[finding.code], language))
        for counter, those in health.items()
        if fit and (counter.door_id, counter.fit_no) == (door.door_id, fit.fit_no)
        for finding in those
        if finding.raised
    ]
    return CounterView(
        device_id=fit.device_id if fit else None,
        line=fit.line if fit else None,
        venue_id=place.venue.venue_id,
        venue_name=said(place.venue.name, language),
        door_id=door.door_id,
        door_name=said(door.name, language),
        last_seen=last.at if last else None,
        age_s=max(0, round((at - last.at).total_seconds())) if last else None,
        battery_pct=last.battery_pct if last else None,
        total_in=last.total_in if last else None,
        total_out=last.total_out if last else None,
        findings=findings,
    )
