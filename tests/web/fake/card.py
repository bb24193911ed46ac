"""Cards of the fake city: asked for, woken on a phone, blocked, replaced."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

from cercano.credential import qr
from tests.web.fake.city import City
from tests.web.fake.desk import card
from tests.web.fake.http import Asked, Refused, Told, iso

CERTIFICATE_LIFE_S = 30 * 86_400


def subject_of(city: City, asked: Asked) -> str:
    return city.caller(asked).split("@")[0]


def whose(city: City, asked: Asked, said: dict[str, str]) -> str:
    """The caller, or somebody they answer for."""
    subject, wanted = subject_of(city, asked), said.get("citizen_id") or ""
    if wanted and wanted not in {bond["other_id"] for bond in city.desk.bonds}:
        raise Refused(404, "no_such_person", "No existe esa persona.", "There is no such person.")
    return wanted or subject


def read_cards(city: City, asked: Asked) -> Told:
    return Told(data={"items": city.desk.mine(whose(city, asked, asked.query)), "next": None})


def find(city: City, asked: Asked, card_id: str) -> dict[str, Any]:
    is_staff = "staff" in city.people[city.caller(asked)]["roles"]
    theirs = [subject_of(city, asked), *(bond["other_id"] for bond in city.desk.bonds)]
    may_see = city.desk.cards if is_staff else [one for subject in theirs for one in city.desk.mine(subject)]
    found = next((one for one in may_see if one["card_id"] == card_id), None)
    if found is None:
        raise Refused(404, "no_such_card", "No tienes esa tarjeta.", "You have no such card.")
    return found


def read_card(city: City, asked: Asked, card_id: str) -> Told:
    return Told(data=find(city, asked, card_id))


def apply(city: City, asked: Asked) -> Told:
    application = {
        "application_id": f"application_{len(city.desk.applications):08d}",
        "citizen_id": whose(city, asked, asked.body),
        "requested_by": subject_of(city, asked),
        "card_class": asked.body["card_class"],
        "format": asked.body["format"],
        "state": "requested",
        "requested_at": iso(city.now()),
        "decided_at": None,
        "reject_reason": None,
        "card_id": None,
    }
    city.desk.applications.append(application)
    return Told(status=201, data=told(application, asked))


def told(application: dict[str, Any], asked: Asked) -> dict[str, Any]:
    """With what comes next."""
    step = {"requested": "wait", "approved": "use_card", "rejected": "ask_for_another_class"}[application["state"]]
    texts = {"wait": "No tienes que hacer nada.", "use_card": "La tarjeta está emitida."}
    return application | {"next_step": step, "next_step_text": texts.get(step, "Solicita otra clase de tarjeta.")}


def read_my_applications(city: City, asked: Asked) -> Told:
    mine = [one for one in city.desk.applications if one["citizen_id"] == whose(city, asked, asked.query)]
    return Told(data={"items": [told(one, asked) for one in reversed(mine)], "next": None})


def read_application(city: City, asked: Asked, application_id: str) -> Told:
    for one in city.desk.applications:
        if one["application_id"] == application_id and one["citizen_id"] == subject_of(city, asked):
            return Told(data=told(one, asked))
    raise Refused(404, "no_such_application", "No encontramos esa solicitud.", "We cannot find that application.")


def add_app_key(city: City, asked: Asked, card_id: str) -> Told:
    found = find(city, asked, card_id)
    if found["state"] not in ("issued", "active"):
        raise Refused(409, "card_not_usable", "La tarjeta está bloqueada.", "The card is blocked.")
    key = qr.compressed(qr.key_of_jwk(asked.body["jwk"]))
    credential = city.desk.phones.setdefault(key, f"{len(city.desk.phones) + 1:016x}")
    expires = city.now() + timedelta(seconds=CERTIFICATE_LIFE_S)
    certificate = qr.certify(credential_id=credential, key=key, expires=int(expires.timestamp()), sign=city.desk.sign)
    phone = {"credential_id": credential, "medium": "app", "since": iso(city.now())}
    found |= {"state": "active", "credentials": [phone]}
    return Told(
        data={
            "card": found,
            "credential_id": credential,
            "certificate": base64.urlsafe_b64encode(certificate).decode().rstrip("="),
            "kid": "city-1",
            "expires_at": iso(expires),
        }
    )


def block(city: City, asked: Asked, card_id: str) -> Told:
    found = find(city, asked, card_id)
    found |= {"state": "blocked", "block_reason": asked.body["reason"]}
    return Told(data=found)


def unblock(city: City, asked: Asked, card_id: str) -> Told:
    found = find(city, asked, card_id)
    found |= {"state": "active", "block_reason": None}
    return Told(data=found)


def replace(city: City, asked: Asked, card_id: str) -> Told:
    old = find(city, asked, card_id)
    old |= {"state": "replaced"}
    new = card(f"{card_id}b", old["account_id"], old["card_class"], replaces=card_id)
    city.desk.cards.append(new)
    city.desk.owners[new["card_id"]] = subject_of(city, asked)
    return Told(status=201, data=new)
