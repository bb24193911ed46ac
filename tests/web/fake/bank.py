"""Lucía's own bank account in the fake city: linked by its number, asked for money; and money from card to card."""

from __future__ import annotations

import re
from typing import Any

from tests.web.fake.city import City
from tests.web.fake.http import Asked, Refused, Told, iso
from tests.web.fake.wallet import account_of

ENTRY_ID = re.compile(r"0[0-9a-f]{11}7[0-9a-f]{19}")


def link(city: City, asked: Asked, account_id: str) -> Told:
    account_of(city, asked, account_id)
    if asked.body["iban"] != "ES9121000418450200051332":
        text = {"es": "El IBAN no es correcto.", "en": "The IBAN is not right."}[asked.language]
        raise Refused(422, "wrong_iban", text, text, **{"/iban": text})
    city.purse.mandate = {
        "reference": "CERCANO01LUCIA1",
        "iban_end": "1332",
        "holder": asked.body["holder"],
        "signed_at": iso(city.now()),
        "is_suspended": False,
        "notice_days": 14,
        "text": "Autorizo los cargos, con 14 días de aviso.",
        "upcoming": [{"amount_cents": 2000, "notified_on": "2026-11-24", "collected_from": "2026-12-09"}],
    }
    return Told(status=201, data=city.purse.mandate)


def read_mandate(city: City, asked: Asked, account_id: str) -> Told:
    account_of(city, asked, account_id)
    if city.purse.mandate is None:
        raise Refused(404, "no_such_mandate", "No hay ninguna cuenta enlazada.", "No bank account is linked.")
    return Told(data=city.purse.mandate)


def unlink(city: City, asked: Asked, account_id: str) -> Told:
    account_of(city, asked, account_id)
    city.purse.mandate = city.purse.refill = None
    return Told(status=204)


def read_postpaid(city: City, asked: Asked, account_id: str) -> Told:
    account_of(city, asked, account_id)
    is_on = city.purse.is_postpaid
    text = {"es": "Gasta hasta 30,00 € sin recargar antes.", "en": "Spend up to €30.00 without topping up first."}
    return Told(
        data={
            "is_on": is_on,
            "credit_cents": 3000 if is_on else 0,
            "offered_cents": 3000,
            "owed_cents": 0,
            "closes_on": "2026-12-01",
            "collected_from": "2026-12-15",
            "ended_because": "",
            "text": text[asked.language],
        }
    )


def set_postpaid(city: City, asked: Asked, account_id: str) -> Told:
    if city.purse.mandate is None:
        raise Refused(409, "no_mandate", "Enlaza antes tu cuenta.", "Link your bank account first.")
    city.purse.is_postpaid = asked.body["is_on"]
    return read_postpaid(city, asked, account_id)


def read_bank_card(city: City, asked: Asked, account_id: str) -> Told:
    account_of(city, asked, account_id)
    if city.purse.bank_card is None:
        raise Refused(404, "no_bank_card", "No hay ninguna tarjeta recordada.", "No card is remembered.")
    return Told(data=city.purse.bank_card)


def forget_bank_card(city: City, asked: Asked, account_id: str) -> Told:
    account_of(city, asked, account_id)
    city.purse.bank_card = city.purse.refill = None
    return Told(status=204)


def keep_refill(city: City, asked: Asked, account_id: str) -> Told:
    account_of(city, asked, account_id)
    said = asked.body
    if said["threshold_cents"] is None or not 100 <= said["threshold_cents"] <= 5_000:
        text = {"es": "Entre 1 y 50 €", "en": "Between 1 and 50 €"}[asked.language]
        raise Refused(422, "invalid", text, text, **{"/threshold_cents": text})
    city.purse.refill = said | {"is_suspended": False}
    return Told(data=city.purse.refill)


def read_refill(city: City, asked: Asked, account_id: str) -> Told:
    account_of(city, asked, account_id)
    if city.purse.refill is None:
        raise Refused(404, "no_refill", "La recarga automática está apagada.", "Automatic top-up is off.")
    return Told(data=city.purse.refill)


def end_refill(city: City, asked: Asked, account_id: str) -> Told:
    account_of(city, asked, account_id)
    city.purse.refill = None
    return Told(status=204)


def top_up(city: City, asked: Asked, account_id: str) -> Told:
    return moved(city, asked, account_id, asked.body["amount_cents"], "top_up", "sepa:mandate")


def transfer(city: City, asked: Asked, account_id: str) -> Told:
    account_of(city, asked, asked.body["to_account_id"])
    return moved(city, asked, account_id, -asked.body["amount_cents"], "transfer_out", asked.body["to_account_id"])


def keep_allowance(city: City, asked: Asked, account_id: str, to_id: str) -> Told:
    account_of(city, asked, account_id)
    account_of(city, asked, to_id)
    if not 1 <= asked.body["day"] <= 28:
        text = {"es": "Del 1 al 28", "en": "From 1 to 28"}[asked.language]
        raise Refused(422, "invalid", text, text, **{"/day": text})
    city.purse.allowances[to_id] = {"to_account_id": to_id, "given_in": None} | asked.body
    return Told(data=city.purse.allowances[to_id])


def read_allowances(city: City, asked: Asked, account_id: str) -> Told:
    account_of(city, asked, account_id)
    return Told(data={"items": list(city.purse.allowances.values()), "next": None})


def end_allowance(city: City, asked: Asked, account_id: str, to_id: str) -> Told:
    account_of(city, asked, account_id)
    del city.purse.allowances[to_id]
    return Told(status=204)


def moved(city: City, asked: Asked, account_id: str, cents: int, kind: str, payee: str) -> Told:
    """The receipt of a movement; the same id again is the same movement."""
    said, money = asked.body, city.desk.money
    account_of(city, asked, account_id)
    if not ENTRY_ID.fullmatch(said["entry_id"]):
        raise Refused(422, "wrong_entry_id", "Ese identificador no vale.", "That id will not do.")
    if money["posted"] - money["held"] + cents < 0:
        raise Refused(409, "not_enough_money", "No hay saldo suficiente.", "There is not enough money.")
    if said["entry_id"] not in city.purse.moves:
        money["posted"] += cents
        city.purse.moves[said["entry_id"]] = receipt(city, said["entry_id"], cents, kind, payee)
    return Told(status=201, data=city.purse.moves[said["entry_id"]])


def receipt(city: City, entry_id: str, cents: int, kind: str, payee: str) -> dict[str, Any]:
    posted, at = city.desk.money["posted"], iso(city.now())
    entry = {
        "entry_id": entry_id,
        "kind": kind,
        "at": at,
        "posted_at": at,
        "amount_cents": cents,
        "held_cents": 0,
        "balance_cents": posted,
        "payee": payee,
        "payee_name": payee,
        "text": kind,
    }
    return {"entry": entry, "available_cents": posted - city.desk.money["held"]}
