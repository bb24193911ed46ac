"""What staff may do in the fake city: counters, venues, doors, closures, counts by hand."""

from __future__ import annotations

from datetime import timedelta

from tests.web.fake.city import City, documented
from tests.web.fake.http import Asked, Refused, Told, iso, paged


def read_counters(city: City, asked: Asked) -> Told:
    items = []
    for venue, doc in city.documents.items():
        for door in doc["doors"]:
            silent = venue in city.silent
            texts = {"es": "No dice nada desde hace 41 minutos.", "en": "Silent for 41 minutes."}
            findings = (
                [{"code": "silent", "since": iso(city.now() - timedelta(minutes=41)), "text": texts[asked.language]}]
                if silent
                else []
            )
            age = 2460 if silent else 20
            counter = door["counter"] or {"device_id": None, "line": None}
            items.append(
                {
                    "device_id": counter["device_id"],
                    "line": counter["line"],
                    "venue_id": venue,
                    "venue_name": doc["name"][asked.language],
                    "door_id": door["door_id"],
                    "door_name": door["name"][asked.language],
                    "last_seen": iso(city.now() - timedelta(seconds=age)),
                    "age_s": age,
                    "battery_pct": 87,
                    "total_in": 15233,
                    "total_out": 15102,
                    "findings": findings,
                }
            )
    items.sort(key=lambda counter: -len(counter["findings"]))
    return paged(items, asked)


def create_venue(city: City, asked: Asked) -> Told:
    body = asked.body
    missing = {
        f"/{key}": {"es": "Falta", "en": "Missing"}[asked.language]
        for key in ("venue_id", "address")
        if not body.get(key)
    }
    if not isinstance(body.get("capacity"), int):
        missing["/capacity"] = {"es": "Debe ser un número entero", "en": "Must be a whole number"}[asked.language]
    if missing:
        raise Refused(422, "invalid", "Revisa los datos.", "Check the data.", **missing)
    if body["venue_id"] in city.documents:
        raise Refused(
            409,
            "venue_exists",
            f"Ya existe un lugar con el nombre {body['venue_id']}.",
            f"There is already a venue named {body['venue_id']}.",
        )
    doc = {
        "timezone": "Europe/Madrid",
        "weekly": [[]] * 7,
        "holidays_closed": True,
        "closures": [],
        "doors": [],
        "version": 1,
    } | body
    city.documents[body["venue_id"]] = doc
    return documented(doc, 201)


def put_door(city: City, asked: Asked, venue_id: str, door_id: str) -> Told:
    doors = [door for door in city.document(venue_id)["doors"] if door["door_id"] != door_id]
    before = next(
        (door for door in city.document(venue_id)["doors"] if door["door_id"] == door_id), {"counter": None, "fits": []}
    )
    return city.change(asked, venue_id, doors=[*doors, before | asked.body | {"door_id": door_id}])


def remove_door(city: City, asked: Asked, venue_id: str, door_id: str) -> Told:
    return city.change(
        asked, venue_id, doors=[door for door in city.document(venue_id)["doors"] if door["door_id"] != door_id]
    )


def hang(city: City, asked: Asked, venue_id: str, door_id: str) -> Told:
    counter = (
        None
        if asked.method == "DELETE"
        else city.fit(asked.body["device_id"]) | {"line": asked.body["line"], "reversed": asked.body["reversed"]}
    )
    if counter and counter["device_id"] not in city.devices:
        raise Refused(
            422,
            "no_such_device",
            "Ese dispositivo no existe.",
            "There is no such device.",
            **{"/device_id": {"es": "No está en el registro", "en": "Not in the register"}[asked.language]},
        )
    doors = [
        door | {"counter": counter} if door["door_id"] == door_id else door for door in city.document(venue_id)["doors"]
    ]
    return city.change(asked, venue_id, doors=doors)


def close(city: City, asked: Asked, venue_id: str) -> Told:
    if asked.body["last"] < asked.body["first"]:
        text = {"es": "El cierre acaba antes de empezar.", "en": "The closure ends before it begins."}
        raise Refused(422, "closure_ends_before_it_begins", text["es"], text["en"], **{"/last": text[asked.language]})
    return city.change(asked, venue_id, closures=[*city.document(venue_id)["closures"], {"openings": []} | asked.body])


def reopen(city: City, asked: Asked, venue_id: str, first: str) -> Told:
    return city.change(
        asked, venue_id, closures=[one for one in city.document(venue_id)["closures"] if one["first"] != first]
    )


def enter_audit(city: City, asked: Asked, venue_id: str) -> Told:
    city.document(venue_id)
    if not isinstance(asked.body["people"], int):
        raise Refused(
            422,
            "invalid",
            "Revisa los datos.",
            "Check the data.",
            **{"/people": {"es": "Escribe un número entero", "en": "Enter a whole number"}[asked.language]},
        )
    audit = {
        "audit_id": "audit_1",
        "at": iso(city.now()),
        "people": asked.body["people"],
        "note": asked.body.get("note", ""),
        "by": "staff",
    }
    city.audits.setdefault(venue_id, []).insert(0, audit)
    estimated = city.venue_now(city.document(venue_id), asked.language)["now"]["people"]
    return Told(
        status=201, data=audit | {"estimated": estimated, "difference": estimated and estimated - audit["people"]}
    )
