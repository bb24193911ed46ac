"""Shops, campaigns and sales for tests: builders that mention only what matters."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from cercano.kit.text import Text
from cercano.loyalty.eligibility import Sale
from cercano.loyalty.model import (
    Campaign,
    CampaignState,
    Category,
    Reward,
    RewardKind,
    Rules,
    Shop,
    ShopState,
)

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
"""Monday, 23 November 2026, twelve in Santander."""
IBAN = "ES9121000418450200051332"
"""The example of the Spanish standard: nobody's account."""

TEN_PERCENT = Reward(kind=RewardKind.PERCENT, percent=10)
FIVE_EUROS = Reward(kind=RewardKind.FIXED, amount_cents=500)
PAY_70_GET_100 = Reward(kind=RewardKind.VOUCHER, price_cents=7000, face_cents=10000)
TWO_POINTS = Reward(kind=RewardKind.POINTS, points_per_euro=2)


def a_shop(shop_id: str = "shop_libreria", **changed: Any) -> Shop:
    """A bookshop, open from nine to nine."""
    plain: dict[str, Any] = {
        "shop_id": shop_id,
        "owner": "berta",
        "name": "Librería Gil",
        "category": Category.BOOKS,
        "address": "Plaza Pombo, s/n",
        "lat": 43.4623,
        "lon": -3.8040,
        "opens": time(9),
        "closes": time(21),
        "iban_end": IBAN[-4:],
        "state": ShopState.OPEN,
    }
    return Shop(**{**plain, **changed})


def a_campaign(campaign_id: str = "campaign_a", reward: Reward = TEN_PERCENT, **changed: Any) -> Campaign:
    """Ten per cent off everywhere, from yesterday for thirty days, with 10,000 euros of budget; live."""
    plain: dict[str, Any] = {
        "campaign_id": campaign_id,
        "title": Text(es="Compra cerca", en="Shop close by"),
        "starts_at": NOON - timedelta(days=1),
        "ends_at": NOON + timedelta(days=30),
        "rules": Rules(),
        "reward": reward,
        "budget": 1_000_000,
        "proposed_by": "sofia",
        "launched_by": "luis",
        "state": CampaignState.LIVE,
    }
    return Campaign(**{**plain, **changed})


def a_sale(amount_cents: int = 10_000, **changed: Any) -> Sale:
    """A hundred euros in the bookshop, at noon."""
    plain: dict[str, Any] = {"at": NOON, "amount_cents": amount_cents, "shop": a_shop()}
    return Sale(**{**plain, **changed})
