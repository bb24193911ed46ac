"""A small city that keeps the HTTP contract: venues with people in them, accounts, documents with versions, devices.

The web app's tests drive it in-process. What it says of the crowd depends only on its clock, so a picture taken twice
is the same. The journeys run the same screens against the real thing.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

SEED = Path(__file__).parents[2] / "infra" / "seed" / "santander" / "venues.json"
MADRID = ZoneInfo("Europe/Madrid")
PASSWORD = "una bahía tranquila"
CODE = "123456"
TOKEN_LIFE_S = 900

PEAKS = {
    "library": (11.5, 18.5, 0.62), "museum": (12.5, 18, 0.3), "culture": (19.5, 20.5, 0.55), "market": (11.5, 13, 1.02),
    "office": (10.5, 12, 0.7), "civic_centre": (11, 18, 0.45), "sports": (18.5, 20, 0.5), "pool": (10, 19.5, 0.88),
    "beach": (13, 17, 0.08), "park": (12.5, 17.5, 0.35),
}  # fmt: skip
"""Kind -> hour of the morning peak, of the evening peak, share of the capacity at the higher one."""


class Refused(Exception):  # noqa: N818 - it is an answer, not a fault
    """An answer that is a problem."""

    def __init__(self, status: int, code: str, es: str, en: str = "", **fields: str) -> None:
        super().__init__(code)
        self.status, self.code, self.texts, self.fields = status, code, {"es": es, "en": en or es}, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request, as a view needs it."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    text: str
    language: str

    @property
    def body(self) -> dict[str, Any]:
        """The JSON that came."""
        return json.loads(self.text) if self.text else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An answer."""

    status: int = 200
    data: Any = None
    headers: dict[str, str] = field(default_factory=dict)


class City:
    """All of it. `now` may be moved by a test; `silent` and `broken` venues know nothing; `down` answers nobody."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.documents: dict[str, dict[str, Any]] = {}
        for said in json.loads(SEED.read_text(encoding="utf-8")):
            kept = {key: value for key, value in said.items() if key != "source"}
            doors = [door | {"counter": self.fit(f"{said['venue_id']}-{door['door_id']}"), "fits": []} for door in said["doors"]]
            self.documents[said["venue_id"]] = kept | {"version": 1, "doors": doors}
        self.silent = {"filmoteca"}
        self.young = {"espacio-joven"}
        self.people = {
            f"{role}@example.org": {"password": PASSWORD, "name": name, "roles": [role], "confirmed": True}
            for role, name in (("citizen", "Lucía"), ("staff", "Marta"))
        }
        self.sessions: dict[str, tuple[str, datetime]] = {}
        self.cookies: dict[str, str] = {}
        self.audits: dict[str, list[dict[str, Any]]] = {}
        self.devices = {f"{venue}-{door['door_id']}": self.device(f"{venue}-{door['door_id']}", "counter", door["name"]["es"])
                        for venue, doc in self.documents.items() for door in doc["doors"]}  # fmt: skip
        self.seen: list[Asked] = []
        self.down = False

    def answer(self, asked: Asked) -> Told:
        """What the city says."""
        self.seen.append(asked)
        try:
            for method, pattern, roles, view in ROUTES:
                found = re.fullmatch(pattern, asked.path)
                if found and method == asked.method:
                    self.check(asked, roles)
                    return view(self, asked, *found.groups())
            raise Refused(404, "not_found", "No existe.", "There is no such thing.")
        except Refused as refused:
            detail = refused.texts[asked.language]
            errors = [{"pointer": pointer, "detail": text} for pointer, text in refused.fields.items()]
            problem = {"type": f"urn:cercano:problem:{refused.code}", "title": detail, "status": refused.status, "detail": detail, "code": refused.code}  # fmt: skip
            return Told(status=refused.status, data=problem | ({"errors": errors} if errors else {}))

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
            opens, closes = (day.replace(hour=int(said[key][:2]), minute=int(said[key][3:]), second=0, microsecond=0) for key in ("opens", "closes"))
            found.append((opens, closes if closes > opens else closes + timedelta(days=1)))
        return found

    def share(self, doc: dict[str, Any], at: datetime) -> float | None:
        """Of the capacity, by the hour; None when closed."""
        local = at.astimezone(MADRID)
        if not any(opens <= local < closes for day in (-1, 0) for opens, closes in self.openings(doc, local + timedelta(days=day))):
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
        now: dict[str, Any] = {"state": "closed", "people": 0, "low": 0, "high": 0, "confidence": 0.9, "share": 0.0, "as_of": iso(at - timedelta(seconds=age)), "age_s": age, "reason": None}  # fmt: skip
        if share is not None:
            people = round(share * doc["capacity"])
            spread = max(1, round(people * 0.07))
            now |= {"state": state_of(share), "people": people, "low": max(0, people - spread), "high": people + spread, "share": round(people / doc["capacity"], 3)}
        if doc["venue_id"] in self.silent and share is not None:
            now |= {"state": "unknown", "people": None, "low": None, "high": None, "confidence": None, "share": None, "reason": "counter_silent", "as_of": iso(at - timedelta(minutes=41)), "age_s": 2460}  # fmt: skip
        opening = {"is_open": current is not None, "opens_at": None if current else following and iso(following), "closes_at": current and iso(current[1]), "note": None}
        public = {key: doc[key] for key in ("venue_id", "kind", "address", "location", "capacity")}
        return public | {"name": doc["name"][language], "names": doc["name"], "now": now, "opening": opening, "distance_m": None, "message": now["state"]}

    def fit(self, device_id: str) -> dict[str, Any]:
        """A counter that hangs at a door."""
        return {"fit_no": 1, "device_id": device_id, "line": 1, "reversed": False, "since": "2026-09-01T08:00:00Z", "until": None}

    def device(self, device_id: str, kind: str, note: str) -> dict[str, Any]:
        """A device of the register."""
        return {
            "device_id": device_id, "kind": kind, "note": note, "state": "active", "registered_at": "2026-09-01T08:00:00Z", "revoked_at": None, "import_id": None,
            "certificates": [{"certificate_id": "c0ffee" * 8, "state": "active", "since": "2026-09-01T08:00:00Z", "dies_at": None}],
            "topics": [f"$aws/rules/dev_crowd_counts/cercano/counters/{device_id}/counts"],
            "presence": {"state": "online", "since": iso(self.now() - timedelta(hours=3)), "reason": None},
        }  # fmt: skip

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


def iso(at: datetime) -> str:
    """2026-11-23T09:15:00Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def state_of(share: float) -> str:
    """The word for a share of the capacity."""
    return "full" if share >= 0.95 else "busy" if share >= 0.7 else "normal" if share >= 0.35 else "quiet"


def documented(doc: dict[str, Any], status: int = 200) -> Told:
    """A document with its ETag."""
    return Told(status=status, data=doc, headers={"etag": f'"{doc["version"]}"'})


def read_venues(city: City, asked: Asked) -> Told:
    return paged([city.venue_now(doc, asked.language) for doc in city.documents.values()], asked)


def read_venue(city: City, asked: Asked, venue_id: str) -> Told:
    doc = city.document(venue_id)
    text = {"es": "La mayoría de las noches las entradas y salidas cuadran con un 4 % de error.", "en": "On most nights entries and exits add up to within 4 %."}
    today = {"date": f"{city.now().astimezone(MADRID):%Y-%m-%d}", "exit_ratio": 1.04, "total_in": 412, "total_out": 318}
    quality = {"days": 28, "median_closing_error_pct": 4.1, "exit_ratio": 1.04, "grade": "good", "text": text[asked.language]}
    return Told(data=city.venue_now(doc, asked.language) | {"today": today, "counter_quality": quality, "thresholds": {"normal": 0.35, "busy": 0.7, "full": 0.95}})


def read_history(city: City, asked: Asked, venue_id: str) -> Told:
    doc = city.document(venue_id)
    start, end = (datetime.fromisoformat(asked.query[key]) for key in ("from", "to"))
    points = []
    for minute in range(int((min(end, city.now()) - start).total_seconds() // 60)):
        at = start + timedelta(minutes=minute)
        share = city.share(doc, at)
        people = None if share is None else round(share * doc["capacity"])
        points.append({"at": iso(at), "people": people, "low": people and round(people * 0.93), "high": people and round(people * 1.07), "people_in": 1, "people_out": 1, "coverage": 1.0})
    return Told(data={"venue_id": venue_id, "step": asked.query["step"], "from": iso(start), "to": iso(end), "points": points})


def read_week(city: City, asked: Asked, venue_id: str) -> Told:
    doc = city.document(venue_id)
    if venue_id in city.young:
        return Told(data={"enough_history": False, "weeks": 1, "days": [], "score": None})
    monday = city.now().astimezone(MADRID).replace(minute=30, second=0, microsecond=0)
    monday -= timedelta(days=monday.weekday())
    days = []
    for day in range(7):
        hours = []
        for hour in range(24):
            share = city.share(doc, (monday + timedelta(days=day)).replace(hour=hour))
            people = share and round(share * doc["capacity"])
            hours.append(None if share is None else {"hour": hour, "people": people, "low": round(people * 0.8), "high": round(people * 1.2), "share": round(share, 3)})
        days.append({"weekday": day, "hours": hours})
    return Told(data={"enough_history": True, "weeks": 8, "days": days, "score": {"wape_profile": 0.16, "wape_last_week": 0.21, "days": 28}})


def read_forecast(city: City, asked: Asked, venue_id: str) -> Told:
    doc = city.document(venue_id)
    if venue_id in city.young:
        return Told(data={"enough_history": False, "made_at": iso(city.now()), "hours": [], "best": None, "text": ""})
    start = city.now().replace(minute=0, second=0, microsecond=0)
    hours = []
    for ahead in range(1, int(asked.query["hours"]) + 1):
        at = start + timedelta(hours=ahead)
        share = city.share(doc, at)
        people = round((share or 0) * doc["capacity"])
        hours.append({"at": iso(at), "people": people, "low": round(people * 0.75), "high": round(people * 1.25), "state": "closed" if share is None else state_of(share), "is_open": share is not None})
    best = min((hour for hour in hours if hour["is_open"]), key=lambda hour: hour["people"], default=None)
    until = best and iso(datetime.fromisoformat(best["at"]) + timedelta(hours=1))
    text = {"es": "Irá vaciándose durante la tarde.", "en": "It will empty out during the afternoon."}
    return Told(data={"enough_history": True, "made_at": iso(city.now()), "hours": hours, "best": best and {"from": best["at"], "to": until, "people": best["people"], "text": ""}, "text": text[asked.language]})


def read_alerts(city: City, asked: Asked) -> Told:
    told = [("mercado-esperanza", "filled", 7), ("mupac", "eased", 24), ("oficina-ciudadania", "eased", 58)]
    items = [
        {"venue_id": venue, "crossing": crossing, "at": iso(city.now() - timedelta(minutes=ago)), "people": city.documents[venue]["capacity"],
         "capacity": city.documents[venue]["capacity"], "cleared_at": None, "text": f"{city.documents[venue]['name'][asked.language]}: {crossing}"}
        for venue, crossing, ago in told
    ]  # fmt: skip
    return Told(data={"items": items, "next": None})


def read_counters(city: City, asked: Asked) -> Told:
    items = []
    for venue, doc in city.documents.items():
        for door in doc["doors"]:
            silent = venue in city.silent
            texts = {"es": "No dice nada desde hace 41 minutos.", "en": "Silent for 41 minutes."}
            findings = [{"code": "silent", "since": iso(city.now() - timedelta(minutes=41)), "text": texts[asked.language]}] if silent else []
            age = 2460 if silent else 20
            counter = door["counter"] or {"device_id": None, "line": None}
            items.append(
                {"device_id": counter["device_id"], "line": counter["line"], "venue_id": venue, "venue_name": doc["name"][asked.language], "door_id": door["door_id"],
                 "door_name": door["name"][asked.language], "last_seen": iso(city.now() - timedelta(seconds=age)), "age_s": age, "battery_pct": 87, "total_in": 15233,
                 "total_out": 15102, "findings": findings}
            )  # fmt: skip
    items.sort(key=lambda counter: -len(counter["findings"]))
    return paged(items, asked)


def paged(items: list[dict[str, Any]], asked: Asked, most: int = 12) -> Told:
    """A page of a list, shorter than the real API's so that the app has to follow."""
    start = int(asked.query.get("cursor", "0"))
    end = start + min(int(asked.query.get("limit", "20")), most)
    return Told(data={"items": items[start:end], "next": str(end) if end < len(items) else None})


def create_venue(city: City, asked: Asked) -> Told:
    body = asked.body
    missing = {f"/{key}": {"es": "Falta", "en": "Missing"}[asked.language] for key in ("venue_id", "address") if not body.get(key)}
    if not isinstance(body.get("capacity"), int):
        missing["/capacity"] = {"es": "Debe ser un número entero", "en": "Must be a whole number"}[asked.language]
    if missing:
        raise Refused(422, "invalid", "Revisa los datos.", "Check the data.", **missing)
    if body["venue_id"] in city.documents:
        raise Refused(409, "venue_exists", f"Ya existe un lugar con el nombre {body['venue_id']}.", f"There is already a venue named {body['venue_id']}.")
    doc = {"timezone": "Europe/Madrid", "weekly": [[]] * 7, "holidays_closed": True, "closures": [], "doors": [], "version": 1} | body
    city.documents[body["venue_id"]] = doc
    return documented(doc, 201)


def put_door(city: City, asked: Asked, venue_id: str, door_id: str) -> Told:
    doors = [door for door in city.document(venue_id)["doors"] if door["door_id"] != door_id]
    before = next((door for door in city.document(venue_id)["doors"] if door["door_id"] == door_id), {"counter": None, "fits": []})
    return city.change(asked, venue_id, doors=[*doors, before | asked.body | {"door_id": door_id}])


def remove_door(city: City, asked: Asked, venue_id: str, door_id: str) -> Told:
    return city.change(asked, venue_id, doors=[door for door in city.document(venue_id)["doors"] if door["door_id"] != door_id])


def hang(city: City, asked: Asked, venue_id: str, door_id: str) -> Told:
    counter = None if asked.method == "DELETE" else city.fit(asked.body["device_id"]) | {"line": asked.body["line"], "reversed": asked.body["reversed"]}
    if counter and counter["device_id"] not in city.devices:
        raise Refused(422, "no_such_device", "Ese dispositivo no existe.", "There is no such device.", **{"/device_id": {"es": "No está en el registro", "en": "Not in the register"}[asked.language]})
    doors = [door | {"counter": counter} if door["door_id"] == door_id else door for door in city.document(venue_id)["doors"]]
    return city.change(asked, venue_id, doors=doors)


def close(city: City, asked: Asked, venue_id: str) -> Told:
    if asked.body["last"] < asked.body["first"]:
        text = {"es": "El cierre acaba antes de empezar.", "en": "The closure ends before it begins."}
        raise Refused(422, "closure_ends_before_it_begins", text["es"], text["en"], **{"/last": text[asked.language]})
    return city.change(asked, venue_id, closures=[*city.document(venue_id)["closures"], {"openings": []} | asked.body])


def reopen(city: City, asked: Asked, venue_id: str, first: str) -> Told:
    return city.change(asked, venue_id, closures=[one for one in city.document(venue_id)["closures"] if one["first"] != first])


def enter_audit(city: City, asked: Asked, venue_id: str) -> Told:
    city.document(venue_id)
    if not isinstance(asked.body["people"], int):
        raise Refused(422, "invalid", "Revisa los datos.", "Check the data.", **{"/people": {"es": "Escribe un número entero", "en": "Enter a whole number"}[asked.language]})
    audit = {"audit_id": "audit_1", "at": iso(city.now()), "people": asked.body["people"], "note": asked.body.get("note", ""), "by": "staff"}
    city.audits.setdefault(venue_id, []).insert(0, audit)
    estimated = city.venue_now(city.document(venue_id), asked.language)["now"]["people"]
    return Told(status=201, data=audit | {"estimated": estimated, "difference": estimated and estimated - audit["people"]})


def register_device(city: City, asked: Asked) -> Told:
    name = asked.body["device_id"]
    if name in city.devices:
        raise Refused(409, "device_exists", f"Ya existe {name}.", f"There is already a {name}.")
    city.devices[name] = city.device(name, asked.body["kind"], asked.body["note"]) | {"presence": {"state": "never_seen", "since": None, "reason": None}}
    return equipped(city, name, 201)


def equipped(city: City, name: str, status: int = 200) -> Told:
    pem = "-----BEGIN {0}-----\nMIIB\n-----END {0}-----\n"
    return Told(status=status, data={"device": city.devices[name], "certificate_pem": pem.format("CERTIFICATE"), "private_key": pem.format("PRIVATE KEY")})


def read_device(city: City, asked: Asked, name: str) -> Told:
    if name not in city.devices:
        raise Refused(404, "no_such_device", "Ese dispositivo no existe.", "There is no such device.")
    return Told(data=city.devices[name])


def revoke_device(city: City, asked: Asked, name: str) -> Told:
    city.devices[name] |= {"state": "revoked", "revoked_at": iso(city.now()), "certificates": [], "topics": []}
    return Told(data=city.devices[name])


def request_import(city: City, asked: Asked) -> Told:
    if not asked.text:
        raise Refused(422, "empty_file", "El fichero está vacío.", "The file is empty.")
    return read_import(city, asked, "import_1", 201)


def read_import(city: City, asked: Asked, import_id: str, status: int = 200) -> Told:
    problem = {"line": 3, "device_id": "x y", "code": "bad_device_id", "detail": {"es": "Nombre no válido", "en": "Not a valid name"}[asked.language]}
    return Told(status=status, data={"import_id": import_id, "state": "ready", "requested_at": iso(city.now()), "rows": 2, "registered": 1, "refused": 1, "problems": [problem], "detail": None, "certificates_until": iso(city.now() + timedelta(days=1))})  # fmt: skip


def sign_up(city: City, asked: Asked) -> Told:
    wrong = {}
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.\w+", asked.body["email"]):
        wrong["/email"] = {"es": "Escribe un correo como nombre@ejemplo.es", "en": "Enter an e-mail like name@example.org"}[asked.language]
    if len(asked.body["password"]) < 12:
        wrong["/password"] = {"es": "Al menos 12 caracteres", "en": "At least 12 characters"}[asked.language]
    if wrong:
        raise Refused(422, "invalid", "Revisa los datos.", "Check the data.", **wrong)
    city.people[asked.body["email"]] = {"password": asked.body["password"], "name": asked.body.get("name"), "roles": ["citizen"], "confirmed": False}
    return Told(status=202, data={"status": "code_sent"})


def confirm(city: City, asked: Asked) -> Told:
    right_code(asked)
    city.people[asked.body["email"]]["confirmed"] = True
    return Told(status=204)


def right_code(asked: Asked) -> None:
    if asked.body["code"] != CODE:
        raise Refused(422, "wrong_code", "El código no es correcto.", "The code is wrong.", **{"/code": {"es": "No es el código que enviamos", "en": "Not the code that we sent"}[asked.language]})


def sign_in(city: City, asked: Asked) -> Told:
    person = city.people.get(asked.body["email"])
    if person is None or person["password"] != asked.body["password"] or not person["confirmed"]:
        raise Refused(401, "wrong_credentials", "El correo o la contraseña no son correctos.", "The e-mail or the password is wrong.")
    if person.get("temporary") and not asked.body.get("new_password"):
        raise Refused(403, "new_password_needed", "Elige una contraseña tuya.", "Choose a password of your own.")
    person["password"] = asked.body.get("new_password", person["password"])
    cookie = f"refresh-{len(city.cookies)}"
    city.cookies[cookie] = asked.body["email"]
    told = token_for(city, asked.body["email"])
    return Told(data=told.data, headers={"set-cookie": f"__Host-cercano_refresh={cookie}; HttpOnly; Secure; SameSite=Strict; Path=/; Max-Age=2592000"})


def token_for(city: City, email: str) -> Told:
    token = f"token-{len(city.sessions)}"
    city.sessions[token] = (email, city.now() + timedelta(seconds=TOKEN_LIFE_S))
    return Told(data={"access_token": token, "expires_in_s": TOKEN_LIFE_S, "roles": city.people[email]["roles"], "subject": email.split("@")[0]})


def refresh(city: City, asked: Asked) -> Told:
    kept = re.search(r"__Host-cercano_refresh=([\w-]+)", asked.headers.get("cookie", ""))
    if asked.headers.get("x-cercano") != "1" or kept is None or kept[1] not in city.cookies:
        raise Refused(401, "not_signed_in", "Entra en tu cuenta.", "Sign in.")
    return token_for(city, city.cookies[kept[1]])


def sign_out(city: City, asked: Asked) -> Told:
    kept = re.search(r"__Host-cercano_refresh=([\w-]+)", asked.headers.get("cookie", ""))
    if asked.headers.get("x-cercano") != "1":
        raise Refused(403, "other_site", "No viene de la web de la ciudad.", "Not from the city's own site.")
    email = city.cookies.get(kept[1]) if kept else None
    city.cookies = {cookie: who for cookie, who in city.cookies.items() if who != email}
    city.sessions = {token: who for token, who in city.sessions.items() if who[0] != email}
    return Told(status=204, headers={"set-cookie": "__Host-cercano_refresh=; HttpOnly; Secure; SameSite=Strict; Path=/; Max-Age=0"})


def reset(city: City, asked: Asked) -> Told:
    right_code(asked)
    city.people[asked.body["email"]]["password"] = asked.body["password"]
    return Told(status=204)


def read_me(city: City, asked: Asked) -> Told:
    email = city.caller(asked)
    person = city.people[email]
    return Told(data={"subject": email.split("@")[0], "email": email, "name": person["name"], "roles": person["roles"]})


ANYONE, SIGNED, STAFF = None, set[str](), {"staff", "admin"}
V, D = "/crowd/venues/([^/]+)", "/devices/devices/([^/]+)"
ROUTES: list[tuple[str, str, set[str] | None, Callable[..., Told]]] = [
    ("GET", "/crowd/venues", ANYONE, read_venues),
    ("GET", V, ANYONE, read_venue),
    ("GET", f"{V}/history", ANYONE, read_history),
    ("GET", f"{V}/week", ANYONE, read_week),
    ("GET", f"{V}/forecast", ANYONE, read_forecast),
    ("GET", "/crowd/alerts", ANYONE, read_alerts),
    ("GET", "/crowd/counters", STAFF, read_counters),
    ("POST", "/crowd/venues", STAFF, create_venue),
    ("GET", f"{V}/document", STAFF, lambda city, _, venue_id: documented(city.document(venue_id))),
    ("PUT", f"{V}/(document|hours)", STAFF, lambda city, asked, venue_id, _: city.change(asked, venue_id, **asked.body)),
    ("PUT", f"{V}/doors/([^/]+)", STAFF, put_door),
    ("DELETE", f"{V}/doors/([^/]+)", STAFF, remove_door),
    ("PUT", f"{V}/doors/([^/]+)/counter", STAFF, hang),
    ("DELETE", f"{V}/doors/([^/]+)/counter", STAFF, hang),
    ("POST", f"{V}/closures", STAFF, close),
    ("DELETE", f"{V}/closures/([^/]+)", STAFF, reopen),
    ("POST", f"{V}/audits", STAFF, enter_audit),
    ("GET", f"{V}/audits", STAFF, lambda city, _, venue_id: Told(data={"items": city.audits.get(venue_id, []), "next": None})),
    ("GET", "/devices/devices", STAFF, lambda city, _: Told(data={"items": list(city.devices.values()), "next": None})),
    ("POST", "/devices/devices", STAFF, register_device),
    ("GET", D, STAFF, read_device),
    ("POST", f"{D}/rotate", STAFF, lambda city, _, name: equipped(city, name)),
    ("POST", f"{D}/revoke", STAFF, revoke_device),
    ("POST", "/devices/imports", STAFF, request_import),
    ("GET", "/devices/imports/([^/]+)", STAFF, read_import),
    ("POST", "/identity/sign-up", ANYONE, sign_up),
    ("POST", "/identity/sign-up/confirm", ANYONE, confirm),
    ("POST", "/identity/sign-up/resend", ANYONE, lambda *_: Told(status=202, data={"status": "code_sent"})),
    ("POST", "/identity/sign-in", ANYONE, sign_in),
    ("POST", "/identity/refresh", ANYONE, refresh),
    ("POST", "/identity/sign-out", ANYONE, sign_out),
    ("POST", "/identity/password/forgot", ANYONE, lambda *_: Told(status=202, data={"status": "code_sent"})),
    ("POST", "/identity/password/reset", ANYONE, reset),
    ("GET", "/identity/me", SIGNED, read_me),
]  # fmt: skip
