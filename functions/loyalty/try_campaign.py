"""POST /loyalty/campaigns/{campaign_id}/dry-runs: what a campaign would have cost on past purchases.

Reads LoyaltyTable, partitions CAMPAIGNS, SHOPS and SHOP#*. Writes nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic.fields import Field

from cercano.kit.web import Body, Instant, Service, View
from cercano.loyalty import campaigns, shops
from cercano.loyalty.dry_run import replay
from cercano.loyalty.model import ShopState
from cercano.loyalty.settling import sales_between

app = Service("loyalty")


class DryRun(Body):
    """On which purchases."""

    days: Annotated[int, Field(ge=1, le=366)] = 365
    """Those of so many days up to now."""


class DryRunView(View):
    """What it would have come to."""

    purchases: int
    rewarded: int
    people: int
    city_cents: int
    shop_cents: int
    points: int
    vouchers: int
    by_shop: dict[str, int]
    passed_over: dict[str, int]
    """Purchases that would have got nothing, by reason."""
    spent_at: Instant | None
    """When the budget would have been spent; null when it would have sufficed."""


@app.post("/campaigns/{campaign_id}/dry-runs", roles=("staff",))
def try_campaign(campaign_id: str, body: DryRun) -> DryRunView:
    """Replay a campaign on past purchases: its cost and its winners."""
    campaign, now = campaigns.find(campaign_id), app.now()
    known = {shop.shop_id: shop for shop in shops.every(ShopState.OPEN)}
    since = now - timedelta(days=body.days)
    sales = [sale for shop_id in known for sale in sales_between(shop_id, since, now + timedelta(minutes=1))]
    outcome = replay(campaign, sales, known, since, now)
    return DryRunView(**{name: getattr(outcome, name) for name in DryRunView.model_fields})
