"""Fills an empty city through its own API: people, venues with a counter at every door, fares, lines, cards, a shop."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx

from infra.local import cards, payees, people, register, shops
from infra.local.api import Api
from infra.local.aws import Clients
from infra.local.counters import keep_certificate
from infra.local.place import Place
from infra.local.say import note, step

One = TypeVar("One")
Done = TypeVar("Done")
AT_ONCE = 2
"""As many hands as a small machine has cores; the first of each kind goes alone, while its function wakes up."""
FITTED_BEFORE = timedelta(days=2)
"""The counters say today from its beginning, so they must have hung there by then."""
NEEDED = ("identity", "crowd", "devices")
NOT_OF_A_VENUE = {"source"}


def missing(endpoints: dict[str, Any]) -> str:
    """Why this deployment cannot be seeded; empty when it can."""
    lacking = [domain for domain in NEEDED if domain not in endpoints["apis"]]
    if lacking:
        return "without the APIs of " + ", ".join(lacking)
    return "" if endpoints["user_pools"] else "nobody can sign in without a user pool"


def seed(place: Place, endpoints: dict[str, Any]) -> None:
    """Makes sure the seed is there; a second time it only looks. Adds `people` and `devices` to the map."""
    with step("Demo people"):
        pool = next(iter(endpoints["user_pools"].values()))
        endpoints["people"] = people.settle_in(Clients(place), pool, endpoints.get("people", {}))
    with step("The municipal register of a trial city"):
        register.settle(place, endpoints)
    venues, fares, trade = venues_of(place), read(place, "fares"), read(place, "shops")
    mark = place.home / "seeded"
    stamp = hashlib.sha256(json.dumps([venues, fares, trade, pool]).encode()).hexdigest()
    if mark.exists() and mark.read_text() == stamp and _has_venues(endpoints):
        note("the city is seeded already")
        return
    staff = Api.signed_in(endpoints["api"], endpoints["people"]["staff"])
    doors = [(venue["venue_id"], door["door_id"]) for venue in venues for door in venue["doors"]]
    with ThreadPoolExecutor(AT_ONCE) as hands:
        with step(f"{len(venues)} venues of {place.city.capitalize()}"):
            _each(hands, lambda venue: staff.send("POST", "/crowd/venues", venue, fine=(409,)), venues)
        with step(f"{len(doors)} counters registered, each with its certificate"):
            known = endpoints.get("devices", {})
            made = _each(hands, lambda door: _register(place.home, staff, thing_of(*door), known), doors)
            endpoints["devices"] = known | dict(made)
        with step("A counter fitted to every door"):
            _each(hands, lambda venue: fit_counters(staff, venue["venue_id"]), venues)
    if "access" in endpoints["apis"]:
        with step("What a ride costs, and where the buses go"):
            for table in fares:
                staff.send("POST", "/access/fares", table, fine=(409,))
            staff.send("PUT", "/access/network", read(place, "network"), If_Match="*")
            staff.send("PUT", "/access/bikes", read(place, "bikes"), If_Match="*")
    if "wallet" in endpoints["apis"]:
        with step("Whom the city pays, and who acts for them"):
            payees.write_down(endpoints, staff)
    if endpoints["apis"].keys() >= cards.NEEDED:
        with step("A Citizen Card for the demo citizen and their neighbour"):
            cards.hand_out(endpoints, staff, read(place, "register"))
    if "loyalty" in endpoints["apis"]:
        with step("A small shop, with two campaigns"):
            shops.open_shops(endpoints, staff, trade)
    mark.write_text(stamp)


def venues_of(place: Place) -> list[dict[str, Any]]:
    """The venues of the seed, as POST /venues takes them."""
    said = read(place, "venues")
    return [{name: value for name, value in venue.items() if name not in NOT_OF_A_VENUE} for venue in said]


def read(place: Place, name: str) -> Any:
    """A file of the seed: venues, fares, network, register, shops."""
    return json.loads((place.root / "infra" / "seed" / place.city / f"{name}.json").read_text())


def thing_of(venue_id: str, door_id: str) -> str:
    """The name of the counter at a door."""
    return f"{venue_id}-{door_id}"


def _each(hands: ThreadPoolExecutor, do: Callable[[One], Done], ones: Sequence[One]) -> list[Done]:
    return [*map(do, ones[:1]), *hands.map(do, ones[1:])]


def _has_venues(endpoints: dict[str, Any]) -> bool:
    answer = httpx.get(f"{endpoints['api']}/crowd/venues", params={"limit": 1}, timeout=60)
    return answer.status_code == 200 and bool(answer.json()["items"])


def _register(home: Path, staff: Api, thing: str, known: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """One counter with its certificate. A counter whose key got lost gets a new one."""
    body = {"device_id": thing, "kind": "counter", "note": "Simulated"}
    answer = staff.send("POST", "/devices/devices", body, fine=(409,))
    if answer.status_code == 409:
        if thing in known and Path(known[thing]["key"]).exists():
            return thing, known[thing]
        answer = staff.send("POST", f"/devices/devices/{thing}/rotate")
    said = answer.json()
    files = keep_certificate(home / "devices", thing, said["certificate_pem"], said["private_key"])
    return thing, {**files, "client_id": thing, "topics": said["device"]["topics"]}


def fit_counters(staff: Api, venue_id: str) -> None:
    """Fits to each door of a venue the counter that is named after it, unless one hangs there already."""
    since = datetime.now(UTC) - FITTED_BEFORE
    document = staff.send("GET", f"/crowd/venues/{venue_id}/document")
    etag = document.headers["ETag"]
    for door in document.json()["doors"]:
        if any(fit["until"] is None for fit in door.get("fits", [])):
            continue
        body = {"device_id": thing_of(venue_id, door["door_id"]), "line": 1, "since": f"{since:%Y-%m-%dT%H:%M:%SZ}"}
        path = f"/crowd/venues/{venue_id}/doors/{door['door_id']}/counter"
        etag = staff.send("PUT", path, body, If_Match=etag).headers["ETag"]
