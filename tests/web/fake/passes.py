"""What the fake city sells by the month or by the journey, and what is on Lucía's card; what an operator was paid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.web.fake import bank
from tests.web.fake.card import subject_of
from tests.web.fake.city import City
from tests.web.fake.http import Asked, Refused, Told
from tests.web.fake.wallet import account_of

MONTH = {"es": "Abono mensual de autobús", "en": "Monthly bus pass"}
TEN = {"es": "Carné de 10 viajes", "en": "Ten journeys"}
SOLD = {
    "bus_month": (MONTH, {"standard": 3300}, 1, 0, 0),
    "bus_ten": (TEN, {"standard": 600, "youth": 450}, 0, 365, 10),
}


def offered(code: str, language: str) -> dict[str, Any]:
    names, prices, months, days, journeys = SOLD[code]
    said = {"code": code, "service": "bus", "name": names[language], "prices": prices, "refund_days": 14}
    paid = {"payee": "operator:tus", "payee_name": "TUS", "valid_from": "2026-01-01", "valid_to": None}
    return said | {"months": months, "days": days, "journeys": journeys} | paid


def read_catalogue(city: City, asked: Asked) -> Told:
    return Told(data={"items": [offered(code, asked.language) for code in SOLD], "next": None})


def last_day(code: str, first: str) -> str:
    return (date.fromisoformat(first) + timedelta(days=29 if SOLD[code][2] else SOLD[code][3])).isoformat()


def read_price(city: City, asked: Asked, account_id: str, code: str) -> Told:
    account_of(city, asked, account_id)
    first, cents = asked.query["starts_on"], SOLD[code][1]["standard"]
    text = f"{cents / 100:.2f} €, ".replace(".", ",") + {"es": "tarifa general", "en": "standard fare"}[asked.language]
    price = {"code": code, "price_cents": cents, "fare_class": "standard", "text": text}
    return Told(data=price | {"starts_on": first, "ends_on": last_day(code, first)})


def buy(city: City, asked: Asked, account_id: str) -> Told:
    said = asked.body
    today = city.now().date().isoformat()
    if not today <= said["starts_on"] <= "2027-01-23":
        text = {"es": "Como mucho dentro de 60 días", "en": "In 60 days at most"}[asked.language]
        raise Refused(422, "starts_out_of_reach", text, text, **{"/starts_on": text})
    cents = SOLD[said["code"]][1]["standard"]
    paid = bank.moved(city, asked, account_id, -cents, "payment", "operator:tus").data
    held = {"pass_id": said["entry_id"], "code": said["code"], "service": "bus", "state": "valid"}
    days = {"valid_from": said["starts_on"], "valid_to": last_day(said["code"], said["starts_on"])}
    journeys = {"journeys": SOLD[said["code"]][4], "journeys_used": 0, "journeys_left": SOLD[said["code"]][4] or None}
    more = {"paid_cents": cents, "fare_class": "standard", "returnable_to": "2026-12-08"}
    city.purse.passes[said["entry_id"]] = held | days | journeys | more
    return Told(status=201, data={"bought": shown(city.purse.passes[said["entry_id"]], asked), "receipt": paid})


def shown(one: dict[str, Any], asked: Asked) -> dict[str, Any]:
    return one | {"name": SOLD[one["code"]][0][asked.language]}


def read_mine(city: City, asked: Asked, account_id: str) -> Told:
    account_of(city, asked, account_id)
    return Told(data={"items": [shown(one, asked) for one in city.purse.passes.values()], "next": None})


def give_back(city: City, asked: Asked, account_id: str, pass_id: str) -> Told:
    account_of(city, asked, account_id)
    cents = city.purse.passes.pop(pass_id)["paid_cents"]
    city.desk.money["posted"] += cents
    return Told(data=bank.receipt(city, pass_id, cents, "refund", "operator:tus"))


def read_my_payees(city: City, asked: Asked) -> Told:
    subject = subject_of(city, asked)
    mine = [{"payee": name} for name, one in city.market.payees.items() if subject in one["people"]]
    return Told(data={"items": mine, "next": None})


def read_payments(city: City, asked: Asked, day: str) -> Told:
    at = f"{asked.query['source']}T08:12:00Z"
    one = {"kind": "fare", "at": at, "posted_at": at, "amount_cents": 66, "purpose": "fare", "reference": None}
    items = [one | {"entry_id": f"{number:012x}7{number:019x}"} for number in range(3)]
    return Told(data={"items": items, "next": None})


SIGNED, PAID, A = set[str](), {"operator", "merchant", "staff"}, "/wallet/accounts/([^/]+)"
ROUTES: list[tuple[str, str, set[str] | None, Callable[..., Told]]] = [
    ("GET", "/wallet/passes", None, read_catalogue),
    ("GET", f"{A}/passes/([^/]+)/price", SIGNED, read_price),
    ("GET", f"{A}/passes", SIGNED, read_mine),
    ("POST", f"{A}/passes", SIGNED, buy),
    ("POST", f"{A}/passes/([^/]+)/refund", SIGNED, give_back),
    ("GET", "/wallet/my-payees", PAID, read_my_payees),
    ("GET", "/wallet/settlements/([^/]+)/payments", PAID, read_payments),
]
