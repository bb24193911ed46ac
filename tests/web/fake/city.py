"""The fake city itself: who lives in it, what hangs on its walls, and how full its places are at any hour.

What it says of the crowd depends only on its clock, so a picture taken twice is the same.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.web.fake.desk import Desk
from tests.web.fake.http import Asked, Refused, Told, iso
from tests.web.fake.market import Market
from tests.web.fake.purse import Purse

SEED = Path(__file__).parents[3] / "infra" / "seed" / "santander" / "venues.json"
MADRID = ZoneInfo("Europe/Madrid")
PASSWORD = "una bahía tranquila"

PEOPLE = (("citizen", "Lucía"), ("staff", "Marta"), ("operator", "Puerta 7"), ("merchant", "Olga"))

PEAKS = {
    "library": (11.5, 18.5, 0.62),
    "museum": (12.5, 18, 0.3),
    "culture": (19.5, 20.5, 0.55),
    "market": (11.5, 13, 1.02),
    "office": (10.5, 12, 0.7),
    "civic_centre": (11, 18, 0.45),
    "sports": (18.5, 20, 0.5),
    "pool": (10, 19.5, 0.88),
    "beach": (13, 17, 0.08),
    "park": (12.5, 17.5, 0.35),
}
"""Kind -> hour of the morning peak, of the evening peak, share of the capacity at the higher one."""


class City:
    """All of it. `now` may be moved by a test; `silent` and `broken` venues know nothing; `down` answers nobody;
    paths that begin with `broken` are answered with a fault of the city's own."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.documents: dict[str, dict[str, Any]] = {}
        for said in json.loads(SEED.read_text(encoding="utf-8")):
            kept = {key: value for key, value in said.items() if key != "source"}
            doors = [
                door | {"counter": self.fit(f"{said['venue_id']}-{door['door_id']}"), "fits": []}
                for door in said["doors"]
            ]
            self.documents[said["venue_id"]] = kept | {"version": 1, "doors": doors}
        self.silent = {"filmoteca"}
        self.young = {"espacio-joven"}
        self.people = {
            f"{role}@example.org": {"password": PASSWORD, "name": name, "roles": [role], "confirmed": True}
            for role, name in PEOPLE
        }
        self.sessions: dict[str, tuple[str, datetime]] = {}
        self.cookies: dict[str, str] = {}
        self.audits: dict[str, list[dict[str, Any]]] = {}
        self.devices = {
            f"{venue}-{door['door_id']}": self.device(f"{venue}-{door['door_id']}", "counter", door["name"]["es"])
            for venue, doc in self.documents.items()
            for door in doc["doors"]
        }
        self.desk = Desk(now)
        self.market = Market()
        self.purse = Purse()
        self.seen: list[Asked] = []
        self.down = False
        self.broken = ""

    def check(self, asked: Asked, roles: set[str] | None) -> None:
        """Who asks, and whether they may."""
        if roles is None:
            return
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        email, until = self.sessions.get(token, ("", self.now()))
        if until <= self.now():
            raise Refused(401, "not_signed_in", "Entra en tu cuenta.", "Sign in.")
        if roles and not roles & set(self.people[email]["roles"]):
            raise Refused(403, "not_allowed", "Tu cuenta no puede hacer esto.", "Your account may not do this.")

    def caller(self, asked: Asked) -> str:
        """The e-mail address behind the token."""
        return self.sessions[asked.headers["authorization"].removeprefix("Bearer ")][0]

    # --- the crowd

    def openings(self, doc: dict[str, Any], day: datetime) -> list[tuple[datetime, datetime]]:
        """Stretches of opening that begin on that local day."""
        found = []
        for said in doc["weekly"][day.weekday()]:
            opens, closes = (
                day.replace(hour=int(said[key][:2]), minute=int(said[key][3:]), second=0, microsecond=0)
                for key in ("opens", "closes")
            )
            found.append((opens, closes if closes > opens else closes + timedelta(days=1)))
        return found

    def share(self, doc: dict[str, Any], at: datetime) -> float | None:
        """Of the capacity, by the hour; None when closed."""
        local = at.astimezone(MADRID)
        if not any(
            opens <= local < closes
            for day in (-1, 0)
            for opens, closes in self.openings(doc, local + timedelta(days=day))
        ):
            return None
        first, second, top = PEAKS[doc["kind"]]
        hour = local.hour + local.minute / 60
        own = 0.75 + 0.5 * (sum(map(ord, doc["venue_id"])) % 17) / 17
        bumps = math.exp(-(((hour - first) / 2.2) ** 2)) + 0.8 * math.exp(-(((hour - second) / 1.9) ** 2))
        weekend = 1.25 if local.weekday() > 4 else 1
        return min(1.04, top * own * weekend * bumps + 0.02 + 0.008 * math.sin(hour * 7))

    def venue_now(self, doc: dict[str, Any], language: str) -> dict[str, Any]:
        """GET /venues/{id}, the part that every list has."""
        at = self.now()
        share = self.share(doc, at)
        local = at.astimezone(MADRID)
        spans = [span for day in range(-1, 8) for span in self.openings(doc, local + timedelta(days=day))]
        current = next(((a, b) for a, b in spans if a <= local < b), None)
        following = next((a for a, _ in spans if a > local), None)
        age = sum(map(ord, doc["venue_id"])) % 50
        now: dict[str, Any] = {
            "state": "closed",
            "people": 0,
            "low": 0,
            "high": 0,
            "confidence": 0.9,
            "share": 0.0,
            "as_of": iso(at - timedelta(seconds=age)),
            "age_s": age,
            "reason": None,
        }
        if share is not None:
            people = round(share * doc["capacity"])
            spread = max(1, round(people * 0.07))
            now |= {
                "state": state_of(share),
                "people": people,
                "low": max(0, people - spread),
                "high": people + spread,
                "share": round(people / doc["capacity"], 3),
            }
        if doc["venue_id"] in self.silent and share is not None:
            now |= {
                "state": "unknown",
                "people": None,
                "low": None,
                "high": None,
                "confidence": None,
                "share": None,
                "reason": "counter_silent",
                "as_of": iso(at - timedelta(minutes=41)),
                "age_s": 2460,
            }
        opening = {
            "is_open": current is not None,
            "opens_at": None if current else following and iso(following),
            "closes_at": current and iso(current[1]),
            "note": None,
        }
        public = {key: doc[key] for key in ("venue_id", "kind", "address", "location", "capacity")}
        return public | {
            "name": doc["name"][language],
            "names": doc["name"],
            "now": now,
            "opening": opening,
            "distance_m": None,
            "message": now["state"],
        }

    def fit(self, device_id: str) -> dict[str, Any]:
        """A counter that hangs at a door."""
        return {
            "fit_no": 1,
            "device_id": device_id,
            "line": 1,
            "reversed": False,
            "since": "2026-09-01T08:00:00Z",
            "until": None,
        }

    def device(self, device_id: str, kind: str, note: str) -> dict[str, Any]:
        """A device of the register."""
        return {
            "device_id": device_id,
            "kind": kind,
            "note": note,
            "state": "active",
            "registered_at": "2026-09-01T08:00:00Z",
            "revoked_at": None,
            "import_id": None,
            "certificates": [
                {"certificate_id": "c0ffee" * 8, "state": "active", "since": "2026-09-01T08:00:00Z", "dies_at": None}
            ],
            "topics": [f"$aws/rules/dev_crowd_counts/cercano/counters/{device_id}/counts"],
            "presence": {"state": "online", "since": iso(self.now() - timedelta(hours=3)), "reason": None},
        }

    def document(self, venue_id: str) -> dict[str, Any]:
        """A venue's document, or the refusal."""
        if venue_id not in self.documents:
            raise Refused(404, "no_such_venue", f"No existe el lugar {venue_id}.", f"There is no venue {venue_id}.")
        return self.documents[venue_id]

    def change(self, asked: Asked, venue_id: str, **changes: Any) -> Told:
        """The document with something else, if the version that was read still holds."""
        doc = self.document(venue_id)
        if "if-match" not in asked.headers:
            raise Refused(428, "precondition_required", "Falta If-Match.", "If-Match is missing.")
        if asked.headers["if-match"] != f'"{doc["version"]}"':
            raise Refused(412, "version_conflict", "Alguien lo cambió antes.", "Somebody changed it before.")
        self.documents[venue_id] = doc | changes | {"version": doc["version"] + 1}
        return documented(self.documents[venue_id])


def state_of(share: float) -> str:
    """The word for a share of the capacity."""
    return "full" if share >= 0.95 else "busy" if share >= 0.7 else "normal" if share >= 0.35 else "quiet"


def documented(doc: dict[str, Any], status: int = 200) -> Told:
    """A document with its ETag."""
    return Told(status=status, data=doc, headers={"etag": f'"{doc["version"]}"'})
