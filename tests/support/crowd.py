"""Venues, readings and days for tests: builders that mention only what matters."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from cercano.crowd.model import Crowding, DaySettled, Door, Fit, HourRollup, Opening, Venue, VenueKind
from cercano.crowd.present import DoorNow, Live
from cercano.kit.text import Text

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
"""Monday, 23 November 2026, twelve in Santander."""
EVERY_DAY = ((Opening(opens=time(9), closes=time(21)),),) * 7
LONG_AGO = datetime(2026, 9, 1, tzinfo=UTC)


def a_door(door_id: str = "main", device_id: str | None = "counter-1", **changed: Any) -> Door:
    """A door with a counter that has hung there since September (`device_id=None`: with none)."""
    fits = (Fit(fit_no=1, device_id=device_id, since=LONG_AGO),) if device_id else ()
    return Door(**{"door_id": door_id, "name": Text(es="Puerta", en="Door"), "fits": fits, **changed})


def a_venue(venue_id: str = "centro-botin", **changed: Any) -> Venue:
    """A museum for 900 people, open every day from 9 to 21, with one counted door."""
    plain: dict[str, Any] = {
        "venue_id": venue_id,
        "name": Text(es="Centro Botín", en="Botín Centre"),
        "kind": VenueKind.MUSEUM,
        "address": "Muelle de Albareda, s/n",
        "lat": 43.4613,
        "lon": -3.8015,
        "capacity": 900,
        "weekly": EVERY_DAY,
        "doors": (a_door(device_id=f"{venue_id}-1"),),
    }
    return Venue(**{**plain, **changed})


def a_live(at: datetime = NOON, people: int = 82, **changed: Any) -> Live:
    """The state of a venue whose one door spoke at `at`."""
    door = DoorNow(
        device_id="counter-1",
        line=1,
        fit_no=1,
        epoch=1,
        seq=10,
        at=at,
        received_at=at,
        total_in=500,
        total_out=418,
        moved_at=at,
        battery_pct=87,
    )
    plain: dict[str, Any] = {
        "date": at.date().isoformat(),
        "people": people,
        "low": max(0, people - 11),
        "high": people + 11,
        "crowding": Crowding.QUIET,
        "total_in": 500,
        "total_out": 418,
        "exit_ratio": 1.04,
        "days_learned": 20,
        "as_of": at,
        "doors": {"main": door},
    }
    return Live(**{**plain, **changed})


def a_day(on: date, venue_id: str = "centro-botin", total_in: int = 400, total_out: int = 390) -> DaySettled:
    """A settled day with twelve open hours of 60 people."""
    opens = datetime(on.year, on.month, on.day, 8, tzinfo=UTC)
    hours = tuple(
        HourRollup(
            starts_at=opens + timedelta(hours=n),
            people_in=30,
            people_out=29,
            mean_people=60.0,
            max_people=75,
            coverage=1.0,
        )
        for n in range(12)
    )
    return DaySettled(
        venue_id=venue_id,
        date=on,
        total_in=total_in,
        total_out=total_out,
        raw_closing_error=total_in - total_out,
        closing_error=1.0,
        exit_ratio=1.03,
        hours=hours,
        settled_at=opens + timedelta(hours=14),
    )
