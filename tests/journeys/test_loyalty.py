"""A small shop takes part: a voucher is reserved, scanned and spent, goods go back, and the week is settled."""

from __future__ import annotations

import base64
import secrets
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from infra.local.api import Api
from infra.local.aws import Clients
from tests.card.credentials import Phone, a_key, jwk
from tests.journeys.town import MADRID, clock_strikes, eventually, word

SHOP = {
    "category": "books",
    "address": "Plaza Pombo, s/n",
    "lat": 43.4623,
    "lon": -3.8040,
    "opens": "00:00",
    "closes": "23:59",
    "iban": "ES9121000418450200051332",
}


def till_id() -> str:
    """An id that a till makes now."""
    return f"{int(time.time() * 1000):012x}{secrets.token_hex(10)}"


@pytest.fixture(scope="module")
def merchant(endpoints: dict[str, Any]) -> Api:
    """The API as somebody who keeps a shop."""
    return Api.signed_in(endpoints["api"], endpoints["people"]["merchant"])


@pytest.fixture(scope="module")
def admin(endpoints: dict[str, Any]) -> Api:
    """The API as a second member of staff."""
    return Api.signed_in(endpoints["api"], endpoints["people"]["admin"])


def a_shop(merchant: Api, staff: Api) -> str:
    """A shop that staff let take part."""
    said = {**SHOP, "name": f"Librería {time.time_ns() % 10**6}"}
    joined = merchant.send("POST", "/loyalty/shops", said).json()
    assert joined["state"] == "applied"
    assert staff.send("POST", f"/loyalty/shops/{joined['shop_id']}/approval").json()["state"] == "open"
    return str(joined["shop_id"])


def a_campaign(staff: Api, admin: Api, shop_id: str) -> str:
    """Pay 70, get 100, in this shop: tried and written by one, launched by another."""
    now = datetime.now(UTC)
    drafted = staff.send(
        "POST",
        "/loyalty/campaigns",
        {
            "title": {"es": "Bonos de prueba", "en": "Vouchers for a journey"},
            "starts_at": word(now - timedelta(hours=1)),
            "ends_at": word(now + timedelta(days=30)),
            "rules": {"shops": [shop_id]},
            "reward": {"kind": "voucher", "price_cents": 7_000, "face_cents": 10_000, "shop_percent": 20},
            "limits": {"per_person": 1},
            "budget": 50,
        },
    )
    place = f"/loyalty/campaigns/{drafted.json()['campaign_id']}"
    assert staff.send("POST", f"{place}/dry-runs", {"days": 30}).json()["purchases"] == 0
    alone = staff.send("POST", f"{place}/launch", If_Match=drafted.headers["ETag"], fine=(403,))
    assert alone.json()["code"] == "same_eyes"
    launched = admin.send("POST", f"{place}/launch", If_Match=drafted.headers["ETag"])
    assert launched.json()["state"] == "live"
    return str(drafted.json()["campaign_id"])


def a_phone(citizen: Api, staff: Api) -> Phone:
    """A card on a phone."""
    asked = citizen.send("POST", "/card/applications", {"card_class": "tourist", "format": "app"}).json()
    card = staff.send("POST", f"/card/applications/{asked['application_id']}/issue").json()
    key = a_key()
    said = citizen.send("POST", f"/card/cards/{card['card_id']}/app-key", {"jwk": jwk(key)}).json()
    return Phone(key, base64.urlsafe_b64decode(said["certificate"] + "=="))


def test_a_voucher_is_reserved_scanned_and_spent_goods_go_back_and_the_week_is_settled(
    merchant: Api,
    staff: Api,
    admin: Api,
    citizen: Api,
    anyone: Api,
    clients: Clients,
    endpoints: dict[str, Any],
) -> None:
    shop_id = a_shop(merchant, staff)
    campaign_id = a_campaign(staff, admin, shop_id)
    told = anyone.send("GET", "/loyalty/campaigns").json()["items"]
    assert campaign_id in [one["campaign_id"] for one in told]

    request = {"request_id": secrets.token_hex(16)}
    reserved = [
        citizen.send("POST", f"/loyalty/campaigns/{campaign_id}/vouchers", request).json()["voucher_id"]
        for _ in range(2)
    ]
    greedy = citizen.send(
        "POST", f"/loyalty/campaigns/{campaign_id}/vouchers", {"request_id": secrets.token_hex(16)}, fine=(409,)
    )
    assert (len(set(reserved)), greedy.json()["code"]) == (1, "voucher_limit")

    phone = a_phone(citizen, staff)
    place = f"/loyalty/shops/{shop_id}"
    assert anyone.send("GET", "/card/keys").json()["keys"]  # its first answer may take longer than a till waits
    old = {"qr": phone.shows(int(time.time()) - 120), "amount_cents": 10_000}
    refused = merchant.send("POST", f"{place}/quotes", old, fine=(409,)).json()
    assert (refused["code"], refused["errors"][0]["code"]) == ("code_refused", "not_now")
    asked, quote = eventually(lambda: _quoted(merchant, place, phone))
    assert (quote["paid_cents"], quote["benefits"][0]["campaign_id"]) == (7_000, campaign_id)

    sale = {**asked, "purchase_id": till_id()}
    sold = [merchant.send("POST", f"{place}/purchases", sale).json() for _ in range(2)]
    assert sold[0] == sold[1]
    twice = merchant.send("POST", f"{place}/purchases", {**asked, "purchase_id": till_id()}, fine=(409,)).json()
    assert (twice["code"], twice["errors"][0]["code"]) == ("code_refused", "used")
    assert (sold[0]["paid_cents"], sold[0]["left_cents"]) == (7_000, 10_000)

    bought = f"{place}/purchases/{sale['purchase_id']}"
    back = {"refund_id": till_id(), "amount_cents": 2_500}
    refunded = [merchant.send("POST", f"{bought}/refunds", back).json() for _ in range(2)]
    assert refunded[0] == refunded[1]
    assert [(one["paid_cents"], one["amount_cents"]) for one in refunded[0]["refunds"]] == [(1_750, 2_500)]
    mine = citizen.send("GET", "/loyalty/vouchers").json()["items"]
    (voucher,) = [one for one in mine if one["voucher_id"] == reserved[0]]
    assert (voucher["state"], voucher["left_cents"]) == ("spent", 750)
    too_much = merchant.send("POST", f"{bought}/refunds", {"refund_id": till_id(), "amount_cents": 7_501}, fine=(409,))
    assert too_much.json()["code"] == "more_than_was_paid"

    assert _settled(clients, endpoints) >= 1
    (week,) = merchant.send("GET", f"{place}/settlements").json()["items"]
    assert (week["sales"], week["refunds"], week["sold_cents"]) == (1, 1, 7_500)
    assert (week["city_cents"], week["shop_cents"], week["due_cents"]) == (1_800, 450, 1_800)
    _settled(clients, endpoints)
    assert merchant.send("GET", f"{place}/settlements").json()["items"] == [week]


def _quoted(merchant: Api, place: str, phone: Phone) -> Any:
    """What the till asked and was told, once the city has heard of the card: each time with the code of now."""
    asked = {"qr": phone.shows(int(time.time())), "amount_cents": 10_000}
    answer = merchant.send("POST", f"{place}/quotes", asked, fine=(409,))
    return (asked, answer.json()) if answer.status_code == 200 else None


def _settled(clients: Clients, endpoints: dict[str, Any]) -> int:
    """Next Monday, at three in the night; how many weeks of shops were closed."""
    today = datetime.now(MADRID)
    monday = (today + timedelta(days=7 - today.weekday())).replace(hour=3, minute=0, second=0, microsecond=0)
    return int(clock_strikes(clients, endpoints, "loyalty/settle_week", monday)["weeks"])
