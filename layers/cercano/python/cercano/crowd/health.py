"""Whether each counter can be trusted: what is wrong with it, since when, and when that has to be told.

Pure: what was found before, what the counter says now and what is usual at this hour make what is found now. A finding
does not flap: it is raised when it has lasted, and taken back when the counter has looked well for ten minutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from cercano.crowd import hours
from cercano.crowd.faults import LOOKS, Code, Seen, Sign
from cercano.crowd.marks import Marks
from cercano.crowd.model import Venue
from cercano.crowd.present import Live, counter_at
from cercano.crowd.rhythm import Rhythm
from cercano.crowd.tally import follow

WELL_FOR = timedelta(minutes=10)
"""How long a counter must look well before a finding is taken back."""
LASTS = {Code.CLOCK_SKEW: timedelta(minutes=15)}
"""How long it must last before it is raised: a counter that catches up after an outage also speaks of the past."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is wrong, or seems so."""

    code: Code
    since: datetime
    """When it began, as far as one can tell."""
    noticed_at: datetime
    well_since: datetime | None = None
    """Since when it no longer shows; after ten minutes it is taken back."""
    raised: bool = True
    """False while it may still be a passing thing: nobody is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """One counter at one door."""

    door_id: str
    device_id: str
    line: int
    fit_no: int


Health = Mapping[Counter, tuple[Finding, ...]]


class Change(NamedTuple):
    """What has to be told: a finding that was raised, or taken back."""

    counter: Counter
    finding: Finding
    raised: bool


def look_after(
    venue: Venue, live: Live | None, marks: Marks, rhythm: Rhythm | None, before: Health, at: datetime
) -> dict[Counter, tuple[Finding, ...]]:
    """The findings of every counter that hangs in `venue` at `at`. `marks`: of the business day so far."""
    day = hours.business_day_at(venue, at)
    flows = {door.door_id: follow(door, marks.get(door.door_id, {}))[0] for door in venue.doors}
    balance = (
        sum(flow.people_in for passed in flows.values() for flow in passed),
        sum(flow.people_out for passed in flows.values() for flow in passed),
    )
    found: dict[Counter, tuple[Finding, ...]] = {}
    for door in venue.doors:
        fit = counter_at(door, at)
        if fit is None:
            continue
        last = live.doors.get(door.door_id) if live else None
        last = last if last and last.fit_no == fit.fit_no else None
        seen = Seen(venue, door, fit, last, flows[door.door_id], balance, rhythm, day, at)
        counter = Counter(door_id=door.door_id, device_id=fit.device_id, line=fit.line, fit_no=fit.fit_no)
        known = {finding.code: finding for finding in before.get(counter, ())}
        now = (_settled(code, known.get(code), look(seen), at) for code, look in LOOKS.items())
        found[counter] = tuple(finding for finding in now if finding is not None)
    return found


def changes(before: Health, after: Health) -> list[Change]:
    """What was raised and what was taken back between two looks. A counter that was taken down is no change."""
    told: list[Change] = []
    for counter, findings in after.items():
        was = {finding.code: finding for finding in before.get(counter, ()) if finding.raised}
        now = {finding.code: finding for finding in findings if finding.raised}
        told += [Change(counter, now[code], raised=True) for code in now if code not in was]
        told += [Change(counter, was[code], raised=False) for code in was if code not in now]
    return told


def _settled(code: Code, known: Finding | None, sign: Sign | None, at: datetime) -> Finding | None:
    """What becomes of a finding after one more look."""
    if sign is None:
        return known
    if sign.since is not None:
        if known is None:
            return Finding(code=code, since=sign.since, noticed_at=at, raised=code not in LASTS)
        lasted = at - known.noticed_at >= LASTS.get(code, timedelta())
        return replace(known, well_since=None, raised=known.raised or lasted)
    if known is None or not known.raised:
        return None
    well_since = known.well_since or at
    return None if at - well_since >= WELL_FOR else replace(known, well_since=well_since)
