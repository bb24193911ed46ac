"""Builders of what counters say: a museum with several doors, readings of its counters, and messages as the IoT rules
write them.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from cercano.crowd.counting import mark_of
from cercano.crowd.marks import Marks, add, minute_of
from cercano.crowd.model import Door, Fit, Opening, Reading, Venue, VenueKind
from cercano.kit.text import Text

DAY = datetime(2026, 11, 23, tzinfo=UTC)
"""A Monday; Madrid is one hour ahead."""
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def a_door(door_id: str = "main", **details: Any) -> Door:
    fit = Fit(fit_no=1, device_id=f"counter-{door_id}", since=LONG_AGO)
    return replace(Door(door_id=door_id, name=Text(es=door_id, en=door_id), fits=(fit,)), **details)


def a_museum(*doors: Door, **details: Any) -> Venue:
    venue = Venue(
        venue_id="museum",
        name=Text(es="Museo", en="Museum"),
        kind=VenueKind.MUSEUM,
        address="Calle Rubio 6",
        lat=43.463,
        lon=-3.81,
        capacity=100,
        weekly=((Opening(opens=time(9), closes=time(21)),),) * 7,
        holidays_closed=False,
        doors=doors or (a_door(),),
    )
    return replace(venue, **details)


def at(hour: int, minute: int = 0, second: int = 0, *, day: int = 0) -> datetime:
    """An instant of the test's Monday, UTC."""
    return DAY + timedelta(days=day, hours=hour, minutes=minute, seconds=second)


def a_reading(
    when: datetime, total_in: int, total_out: int, *, door: str = "main", seq: int | None = None, **details: Any
) -> Reading:
    said = Reading(
        device_id=f"counter-{door}",
        line=1,
        epoch=0,
        seq=int(when.timestamp()) if seq is None else seq,
        at=when,
        received_at=when,
        total_in=total_in,
        total_out=total_out,
        wraps_at=2**32,
    )
    return said._replace(**details)


def marks_of(venue: Venue, readings: Iterable[Reading]) -> Marks:
    """What stays of readings, by the fits of the venue's document."""
    marks: Marks = {}
    for reading in readings:
        for door in venue.doors:
            for fit in door.fits:
                until = fit.until or datetime.max.replace(tzinfo=UTC)
                if (fit.device_id, fit.line) == (reading.device_id, reading.line) and fit.since <= reading.at < until:
                    add(marks, door.door_id, minute_of(reading.at), mark_of(fit.fit_no, reading))
    return marks


def rule_body(payload: Any, thing: str = "counter-main", kind: str = "counts", received: datetime | None = None) -> str:
    """An SQS body as the rule writes it. `payload`: bytes, or JSON values."""
    raw = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    when = received or (datetime.fromisoformat(payload["at"]) if isinstance(payload, dict) else DAY)
    return json.dumps(
        {
            "payload": base64.b64encode(raw).decode(),
            "thing": thing,
            "source": "counters" if kind == "counts" else "networks",
            "kind": kind,
            "received_at": int(when.timestamp() * 1000),
        }
    )


def own(when: datetime, seq: int, total_in: int, total_out: int, *, epoch: int = 1, **more: Any) -> dict[str, Any]:
    """A message in Cercano's own words."""
    return {"v": 1, "at": when.isoformat(), "epoch": epoch, "seq": seq, "in": total_in, "out": total_out, **more}
