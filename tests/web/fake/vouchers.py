"""What a citizen has of the fake city's campaigns: where the shops are, vouchers, points."""

from __future__ import annotations

from datetime import timedelta

from tests.web.fake.city import City
from tests.web.fake.http import Asked, Refused, Told, iso

SEEN = ("shop_id", "name", "category", "address", "lat", "lon", "opens", "closes")


def read_places(city: City, asked: Asked) -> Told:
    """A merchant's shop, and another far away."""
    far = city.market.shops[0] | {
        "shop_id": "shop_sardinero",
        "name": "Libros del Sardinero",
        "lat": 43.475,
        "lon": -3.783,
    }
    there = [*(shop for shop in city.market.shops if shop["state"] == "open"), far]
    return Told(data={"items": [{name: shop[name] for name in SEEN} for shop in there], "next": None})


def reserve(city: City, asked: Asked, campaign_id: str) -> Told:
    request = asked.body["request_id"]
    if request not in city.purse.vouchers and sum(one["state"] == "held" for one in city.purse.vouchers.values()) >= 2:
        es, en = "Ya tienes el máximo de bonos de esta campaña (2).", "You already have the most vouchers (2)."
        raise Refused(409, "voucher_limit", es, en)
    fresh = {
        "voucher_id": f"voucher_{request[:26]}",
        "campaign_id": campaign_id,
        "state": "held",
        "left_cents": 500,
        "expires_at": iso(city.now() + timedelta(days=7)),
    }
    return Told(data=city.purse.vouchers.setdefault(request, fresh))


def give_back(city: City, asked: Asked, campaign_id: str, voucher_id: str) -> Told:
    found = next((one for one in city.purse.vouchers.values() if one["voucher_id"] == voucher_id), None)
    if found is None:
        raise Refused(404, "no_such_voucher", "No tienes ese bono.", "You hold no such voucher.")
    found["state"] = "returned"
    return Told(status=204)


def read_vouchers(city: City, asked: Asked) -> Told:
    return Told(data={"items": list(city.purse.vouchers.values()), "next": None})


def read_points(city: City, asked: Asked) -> Told:
    return Told(data=city.purse.points)
