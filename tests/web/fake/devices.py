"""The register of devices of the fake city."""

from __future__ import annotations

from datetime import timedelta

from tests.web.fake.city import City
from tests.web.fake.http import Asked, Refused, Told, iso


def register_device(city: City, asked: Asked) -> Told:
    name = asked.body["device_id"]
    if name in city.devices:
        raise Refused(409, "device_exists", f"Ya existe {name}.", f"There is already a {name}.")
    city.devices[name] = city.device(name, asked.body["kind"], asked.body["note"]) | {
        "presence": {"state": "never_seen", "since": None, "reason": None}
    }
    return equipped(city, name, 201)


def equipped(city: City, name: str, status: int = 200) -> Told:
    pem = "-----BEGIN {0}-----\nMIIB\n-----END {0}-----\n"
    return Told(
        status=status,
        data={
            "device": city.devices[name],
            "certificate_pem": pem.format("CERTIFICATE"),
            "private_key": pem.format("PRIVATE KEY"),
        },
    )


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
    problem = {
        "line": 3,
        "device_id": "x y",
        "code": "bad_device_id",
        "detail": {"es": "Nombre no válido", "en": "Not a valid name"}[asked.language],
    }
    return Told(
        status=status,
        data={
            "import_id": import_id,
            "state": "ready",
            "requested_at": iso(city.now()),
            "rows": 2,
            "registered": 1,
            "refused": 1,
            "problems": [problem],
            "detail": None,
            "certificates_until": iso(city.now() + timedelta(days=1)),
        },
    )
