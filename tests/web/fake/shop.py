"""Shops of the fake city: one that takes part, its campaigns, what its till sold, and the weeks that were closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cercano.credential import qr
from cercano.loyalty.eligibility import PassedOver
from cercano.loyalty.explain import what_it_gave, why_passed_over
from cercano.loyalty.model import Benefit, RewardKind
from tests.web.fake.card import subject_of
from tests.web.fake.city import City
from tests.web.fake.http import Asked, Refused, Told, iso

POINTS = 250
MINIMUM_CENTS = 500


def read_campaigns(city: City, asked: Asked) -> Told:
    live = [one for one in city.market.campaigns if one["state"] == "live"]
    public = ("campaign_id", "starts_at", "ends_at", "rules", "reward")
    items = [{name: one[name] for name in public} | {"title": one["title"][asked.language]} for one in live]
    return Told(data={"items": items, "next": None})


def read_shops(city: City, asked: Asked) -> Told:
    is_staff = "staff" in city.people[city.caller(asked)]["roles"]
    mine = [
        one for one in city.market.shops if is_staff or city.market.owners[one["shop_id"]] == subject_of(city, asked)
    ]
    state = asked.query.get("state")
    return Told(data={"items": [one for one in mine if state in (None, one["state"])], "next": None})


def join(city: City, asked: Asked) -> Told:
    said = asked.body
    wrong = {
        f"/{name}": {"es": "Falta", "en": "Missing"}[asked.language] for name in ("name", "iban") if not said[name]
    }
    if wrong:
        raise Refused(422, "invalid", "Revisa los datos.", "Check it.", **wrong)
    shop = {name: value for name, value in said.items() if name != "iban"}
    shop |= {"shop_id": f"shop_{len(city.market.shops)}", "iban_end": said["iban"][-4:], "state": "applied"}
    city.market.shops.append(shop)
    city.market.owners[shop["shop_id"]] = subject_of(city, asked)
    return Told(status=201, data=shop)


def decided(city: City, asked: Asked, shop_id: str) -> dict[str, Any]:
    """What the two campaigns of the seed give, in the words of the real till."""
    said, language = asked.body, asked.language
    credential_id = qr.said_by(said["qr"]).credential_id
    cards = [one for one in city.desk.cards for each in one["credentials"] if each["credential_id"] == credential_id]
    if not cards or cards[0]["state"] != "active":
        raise Refused(409, "card_not_accepted", "Esa tarjeta no vale ahora.", "That card does not hold now.")
    benefits: list[dict[str, Any]] = []
    passed = [("campaign_voucher", PassedOver(campaign_id="campaign_voucher", code="no_voucher"))]
    if "campaign_tenth" in said["without"]:
        passed.append(("campaign_tenth", PassedOver(campaign_id="campaign_tenth", code="left_out")))
    elif said["amount_cents"] < MINIMUM_CENTS:
        values = {"minimum_cents": 500}
        passed.append(("campaign_tenth", PassedOver(campaign_id="campaign_tenth", code="below_minimum", values=values)))
    else:
        off = said["amount_cents"] // 10
        half = Benefit(
            campaign_id="campaign_tenth", kind=RewardKind.PERCENT, city_cents=off - off // 2, shop_cents=off // 2
        )
        sentence = what_it_gave(half, language)
        benefits.append(
            {"campaign_id": "campaign_tenth", "kind": "percent", "cents": off, "points": 0, "sentence": sentence}
        )
    left = said["amount_cents"] - sum(one["cents"] for one in benefits)
    points = min(said["points"], POINTS, left)
    return {
        "amount_cents": said["amount_cents"],
        "paid_cents": left - points,
        "points_spent": points,
        "points_earned": 0,
        "benefits": benefits,
        "passed_over": [
            {"campaign_id": name, "code": why.code, "sentence": why_passed_over(why, language)} for name, why in passed
        ],
    }


def quote(city: City, asked: Asked, shop_id: str) -> Told:
    return Told(data=decided(city, asked, shop_id))


def take(city: City, asked: Asked, shop_id: str) -> Told:
    name = asked.body["purchase_id"]
    if name not in city.market.sales:
        sold = decided(city, asked, shop_id)
        del sold["passed_over"]
        more = {"purchase_id": name, "at": iso(city.now()), "refunds": [], "left_cents": sold["amount_cents"]}
        city.market.sales[name] = sold | more
    return Told(data=city.market.sales[name])


def find_sale(city: City, purchase_id: str) -> dict[str, Any]:
    if purchase_id not in city.market.sales:
        raise Refused(404, "no_such_purchase", "No existe esa venta.", "There is no such sale.")
    return city.market.sales[purchase_id]


def read_sale(city: City, asked: Asked, shop_id: str, purchase_id: str) -> Told:
    return Told(data=find_sale(city, purchase_id))


def refund(city: City, asked: Asked, shop_id: str, purchase_id: str) -> Told:
    sale, cents = find_sale(city, purchase_id), asked.body["amount_cents"]
    if not isinstance(cents, int):
        text = {"es": "Escribe un importe", "en": "Enter an amount"}[asked.language]
        raise Refused(422, "invalid", "Revisa los datos.", "Check it.", **{"/amount_cents": text})
    if cents > sale["left_cents"]:
        raise Refused(409, "more_than_was_paid", "Solo quedan unos céntimos por devolver.", "Too much.")
    paid = sale["paid_cents"] * cents // sale["amount_cents"]
    back = {"refund_id": asked.body["refund_id"], "at": iso(city.now()), "amount_cents": cents, "paid_cents": paid}
    sale |= {
        "refunds": [*sale["refunds"], back | {"points_back": 0, "points_taken": 0}],
        "left_cents": sale["left_cents"] - cents,
    }
    return Told(data=sale)


def read_weeks(city: City, asked: Asked, shop_id: str) -> Told:
    return Told(data={"items": city.market.weeks, "next": None})


def read_days(city: City, asked: Asked, shop_id: str) -> Told:
    if asked.query["first"] < "2026-11-01":
        text = {"es": "31 días como mucho", "en": "31 days at most"}[asked.language]
        errors = [{"parameter": "last", "detail": text}]
        return Told(
            status=422, data={"code": "invalid", "status": 422, "title": text, "detail": text, "errors": errors}
        )
    day = {"day": "2026-11-23", "sales": 2, "refunds": 1, "redemptions": 1, "sold_cents": 4200, "paid_cents": 3900}
    return Told(data={"items": [day | {"city_cents": 200, "shop_cents": 100, "points_spent": 0, "points_earned": 39}]})


def read_day(city: City, asked: Asked, shop_id: str) -> Told:
    gift = {"campaign_id": "campaign_tenth", "kind": "percent", "cents": 300, "points": 0, "sentence": "10 %"}
    sale = {"at": f"{asked.query['day']}T17:20:00Z", "points_spent": 0, "points_earned": 0, "refunds": []}
    sold = [(3000, [gift]), (1200, [])]
    items = [
        sale
        | {"purchase_id": f"{number:032x}", "amount_cents": cents, "benefits": gifts, "left_cents": 0}
        | {"paid_cents": cents - sum(one["cents"] for one in gifts)}
        for number, (cents, gifts) in enumerate(sold)
    ]
    return Told(data={"items": items, "next": None})


STAFF, MERCHANT = {"staff", "admin"}, {"merchant"}
S = "/loyalty/shops/([^/]+)"
ROUTES: list[tuple[str, str, set[str] | None, Callable[..., Told]]] = [
    ("GET", "/loyalty/campaigns", None, read_campaigns),
    ("GET", "/loyalty/shops", STAFF | MERCHANT, read_shops),
    ("POST", "/loyalty/shops", MERCHANT, join),
    ("POST", f"{S}/quotes", MERCHANT, quote),
    ("POST", f"{S}/purchases", MERCHANT, take),
    ("GET", f"{S}/purchases/([^/]+)", MERCHANT, read_sale),
    ("POST", f"{S}/purchases/([^/]+)/refunds", MERCHANT, refund),
    ("GET", f"{S}/settlements", STAFF | MERCHANT, read_weeks),
    ("GET", f"{S}/days", MERCHANT, read_days),
    ("GET", f"{S}/sales", MERCHANT, read_day),
    ("GET", f"{S}/sales.csv", MERCHANT, lambda *_: Told(data="day;sale")),
]
