"""The card office and the gates of the fake city: who may decide, verify, take money and open."""

from __future__ import annotations

import base64
from typing import Any

from cercano.card.classes import CONCESSIONS
from cercano.credential import qr
from tests.web.fake import citizen, payees, wallet
from tests.web.fake.card import find, subject_of
from tests.web.fake.city import City
from tests.web.fake.desk import card
from tests.web.fake.http import Asked, Refused, Told, iso


def read_applications(city: City, asked: Asked) -> Told:
    waiting = [one for one in city.desk.applications if one["state"] == "requested"]
    return Told(data={"items": waiting, "next": None})


def application(city: City, application_id: str) -> dict[str, Any]:
    return next(one for one in city.desk.applications if one["application_id"] == application_id)


def issue(city: City, asked: Asked, application_id: str) -> Told:
    found = application(city, application_id)
    if found["citizen_id"] == subject_of(city, asked):
        raise Refused(409, "not_for_yourself", "Nadie resuelve su propia solicitud.", "Not your own.")
    made = card(f"card_{application_id[-4:]}", f"acc_{application_id[-4:]}", found["card_class"])
    found |= {"state": "approved", "card_id": made["card_id"]}
    city.desk.cards.append(made)
    city.desk.owners[made["card_id"]] = found["citizen_id"]
    return Told(status=201, data=made)


def sell(city: City, asked: Asked) -> Told:
    """One card a key, however often it is asked for."""
    card_id = f"card_{asked.headers['idempotency-key'][:8]}"
    if card_id not in city.desk.owners:
        city.desk.cards.append(card(card_id, f"acc_{card_id[5:]}", asked.body["card_class"]))
        city.desk.owners[card_id] = ""
    return Told(status=201, data=city.desk.cards[-1])


def link_chip(city: City, asked: Asked, card_id: str) -> Told:
    found, said = find(city, asked, card_id), asked.body
    if (len(said["picc_data"]), len(said["mac"])) != (32, 16):
        text = {"es": "No es la dirección de un chip", "en": "It is no chip's address"}[asked.language]
        raise Refused(422, "invalid", "Revisa los datos.", "Check it.", **{"/picc_data": text})
    chip = {"credential_id": "c" * 16, "medium": "chip", "since": iso(city.now())}
    found["credentials"] = [*(one for one in found["credentials"] if one["medium"] != "chip"), chip]
    return Told(data=found)


def activate(city: City, asked: Asked, card_id: str) -> Told:
    found = find(city, asked, card_id)
    found |= {"state": "active"}
    return Told(data=found)


def reject(city: City, asked: Asked, application_id: str) -> Told:
    found = application(city, application_id)
    found |= {"state": "rejected", "reject_reason": asked.body["reason"]}
    return Told(data=found)


def read_concessions(city: City, asked: Asked) -> Told:
    items = [
        {
            "concession": kind,
            "proofs": list(terms.proofs),
            "longest_days": terms.longest_days,
            "renewal_opens_days": terms.renewal_opens_days,
        }
        for kind, terms in CONCESSIONS.items()
    ]
    return Told(data={"items": items, "next": None})


def grant(city: City, asked: Asked, card_id: str) -> Told:
    found = find(city, asked, card_id)
    if not asked.body["valid_to"]:
        text = {"es": "Falta la fecha", "en": "The date is missing"}[asked.language]
        raise Refused(422, "invalid", "Revisa los datos.", "Check it.", **{"/valid_to": text})
    granted = {key: asked.body[key] for key in ("concession", "valid_from", "valid_to")}
    found["concessions"] = [*found["concessions"], granted | {"renewal_opens_on": "2030-01-01", "can_renew": False}]
    return Told(data=found)


def withdraw(city: City, asked: Asked, card_id: str, concession: str) -> Told:
    found = find(city, asked, card_id)
    found["concessions"] = [one for one in found["concessions"] if one["concession"] != concession]
    return Told(data=found)


def top_up(city: City, asked: Asked, account_id: str) -> Told:
    cents = asked.body["amount_cents"]
    if not isinstance(cents, int):
        text = {"es": "Escribe un importe", "en": "Enter an amount"}[asked.language]
        raise Refused(422, "invalid", "Revisa los datos.", "Check it.", **{"/amount_cents": text})
    if asked.body["entry_id"] not in city.desk.handed:
        city.desk.handed[asked.body["entry_id"]] = cents
        city.desk.money["posted"] += cents
    available = wallet.account_of(city, asked, account_id)["available_cents"]
    return Told(status=201, data={"entry": {"amount_cents": cents}, "available_cents": available})


def find_citizens(city: City, asked: Asked) -> Told:
    found = asked.query["document"] == "12345678Z"
    items = [{"citizen_id": "citizen", "name": "Lucía", "level": 2}] if found else []
    return Told(data={"items": items, "next": None})


def read_citizen(city: City, asked: Asked, subject: str) -> Told:
    city.desk.looks.append((subject, asked.query["purpose"]))
    return citizen.told(citizen.profile(city, subject))


def verify_in_person(city: City, asked: Asked, subject: str) -> Told:
    if not asked.body["name"]:
        text = {"es": "Falta el nombre", "en": "The name is missing"}[asked.language]
        raise Refused(422, "invalid", "Revisa los datos.", "Check it.", **{"/name": text})
    person = citizen.profile(city, subject)
    person |= {"level": 3, "is_verified": True, "verified_at": iso(city.now()), "name": asked.body["name"]}
    return citizen.told(person)


def check_proof(city: City, asked: Asked) -> Told:
    try:
        shown = qr.read(asked.body["qr"], city_keys=[city.desk.city_key.public_key()], unix_s=city.now().timestamp())
    except qr.NotBelieved as why:
        raise Refused(
            422, "proof_refused", f"La lectura no vale ({why}).", f"The reading does not hold ({why})."
        ) from None
    for one in city.desk.cards:
        if any(phone["credential_id"] == shown.credential_id for phone in one["credentials"]):
            if one["state"] != "active":
                raise Refused(422, "proof_refused", "La tarjeta está bloqueada.", "The card is blocked.")
            return Told(data={"credential_id": shown.credential_id} | one)
    raise Refused(422, "proof_refused", "La lectura no vale (ended).", "The reading does not hold (ended).")


def read_keys(city: City, asked: Asked) -> Told:
    """The city's public key (RFC 7517)."""
    point = city.desk.city_key.public_key().public_numbers()
    x, y = (base64.urlsafe_b64encode(one.to_bytes(32, "big")).decode().rstrip("=") for one in (point.x, point.y))
    key = {"kty": "EC", "crv": "P-256", "x": x, "y": y, "use": "sig", "alg": "ES256", "kid": "city-1"}
    return Told(data={"keys": [key]})


def tap(city: City, asked: Asked) -> Told:
    """The price of the service; a second bus within the hour is a free transfer."""
    place, money = asked.body["place"], city.desk.money
    products = payees.read_fares(city, asked).data["items"][0]["products"]
    product = next(one for one in products if one["service"] == place["service"])
    fare = {"reason": "flat", "text": {"es": "Un viaje, tarifa general.", "en": "One journey, standard fare."}}
    cents, before = product["prices"]["standard"], city.desk.taps[-1:]
    if product["kind"] == "stay":
        cents, fare = product["maximum_cents"], {"reason": "stay_open", "text": {"es": "Entrada.", "en": "Start."}}
    elif before and before[0]["service"] == place["service"] == "bus":
        text = {"es": "Transbordo gratis: 9 min después de la línea 1.", "en": "Free transfer: 9 min after line 1."}
        cents, fare = 0, {"reason": "transfer", "text": text}
    if money["posted"] < cents:
        text = {"es": "No hay saldo suficiente.", "en": "There is not enough money."}
        refused = {"tap_id": "tap_0", "granted": False, "reason": "not_enough_money", "text": text, "cents": None}
        return Told(data=refused | {"balance_cents": money["posted"]})
    city.desk.taps.append(place)
    money["posted"] -= cents
    return Told(data={"tap_id": "tap_1", "granted": True, "cents": cents, "balance_cents": money["posted"]} | fare)
