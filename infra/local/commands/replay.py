"""`make replay FILE=... VENUE=...`: a registered counter publishes a recording over MQTT, as if it had just happened.

The recording's last DAYS days (6; 400 is all of a year) are moved so that they end yesterday. ORDER=shuffled delivers
each six hours out of order, DUPLICATES=0.02 some messages twice, SPEED=150 messages a second. A venue the city does not
know is made for it.
"""

from __future__ import annotations

import os
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from infra.local import replay, survey
from infra.local.api import Api
from infra.local.aws import Clients
from infra.local.counters import Counter, confirmed, keep_certificate
from infra.local.hanging import hang
from infra.local.place import Place
from infra.local.say import Trouble, note, step

ALL_WEEK = [[{"opens": "06:00", "closes": "23:30"}]] * 7
ORDERS = ("in-order", "shuffled")
SPEED_PER_S = 150
DAYS = 6


def main(place: Place, _: list[str]) -> int:
    """Publishes the whole recording and waits until the broker has confirmed every message."""
    endpoints = survey.written(place)
    if not endpoints.get("people"):
        raise Trouble("The city does not run here, or is not seeded. `make up` starts it.")
    file, venue_id, order = Path(os.environ.get("FILE", "")), os.environ.get("VENUE", ""), os.environ.get("ORDER")
    if not venue_id:
        raise Trouble("VENUE=... says which venue it is (a new name makes a new venue).")
    if order and order not in ORDERS:
        raise Trouble(f"ORDER={order} is none of {', '.join(ORDERS)}.")
    periods = replay.read(file)
    staff = Api.signed_in(endpoints["api"], endpoints["people"]["staff"])
    with step(f"{venue_id} and its counter"):
        document = venue(staff, venue_id, file.stem, replay.period_s(periods))
        zone = ZoneInfo(document["timezone"])
        yesterday = (datetime.now(zone) - timedelta(days=1)).date()
        days = int(os.environ.get("DAYS") or DAYS)
        if os.environ.get("AT") != "original":
            periods = replay.shifted(periods, yesterday, days)
        thing = counter_of(place, staff, endpoints, venue_id)
        survey.write(place, endpoints)
        fit(place, staff, endpoints, document, thing, since=periods[0].start.replace(tzinfo=zone))
    said = replay.jumbled(
        replay.messages(periods, document["timezone"]),
        shuffle=order == "shuffled",
        duplicates=float(os.environ.get("DUPLICATES") or 0),
    )
    when = f"from {periods[0].start:%Y-%m-%d} to {periods[-1].start:%Y-%m-%d}"
    with step(f"{len(said)} messages {when}"), Counter(endpoints, thing) as one:
        publish(one, said, int(os.environ.get("SPEED") or SPEED_PER_S))
    note(f"{endpoints['web']}/venues/{venue_id} shows it once it is read; days long past in a quarter of an hour")
    return 0


def venue(staff: Api, venue_id: str, name: str, period_s: int) -> dict[str, Any]:
    """The venue's document, made when there is none."""
    found = staff.send("GET", f"/crowd/venues/{venue_id}/document", fine=(404,))
    if found.status_code == 200:
        document: dict[str, Any] = found.json()
        return document
    body = {
        "venue_id": venue_id,
        "name": {"es": f"Grabación {name}"[:80], "en": f"Recording {name}"[:80]},
        "kind": "civic_centre",
        "address": "Recording, no real place",
        "location": {"lat": 43.4623, "lon": -3.81},
        "capacity": 400,
        "weekly": ALL_WEEK,
        "holidays_closed": False,
        "report_every_s": min(3600, period_s),
        "doors": [{"door_id": "main", "name": {"es": "Entrada", "en": "Entrance"}, "max_per_minute": 120}],
    }
    made: dict[str, Any] = staff.send("POST", "/crowd/venues", body).json()
    return made


def counter_of(place: Place, staff: Api, endpoints: dict[str, Any], venue_id: str) -> str:
    """The name of the venue's replaying counter, registered and with a key this machine holds."""
    thing = f"replay-{venue_id}"
    known = endpoints["devices"].get(thing)
    if known and Path(known["key"]).exists():
        return thing
    body = {"device_id": thing, "kind": "counter", "note": "Replays a recording"}
    answer = staff.send("POST", "/devices/devices", body, fine=(409,))
    if answer.status_code == 409:
        answer = staff.send("POST", f"/devices/devices/{thing}/rotate")
    said = answer.json()
    files = keep_certificate(place.home / "devices", thing, said["certificate_pem"], said["private_key"])
    endpoints["devices"][thing] = {**files, "client_id": thing, "topics": said["device"]["topics"]}
    return thing


def fit(
    place: Place, staff: Api, endpoints: dict[str, Any], document: dict[str, Any], thing: str, *, since: datetime
) -> None:
    """Hangs the counter at the venue's first door from the beginning of the recording on."""
    door = document["doors"][0]
    if door["counter"] and door["counter"]["device_id"] == thing:
        return
    hang(
        staff,
        Clients(place),
        endpoints,
        venue_id=document["venue_id"],
        door_id=door["door_id"],
        thing=thing,
        since=since,
    )


def publish(counter: Counter, said: list[dict[str, Any]], per_s: int) -> None:
    """Publishes at most so many messages a second, each confirmed by the broker."""
    for start in range(0, len(said), per_s):
        begun = time.monotonic()
        confirmed([counter.say(message) for message in said[start : start + per_s]])
        time.sleep(max(0.0, 1 - (time.monotonic() - begun)) if start + per_s < len(said) else 0)
