"""Fare tables, taps and rights for tests: builders that mention only what matters."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Any

from cercano.access.days import HERE
from cercano.access.fares import Fares, table_from_json
from cercano.access.model import Place, Right, Rights, Tap, TapKind
from cercano.ledger.passes import HeldPass

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
"""Monday, 23 November 2026, twelve in Santander."""
NO_RIGHTS = Rights()


def here(text: str) -> int:
    """Milliseconds of a local time here, such as "2026-11-23 08:00" or "... 08:00:30"."""
    return int(datetime.fromisoformat(text).replace(tzinfo=HERE).timestamp() * 1000)


def a_tap(at: str | int, line: str = "1", service: str = "bus", kind: str = "entry", **place: str) -> Tap:
    """A tap at a local time (or at milliseconds), on line 1's bus unless said."""
    at_ms = here(at) if isinstance(at, str) else at
    there = Place(**{"service": service, "operator": "tus", "line": line, "stop": "15", "vehicle": "204", **place})
    stamp = hashlib.sha256(repr((at_ms, there, kind)).encode()).hexdigest()[:16]
    return Tap(f"{at_ms:012x}{stamp}", at_ms, TapKind(kind), there)


def a_right(code: str, first: str = "2026-01-01", last: str = "2026-12-31") -> Right:
    """A class or pass held on these days, both included."""
    return Right(code, date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal())


def a_pass(code: str, first: str = "2026-01-01", last: str = "2026-12-31", *, journeys: int = 0) -> HeldPass:
    """A bus pass held on these days, both included; with `journeys`, a carnet. Its mark ends in its code."""
    return HeldPass(
        pass_id=code.rjust(32, "0"),
        code=code,
        service="bus",
        valid_from=date.fromisoformat(first),
        valid_to=date.fromisoformat(last),
        bought_ms=here(f"{first} 00:00"),
        journeys=journeys,
    )


def a_table(**changed: Any) -> dict[str, Any]:
    """A table with a bus of 66 cents, its caps, and a car park by the half hour."""
    bus = {
        "service": "bus",
        "kind": "entry",
        "name": {"es": "Autobús", "en": "Bus"},
        "prices": {"standard": 66, "youth": 40, "child": 0},
        "transfer_s": 3600,
        "caps": {
            "day": {"standard": 200, "youth": 120},
            "week": {"standard": 700, "youth": 400},
            "month": {"standard": 2000, "youth": 1100},
        },
        "free": [
            {
                "code": "christmas",
                "first": "2026-12-05",
                "last": "2027-01-05",
                "starts": "18:00",
                "ends": "22:00",
                "name": {"es": "Tardes de Navidad", "en": "Christmas afternoons"},
            }
        ],
    }
    parking = {
        "service": "parking",
        "kind": "stay",
        "name": {"es": "Aparcamiento", "en": "Car park"},
        "prices": {"standard": 50, "disability": 0},
        "unit_s": 1800,
        "free_s": 300,
        "maximum_cents": 900,
        "longest_s": 43200,
    }
    abono = {
        "code": "bus_month",
        "service": "bus",
        "months": 1,
        "refund_days": 14,
        "prices": {"standard": 2000},
        "name": {"es": "Abono mensual", "en": "Monthly pass"},
    }
    plain: dict[str, Any] = {
        "table_id": "2026",
        "valid_from": "2026-01-01",
        "decided": "Pleno, 2025-12-18",
        "products": [bus, parking],
        "passes": [abono],
    }
    return {**plain, **changed}


def some_fares(*tables: dict[str, Any]) -> Fares:
    """These tables; none: the one above."""
    return Fares([table_from_json(one) for one in tables or (a_table(),)])
