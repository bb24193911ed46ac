"""Venues, settled days and counts by hand as plain JSON values and back, for the shelf they are kept on.

Instants are written "2026-11-23T09:15:00+00:00", local times "09:00", days "2026-11-23".
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from cercano.crowd.model import Audit, Closure, DaySettled, Door, Fit, HourRollup, Opening, Venue, VenueKind
from cercano.kit.text import Text

Json = dict[str, Any]
_PLAIN = ("venue_id", "address", "lat", "lon", "capacity", "timezone", "holidays_closed", "report_every_s")


def venue_to_json(venue: Venue) -> Json:
    """Everything but the version, which is the row's own."""
    return {name: getattr(venue, name) for name in _PLAIN} | {
        "name": _text(venue.name),
        "kind": venue.kind.value,
        "weekly": [_openings(day) for day in venue.weekly],
        "closures": [_closure(closure) for closure in venue.closures],
        "doors": [_door(door) for door in venue.doors],
        "alert_email": venue.alert_email,
    }


def venue_from_json(json: Json, version: int) -> Venue:
    """The venue that `venue_to_json` wrote."""
    return Venue(
        **{name: json[name] for name in _PLAIN},
        name=Text(**json["name"]),
        kind=VenueKind(json["kind"]),
        weekly=tuple(_read_openings(day) for day in json["weekly"]),
        closures=tuple(_read_closure(closure) for closure in json["closures"]),
        doors=tuple(_read_door(door) for door in json["doors"]),
        alert_email=json.get("alert_email"),
        version=version,
    )


def fit_to_json(fit: Fit) -> Json:
    """A counter at a door."""
    return {
        "fit_no": fit.fit_no,
        "device_id": fit.device_id,
        "line": fit.line,
        "since": fit.since.isoformat(),
        "until": fit.until.isoformat() if fit.until else None,
        "reversed": fit.reversed,
    }


def fit_from_json(json: Json) -> Fit:
    """The fit that `fit_to_json` wrote."""
    since, until = datetime.fromisoformat(json["since"]), json["until"]
    return Fit(**(json | {"since": since, "until": datetime.fromisoformat(until) if until else None}))


def day_to_json(day: DaySettled) -> Json:
    """A settled day; an hour is a row of values, as there are many."""
    return {
        "total_in": day.total_in,
        "total_out": day.total_out,
        "closing_error": day.closing_error,
        "exit_ratio": day.exit_ratio,
        "settled_at": day.settled_at.isoformat(),
        "hours": [
            [
                hour.starts_at.isoformat(),
                hour.people_in,
                hour.people_out,
                hour.mean_people,
                hour.max_people,
                hour.coverage,
            ]
            for hour in day.hours
        ],
    }


def day_from_json(venue_id: str, on: date, json: Json) -> DaySettled:
    """The day that `day_to_json` wrote."""
    return DaySettled(
        venue_id=venue_id,
        date=on,
        total_in=json["total_in"],
        total_out=json["total_out"],
        raw_closing_error=json["total_in"] - json["total_out"],
        closing_error=json["closing_error"],
        exit_ratio=json["exit_ratio"],
        hours=tuple(_read_hour(*row) for row in json["hours"]),
        settled_at=datetime.fromisoformat(json["settled_at"]),
    )


def audit_to_json(audit: Audit) -> Json:
    """A count by hand; who counted is a subject id, never a name."""
    return {
        "audit_id": audit.audit_id,
        "at": audit.at.isoformat(),
        "people": audit.people,
        "by": audit.by,
        "note": audit.note,
    }


def audit_from_json(json: Json) -> Audit:
    """The count that `audit_to_json` wrote."""
    return Audit(**(json | {"at": datetime.fromisoformat(json["at"])}))


def _text(text: Text) -> Json:
    return {"es": text.es, "en": text.en}


def _openings(openings: tuple[Opening, ...]) -> list[list[str]]:
    return [[opening.opens.isoformat("minutes"), opening.closes.isoformat("minutes")] for opening in openings]


def _read_openings(rows: list[list[str]]) -> tuple[Opening, ...]:
    return tuple(Opening(opens=time.fromisoformat(opens), closes=time.fromisoformat(closes)) for opens, closes in rows)


def _closure(closure: Closure) -> Json:
    return {
        "first": closure.first.isoformat(),
        "last": closure.last.isoformat(),
        "reason": _text(closure.reason),
        "openings": _openings(closure.openings),
    }


def _read_closure(json: Json) -> Closure:
    return Closure(
        first=date.fromisoformat(json["first"]),
        last=date.fromisoformat(json["last"]),
        reason=Text(**json["reason"]),
        openings=_read_openings(json["openings"]),
    )


def _door(door: Door) -> Json:
    return {
        "door_id": door.door_id,
        "name": _text(door.name),
        "max_per_minute": door.max_per_minute,
        "fits": [fit_to_json(fit) for fit in door.fits],
    }


def _read_door(json: Json) -> Door:
    fits = tuple(fit_from_json(fit) for fit in json["fits"])
    return Door(door_id=json["door_id"], name=Text(**json["name"]), max_per_minute=json["max_per_minute"], fits=fits)


def _read_hour(
    starts_at: str, people_in: int, people_out: int, mean: float | None, highest: int | None, coverage: float
) -> HourRollup:
    return HourRollup(
        starts_at=datetime.fromisoformat(starts_at),
        people_in=people_in,
        people_out=people_out,
        mean_people=mean,
        max_people=highest,
        coverage=coverage,
    )
