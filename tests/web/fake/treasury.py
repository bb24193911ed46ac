"""Money and shops of the fake city as its staff see them: adjustments, stopped accounts, campaigns, payees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.web.fake import wallet
from tests.web.fake.card import subject_of
from tests.web.fake.city import City, documented
from tests.web.fake.http import Asked, Refused, Told, iso

ALONE_CENTS = 1_000


def read_adjustments(city: City, asked: Asked) -> Told:
    waiting = [one for one in city.market.adjustments if one["state"] == "proposed"]
    return Told(data={"items": waiting, "next": None})


def propose(city: City, asked: Asked) -> Told:
    said = asked.body
    if known := next((one for one in city.market.adjustments if one.get("entry_id") == said["entry_id"]), None):
        return Told(status=201, data=known)
    if not isinstance(said["amount_cents"], int):
        text = {"es": "Escribe un importe", "en": "Enter an amount"}[asked.language]
        raise Refused(422, "invalid", "Revisa los datos.", "Check it.", **{"/amount_cents": text})
    wallet.account_of(city, asked, said["account_id"])
    one = said | {
        "adjustment_id": f"adjustment_{len(city.market.adjustments)}",
        "state": "proposed" if abs(said["amount_cents"]) > ALONE_CENTS else "applied",
        "waits_for": "amount" if abs(said["amount_cents"]) > ALONE_CENTS else None,
        "proposed_by": subject_of(city, asked),
        "proposed_at": iso(city.now()),
        "approved_by": None,
    }
    city.market.adjustments.append(one)
    return Told(status=201, data=one)


def approve(city: City, asked: Asked, adjustment_id: str) -> Told:
    one = next(one for one in city.market.adjustments if one["adjustment_id"] == adjustment_id)
    if one["proposed_by"] == subject_of(city, asked):
        raise Refused(403, "four_eyes", "Lo ha de aprobar otra persona.", "Somebody else has to approve it.")
    one |= {"state": "applied", "approved_by": subject_of(city, asked)}
    return Told(data=one)


def stop(city: City, asked: Asked, account_id: str, what: str) -> Told:
    city.desk.money["status"] = "frozen" if what == "freeze" else "open"
    city.market.stops.append((what, asked.body["reason"]))
    return Told(data=wallet.account_of(city, asked, account_id))


def read_shop(city: City, asked: Asked, shop_id: str) -> Told:
    return Told(data=shop_of(city, shop_id))


def shop_of(city: City, shop_id: str) -> dict[str, Any]:
    for one in city.market.shops:
        if one["shop_id"] == shop_id:
            return one
    raise Refused(404, "no_such_shop", "No existe ese comercio.", "There is no such shop.")


def decide(city: City, asked: Asked, shop_id: str, how: str) -> Told:
    shop = shop_of(city, shop_id)
    shop["state"] = "open" if how == "approval" else "rejected"
    return Told(data=shop)


def read_findings(city: City, asked: Asked) -> Told:
    return Told(data={"items": city.market.findings, "next": None})


def read_all(city: City, asked: Asked) -> Told:
    return Told(data={"items": city.market.campaigns, "next": None})


def campaign_of(city: City, campaign_id: str) -> dict[str, Any]:
    for one in city.market.campaigns:
        if one["campaign_id"] == campaign_id:
            return one
    raise Refused(404, "no_such_campaign", "No existe esa campaña.", "There is no such campaign.")


def checked(asked: Asked) -> dict[str, Any]:
    said = asked.body
    wrong = {
        f"/title/{code}": {"es": "Falta", "en": "Missing"}[asked.language]
        for code, name in said["title"].items()
        if not name
    }
    if wrong:
        raise Refused(422, "invalid", "Revisa los datos.", "Check it.", **wrong)
    if said["ends_at"] <= said["starts_at"]:
        es = "La campaña no se sostiene: ha de acabar después de empezar y antes de un año."
        raise Refused(422, "campaign_not_sound", es, "The campaign does not hold together.")
    return said


def draft(city: City, asked: Asked) -> Told:
    more = {"campaign_id": f"campaign_{len(city.market.campaigns)}", "state": "draft", "launched_by": "", "version": 1}
    one = checked(asked) | more | {"proposed_by": subject_of(city, asked)}
    city.market.campaigns.append(one)
    return documented(one, 201)


def read_document(city: City, asked: Asked, campaign_id: str) -> Told:
    return documented(campaign_of(city, campaign_id))


def edit(city: City, asked: Asked, campaign_id: str) -> Told:
    one = campaign_of(city, campaign_id)
    if asked.headers.get("if-match") != f'"{one["version"]}"':
        raise Refused(412, "version_conflict", "Alguien lo cambió antes.", "Somebody changed it before.")
    one |= checked(asked) | {"version": one["version"] + 1, "proposed_by": subject_of(city, asked)}
    return documented(one)


def dry_run(city: City, asked: Asked, campaign_id: str) -> Told:
    campaign_of(city, campaign_id)
    return Told(
        data={
            "purchases": 412,
            "rewarded": 287,
            "people": 163,
            "city_cents": 41_870,
            "shop_cents": 41_870,
            "points": 0,
            "vouchers": 0,
            "by_shop": {"shop_libreria": 83_740},
            "passed_over": {"below_minimum": 94, "person_day_limit": 31},
            "spent_at": city.market.spent_at,
        }
    )


def launch(city: City, asked: Asked, campaign_id: str) -> Told:
    one = campaign_of(city, campaign_id)
    if one["proposed_by"] == subject_of(city, asked):
        raise Refused(403, "same_eyes", "Ha de lanzarla otra persona.", "Somebody else has to launch it.")
    if asked.headers.get("if-match") != f'"{one["version"]}"':
        raise Refused(412, "version_conflict", "Alguien la cambió antes.", "Somebody changed it before.")
    one |= {"state": "live", "launched_by": subject_of(city, asked)}
    return Told(data=one)


def end(city: City, asked: Asked, campaign_id: str) -> Told:
    one = campaign_of(city, campaign_id)
    one |= {"state": "ended"}
    return Told(data=one)


def read_settlements(city: City, asked: Asked) -> Told:
    settled = {
        "number": 12,
        "day": "2026-11-23",
        "lines": [{"source": f"2026-11-{day}", "amount_cents": day * 6_600} for day in (16, 17, 18)],
        "brought_cents": -120,
        "paid_cents": 336_480,
        "carried_cents": 0,
        "is_held": False,
        "reference": "TUS-20261123",
    }
    return Told(data={"items": [settled] if asked.query["payee"] == "operator:tus" else [], "next": None})


def reconcile(city: City, asked: Asked) -> Told:
    items = [one | {"explanation": city.market.explained.get(one["item_id"])} for one in city.market.open_items]
    still = sum(one["explanation"] is None for one in items)
    return Told(data={"date": asked.query["date"], "agreed": 214, "open": still, "items": items})


def explain(city: City, asked: Asked, day: str, item_id: str) -> Told:
    said = asked.body | {"by": subject_of(city, asked), "at": iso(city.now())}
    city.market.explained[item_id] = said
    return Told(data=next(one for one in city.market.open_items if one["item_id"] == item_id) | {"explanation": said})


def count_cash(city: City, asked: Asked, day: str) -> Told:
    if not isinstance(asked.body["counted_cents"], int):
        text = {"es": "Escribe un importe", "en": "Enter an amount"}[asked.language]
        raise Refused(422, "invalid", "Revisa los datos.", "Check it.", **{"/counted_cents": text})
    return Told(data={"lines": 1})


def report(city: City, asked: Asked, day: str) -> Told:
    wrong = [number for number, one in enumerate(asked.body["lines"]) if not isinstance(one["amount_cents"], int)]
    if wrong:
        text = {"es": "Debe ser un número entero", "en": "It must be a whole number"}[asked.language]
        raise Refused(422, "invalid", "Revisa los datos.", "Check it.", **{f"/lines/{wrong[0]}/amount_cents": text})
    return Told(data={"lines": len(asked.body["lines"])})


def read_volume(city: City, asked: Asked) -> Told:
    months = [{"month": "2026-10", "paid_cents": 2_410_000}, {"month": "2026-11", "paid_cents": 1_920_000}]
    paid = city.market.paid_cents
    return Told(
        data={
            "since": "2025-11-24",
            "until": "2026-11-23",
            "paid_cents": paid,
            "limit_cents": 100_000_000,
            "percent": paid // 1_000_000,
            "warns_at_percent": 80,
            "months": months,
        }
    )


STAFF = {"staff", "admin"}
A, S, C = "/wallet/accounts/([^/]+)", "/loyalty/shops/([^/]+)", "/loyalty/campaigns/([^/]+)"
ROUTES: list[tuple[str, str, set[str] | None, Callable[..., Told]]] = [
    ("GET", "/wallet/adjustments", STAFF, read_adjustments),
    ("POST", "/wallet/adjustments", STAFF, propose),
    ("POST", "/wallet/adjustments/([^/]+)/approve", STAFF, approve),
    ("POST", f"{A}/(freeze|thaw)", STAFF, stop),
    ("GET", "/wallet/settlements", {"staff", "admin", "operator", "merchant"}, read_settlements),
    ("GET", "/wallet/reconciliation", STAFF, reconcile),
    ("POST", "/wallet/reconciliation/([^/]+)/items/([^/]+)/explanation", STAFF, explain),
    ("POST", "/wallet/reconciliation/([^/]+)/cash-counts", STAFF, count_cash),
    ("POST", "/wallet/reconciliation/([^/]+)/gateway-report", STAFF, report),
    ("GET", "/wallet/network-volume", STAFF, read_volume),
    ("GET", S, STAFF, read_shop),
    ("POST", f"{S}/(approval|rejection)", STAFF, decide),
    ("GET", "/loyalty/findings", STAFF, read_findings),
    ("GET", "/loyalty/campaigns/all", STAFF, read_all),
    ("POST", "/loyalty/campaigns", STAFF, draft),
    ("GET", f"{C}/document", STAFF, read_document),
    ("PUT", f"{C}/document", STAFF, edit),
    ("POST", f"{C}/dry-runs", STAFF, dry_run),
    ("POST", f"{C}/launch", STAFF, launch),
    ("POST", f"{C}/end", STAFF, end),
]
