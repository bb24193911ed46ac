"""What the nights have learned, as plain JSON values and back: a venue's rhythm, its forecast's record, its health."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from cercano.crowd.faults import Code
from cercano.crowd.health import Counter, Finding, Health
from cercano.crowd.rhythm import Rhythm, Typical
from cercano.crowd.score import DayScore

Json = dict[str, Any]


def rhythm_to_json(rhythm: Rhythm) -> Json:
    """An hour of the week is a row: weekday, hour, people, spread, samples, last week, entries."""
    rows = [
        [day, hour, _short(one.people), _short(one.spread), one.samples, _short(one.last_week), _short(entries)]
        for (day, hour), one in sorted(rhythm.people.items())
        for entries in [rhythm.entries.get((day, hour))]
    ]
    return {"before": rhythm.before.isoformat(), "weeks": rhythm.weeks, "level": round(rhythm.level, 4), "hours": rows}


def rhythm_from_json(venue_id: str, json: Json) -> Rhythm:
    """The rhythm that `rhythm_to_json` wrote, to two decimals."""
    people = {
        (day, hour): Typical(people=people, spread=spread, samples=samples, last_week=last_week)
        for day, hour, people, spread, samples, last_week, _ in json["hours"]
    }
    return Rhythm(
        venue_id=venue_id,
        before=date.fromisoformat(json["before"]),
        weeks=json["weeks"],
        level=json["level"],
        people=people,
        entries={(row[0], row[1]): row[6] for row in json["hours"] if row[6] is not None},
    )


def score_to_json(score: DayScore) -> Json:
    """All but the date, which is the key."""
    json = asdict(score)
    del json["date"]
    return json


def score_from_json(on: date, json: Json) -> DayScore:
    """The score that `score_to_json` wrote."""
    return DayScore(date=on, **json)


def health_to_json(health: Health) -> list[Json]:
    """By counter, in the order of doors."""
    counters = sorted(health, key=lambda counter: (counter.door_id, counter.fit_no))
    return [asdict(counter) | {"findings": [_finding(one) for one in health[counter]]} for counter in counters]


def health_from_json(json: Iterable[Json] | None) -> dict[Counter, tuple[Finding, ...]]:
    """What `health_to_json` wrote; None (nobody has looked yet) is no finding at all."""
    health: dict[Counter, tuple[Finding, ...]] = {}
    for one in json or ():
        findings = tuple(_read_finding(**finding) for finding in one["findings"])
        counter = Counter(**{name: one[name] for name in ("door_id", "device_id", "line", "fit_no")})
        health[counter] = findings
    return health


def _finding(finding: Finding) -> Json:
    return {
        "code": finding.code.value,
        "since": finding.since.isoformat(),
        "noticed_at": finding.noticed_at.isoformat(),
        "well_since": finding.well_since.isoformat() if finding.well_since else None,
        "raised": finding.raised,
    }


def _read_finding(code: str, since: str, noticed_at: str, well_since: str | None, raised: bool) -> Finding:
    return Finding(
        code=Code(code),
        since=datetime.fromisoformat(since),
        noticed_at=datetime.fromisoformat(noticed_at),
        well_since=datetime.fromisoformat(well_since) if well_since else None,
        raised=raised,
    )


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
