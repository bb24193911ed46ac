"""Money of the fake city: a balance, a journal as long as one likes, and a bank that says its word later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.web.fake.card import subject_of, whose
from tests.web.fake.city import City
from tests.web.fake.http import Asked, Refused, Told, iso

FARES = [
    (-66, "fare", "operator:tus", "Viaje con TUS, línea 1: un viaje", "Journey with TUS, line 1: one journey"),
    (
        0,
        "fare",
        "operator:tus",
        "Viaje con TUS, línea 6C1: transbordo gratis, 14 min después de la línea 1",
        "Journey with TUS, line 6C1: free transfer, 14 min after line 1",
    ),
    (-350, "payment", "city:sports", "Pago a los deportes municipales: una entrada", "Payment to the city's sports"),
    (-120, "payment", "operator:parking", "Pago a los aparcamientos: aparcamiento", "Payment to the car parks"),
]


def journal(city: City) -> list[dict[str, Any]]:
    """The newest first: a top-up, journeys of a month, one of them late."""
    entries = []
    balance, at = 0, city.now() - timedelta(days=26)
    top_up = ("top_up", "gateway:redsys", "Recarga con tarjeta bancaria", "Top-up by bank card")
    moves = [(5000, *top_up), (3400, *top_up)]
    for number, (cents, kind, payee, es, en) in enumerate(moves + FARES * 13):
        at += timedelta(hours=11)
        balance += cents
        late = timedelta(days=2) if number == 47 else timedelta()
        entries.append(
            {
                "entry_id": f"{number:012x}7{number:019x}",
                "kind": kind,
                "at": iso(at - late),
                "posted_at": iso(at),
                "amount_cents": cents,
                "held_cents": 0,
                "balance_cents": balance,
                "payee": payee,
                "payee_name": payee,
                "text": {"es": es, "en": en},
            }
        )
    return [*reversed(entries)]


def account_of(city: City, asked: Asked, account_id: str) -> dict[str, Any]:
    is_staff = "staff" in city.people[city.caller(asked)]["roles"]
    theirs = [subject_of(city, asked), *(bond["other_id"] for bond in city.desk.bonds)]
    may_see = city.desk.cards if is_staff else [one for subject in theirs for one in city.desk.mine(subject)]
    cards = [one for one in may_see if one["account_id"] == account_id]
    if not cards:
        raise Refused(404, "no_such_account", "No tienes esa cuenta.", "You have no such account.")
    money = city.desk.money
    return {
        "account_id": account_id,
        "card_id": cards[-1]["card_id"],
        "account_class": cards[-1]["card_class"],
        "status": money["status"],
        "posted_cents": money["posted"],
        "pending_cents": money["held"],
        "available_cents": money["posted"] - money["held"],
        "credit_cents": 0,
        "limits": {"stored_cents": None, "month_cents": None, "month_in_cents": 5000, "remote_cents": None},
        "holds": [],
    }


def read_accounts(city: City, asked: Asked) -> Told:
    own = dict.fromkeys(one["account_id"] for one in city.desk.mine(whose(city, asked, asked.query)))
    return Told(data={"items": [account_of(city, asked, account_id) for account_id in own], "next": None})


def read_account(city: City, asked: Asked, account_id: str) -> Told:
    return Told(data=account_of(city, asked, account_id))


def read_entries(city: City, asked: Asked, account_id: str) -> Told:
    account_of(city, asked, account_id)
    start, limit = int(asked.query.get("cursor", "0")), int(asked.query["limit"])
    every = city.desk.entries if city.desk.entries is not None else journal(city)
    shown = [entry | {"text": entry["text"][asked.language]} for entry in every[start : start + limit]]
    return Told(data={"items": shown, "next": str(start + limit) if start + limit < len(every) else None})


def read_statement(city: City, asked: Asked, account_id: str, month: str, kind: str) -> Told:
    account_of(city, asked, account_id)
    return Told(data={"month": month}, headers={"content-disposition": f'attachment; filename="{month}.{kind}"'})


def begin_top_up(city: City, asked: Asked, account_id: str) -> Told:
    account_of(city, asked, account_id)
    cents = asked.body["amount_cents"]
    if not isinstance(cents, int) or not 100 <= cents <= 15_000:
        es, en = "Escribe un importe entre 1 y 150 €", "Enter an amount between 1 and 150 €"
        raise Refused(
            422, "invalid", "Revisa los datos.", "Check it.", **{"/amount_cents": (es, en)[asked.language == "en"]}
        )
    order = f"2519{len(city.desk.top_ups):08d}"
    city.desk.top_ups[order] = {
        "order": order,
        "account_id": account_id,
        "amount_cents": cents,
        "state": "asked",
        "asked_at": iso(city.now()),
    }
    back = {"action": f"/monedero/recarga/{order}", "fields": {"Ds_SignatureVersion": "HMAC_SHA512_V2"}}
    return Told(status=201, data=city.desk.top_ups[order] | {"form": back})


def read_top_up(city: City, asked: Asked, order: str) -> Told:
    if order not in city.desk.top_ups:
        raise Refused(404, "no_such_top_up", "No existe esa recarga.", "There is no such top-up.")
    return Told(data=city.desk.top_ups[order])
