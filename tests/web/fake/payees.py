"""Whom the fake city pays: what one of its staff proposed waits for another; and the fares its council decides."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.web.fake.card import subject_of
from tests.web.fake.city import SEED, City, documented
from tests.web.fake.http import Asked, Refused, Told, iso

GOOD_IBAN = "ES9121000418450200051332"


def blank(payee: str) -> dict[str, Any]:
    return {"payee": payee, "name": None, "iban_end": None, "people": [], "held_until": None, "proposal": None}


def view(one: dict[str, Any]) -> Told:
    return documented({key: value for key, value in one.items() if key != "history"})


def of(city: City, asked: Asked, payee: str) -> dict[str, Any]:
    """The payee as it was read; somebody may have changed it since."""
    one = city.market.payees.setdefault(payee, blank(payee) | {"version": 0, "history": []})
    if asked.headers.get("if-match") != f'"{one["version"]}"':
        raise Refused(412, "version_conflict", "Alguien lo cambió antes.", "Somebody changed it before.")
    one["version"] += 1
    return one


def read_all(city: City, asked: Asked) -> Told:
    return Told(data={"items": list(city.market.payees.values()), "next": None})


def read_one(city: City, asked: Asked, payee: str) -> Told:
    if not city.market.payees.get(payee, {}).get("version"):
        raise Refused(404, "no_such_payee", "No existe.", "There is none.")
    return view(city.market.payees[payee])


def propose(city: City, asked: Asked, payee: str) -> Told:
    said = asked.body
    if said["iban"] not in (None, GOOD_IBAN):
        text = {"es": "El IBAN no es correcto.", "en": "The IBAN is not right."}[asked.language]
        raise Refused(422, "wrong_iban", text, text, **{"/iban": text})
    one = of(city, asked, payee)
    by = {"proposed_by": subject_of(city, asked), "proposed_at": iso(city.now())}
    one["proposal"] = said | by | {"changes_iban": one["iban_end"] != (said["iban"] or "")[-4:]}
    return view(one)


def approve(city: City, asked: Asked, payee: str) -> Told:
    if city.market.payees[payee]["proposal"]["proposed_by"] == subject_of(city, asked):
        raise Refused(403, "four_eyes", "Lo ha de aprobar otra persona.", "Somebody else has to approve it.")
    one = of(city, asked, payee)
    said, one["proposal"] = one["proposal"], None
    one |= {"name": said["name"], "iban_end": (said["iban"] or "")[-4:], "people": said["people"]}
    return view(one)


def withdraw(city: City, asked: Asked, payee: str) -> Told:
    one = of(city, asked, payee)
    one["proposal"] = None
    return view(one)


def read_history(city: City, asked: Asked, payee: str) -> Told:
    before = {"name": "TUS", "iban_end": "0001", "people": [], "proposed_by": "ana", "approved_by": "luis"}
    return Told(data={"items": [before | {"approved_at": "2026-01-02T09:00:00Z"}], "next": None})


def read_fares(city: City, asked: Asked) -> Told:
    tables = json.loads((SEED.parent / "fares.json").read_text(encoding="utf-8"))
    return Told(data={"items": [one | {"valid_to": None} for one in [*city.market.fares, *tables]], "next": None})


def decide_fares(city: City, asked: Asked) -> Told:
    said, wrong = asked.body, {"es": "Debe ser un número entero", "en": "It must be a whole number"}[asked.language]
    prices = {
        f"/products/{number}/prices/{name}": wrong
        for number, product in enumerate(said["products"])
        for name, cents in product["prices"].items()
        if not isinstance(cents, int)
    }
    if prices:
        raise Refused(422, "invalid", "Revisa los datos.", "Check it.", **prices)
    if said["valid_from"] <= city.now().date().isoformat():
        es, en = "Una tabla empieza mañana como pronto.", "A table begins tomorrow at the earliest."
        text = en if asked.language == "en" else es
        raise Refused(409, "fares_begin_too_soon", es, en, **{"/valid_from": text})
    city.market.fares.insert(0, said)
    return Told(status=201, data=said | {"valid_to": None})


STAFF, P = {"staff", "admin"}, "/wallet/payees/([^/]+)"
ROUTES: list[tuple[str, str, set[str] | None, Callable[..., Told]]] = [
    ("GET", "/wallet/payees", STAFF, read_all),
    ("GET", P, STAFF, read_one),
    ("PUT", P, STAFF, propose),
    ("POST", f"{P}/approval", STAFF, approve),
    ("DELETE", f"{P}/proposal", STAFF, withdraw),
    ("GET", f"{P}/history", STAFF, read_history),
    ("GET", "/access/fares", None, read_fares),
    ("POST", "/access/fares", STAFF, decide_fares),
]
