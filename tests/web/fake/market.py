"""What the fake city knows of its shops. Tests change it by hand."""

from __future__ import annotations

from typing import Any


class Market:
    """One shop that takes part, two campaigns, a closed week."""

    def __init__(self) -> None:
        self.shops = [
            {
                "shop_id": "shop_libreria",
                "name": "Librería del Paseo",
                "category": "books",
                "address": "Paseo de Pereda, 12",
                "lat": 43.4614,
                "lon": -3.8025,
                "opens": "09:30:00",
                "closes": "20:30:00",
                "iban_end": "1332",
                "state": "open",
            }
        ]
        self.owners = {"shop_libreria": "merchant"}
        tenth = {"es": "Cerca de ti: 10 % en el pequeño comercio", "en": "Close to you: 10 % off in small shops"}
        voucher = {"es": "Bonos Santander: paga 15, compra 20", "en": "Santander vouchers: pay 15, buy 20"}
        self.campaigns = [
            campaign("campaign_tenth", tenth, "live", {"kind": "percent", "percent": 10, "shop_percent": 50}, 500_000),
            campaign(
                "campaign_voucher", voucher, "live", {"kind": "voucher", "price_cents": 1500, "face_cents": 2000}, 1000
            ),
            campaign(
                "campaign_draft",
                {"es": "Domingos de libro", "en": "Book Sundays"},
                "draft",
                {"kind": "percent", "percent": 15, "amount_cents": 500, "shop_percent": 50},
                200_000,
                launched_by="",
            ),
        ]
        self.spent_at: str | None = None
        self.adjustments = [
            {
                "adjustment_id": "adjustment_other",
                "account_id": "acc_01lucia",
                "amount_cents": 2400,
                "purpose": "lost_top_up",
                "state": "proposed",
                "proposed_by": "admin",
                "proposed_at": "2026-11-24T09:40:00Z",
                "approved_by": None,
            }
        ]
        tus = {"payee": "operator:tus", "name": "TUS (ejemplo)", "iban_end": "1332", "people": ["operator"]}
        self.payees: dict[str, dict[str, Any]] = {
            "operator:tus": tus | {"held_until": None, "proposal": None, "version": 3, "history": []}
        }
        kiosk = {"payee": "kiosk:estaciones-1", "name": "Kiosco", "iban_end": None, "people": ["operator"]}
        self.payees["kiosk:estaciones-1"] = kiosk | {"held_until": None, "proposal": None, "version": 1, "history": []}
        self.fares: list[dict[str, Any]] = []
        """Decided since, the newest first."""
        self.open_items = [
            {
                "item_id": "cash-desk-1",
                "source": "cash",
                "reference": "desk",
                "kind": "amounts_differ",
                "ours_cents": 48_000,
                "theirs_cents": 47_500,
            },
            {
                "item_id": "gateway-1",
                "source": "gateway",
                "reference": "251900000004",
                "kind": "not_theirs",
                "ours_cents": 2_000,
                "theirs_cents": None,
            },
        ]
        self.explained: dict[str, dict[str, Any]] = {}
        self.paid_cents = 31_240_000
        self.stops: list[tuple[str, str]] = []
        self.sales: dict[str, dict[str, Any]] = {}
        self.findings = [
            {
                "day": "2026-11-22",
                "shop_id": "shop_libreria",
                "signal": "same_card",
                "times": 5,
                "cents": 1_240,
                "card_id": "card_01lucia",
            }
        ]
        self.weeks = [
            {
                "week": "2026-W47",
                "sales": 38,
                "refunds": 2,
                "sold_cents": 71_240,
                "campaigns": [
                    {"campaign_id": "campaign_tenth", "city_cents": 3_100, "shop_cents": 3_100},
                    {"campaign_id": "campaign_voucher", "city_cents": 4_000, "shop_cents": 1_000},
                ],
                "city_cents": 7_100,
                "shop_cents": 4_100,
                "points_cents": 250,
                "due_cents": 7_350,
                "iban_end": "1332",
            }
        ]


def campaign(
    campaign_id: str, title: dict[str, str], state: str, reward: dict[str, Any], budget: int, **more: Any
) -> dict[str, Any]:
    """A campaign as staff see it."""
    nothing = {
        "percent": 0,
        "amount_cents": 0,
        "price_cents": 0,
        "face_cents": 0,
        "points_per_euro": 0,
        "shop_percent": 0,
    }
    rules = {"shops": [], "categories": [], "weekdays": [], "from_hour": None, "to_hour": None}
    return {
        "campaign_id": campaign_id,
        "state": state,
        "title": title,
        "starts_at": "2026-10-31T23:00:00Z",
        "ends_at": "2027-01-06T23:00:00Z",
        "rules": rules | {"minimum_cents": 500, "first_purchase": False, "classes": []},
        "reward": nothing | reward,
        "stacking": {"group": "", "stands_alone": False, "priority": 100},
        "limits": {"per_person": 0, "per_person_day": 3, "per_shop": 0, "per_shop_day": 0},
        "budget": budget,
        "hold_hours": 168,
        "proposed_by": "staff",
        "launched_by": "admin",
        "version": 1,
    } | more
