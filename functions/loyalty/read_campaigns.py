"""GET /loyalty/campaigns: the campaigns of the city, the nearest first; for staff also /campaigns/all, with the drafts.

Reads LoyaltyTable, partitions LIVE, SHOPS and CAMPAIGNS.
"""

from __future__ import annotations

from cercano.kit.web import Instant, Page, Service, View
from cercano.loyalty import campaigns, shops
from cercano.loyalty.descriptions import CampaignDocument, RewardView, RulesView
from cercano.loyalty.model import Campaign, CampaignState, Shop, ShopState
from cercano.loyalty.near import distance_m

app = Service("loyalty")


class CampaignView(View):
    """A campaign as everybody sees it."""

    campaign_id: str
    title: str
    starts_at: Instant
    ends_at: Instant
    rules: RulesView
    reward: RewardView
    nearest_m: int | None
    """Metres to the nearest shop that takes part; null when nobody said where they stand."""


@app.get("/campaigns", public=True, cache_s=60)
def read_campaigns(lat: float | None = None, lon: float | None = None) -> Page[CampaignView]:
    """Campaigns that can be used now or soon; with `lat` and `lon`, the nearest shop's first."""
    now = app.now()
    live = [one for one in campaigns.at_tills() if one.state is CampaignState.LIVE and one.ends_at > now]
    open_shops = shops.every(ShopState.OPEN) if lat is not None and lon is not None else []
    views = [_view(one, _nearest_m(one, open_shops, lat, lon)) for one in live]
    return Page(sorted(views, key=lambda view: (view.nearest_m is None, view.nearest_m, view.ends_at)))


@app.get("/campaigns/all", roles=("staff",))
def read_all_campaigns(state: CampaignState | None = None) -> Page[CampaignDocument]:
    """All campaigns, drafts and ended ones too, or those of one state."""
    return Page([CampaignDocument.of(one) for one in campaigns.every(state)])


def _view(campaign: Campaign, nearest_m: int | None) -> CampaignView:
    document = CampaignDocument.of(campaign)
    return CampaignView(
        campaign_id=campaign.campaign_id,
        title=getattr(campaign.title, app.language),
        starts_at=campaign.starts_at,
        ends_at=campaign.ends_at,
        rules=document.rules,
        reward=document.reward,
        nearest_m=nearest_m,
    )


def _nearest_m(campaign: Campaign, known: list[Shop], lat: float | None, lon: float | None) -> int | None:
    if lat is None or lon is None:
        return None
    rules = campaign.rules
    taking_part = (
        shop
        for shop in known
        if (not rules.shops or shop.shop_id in rules.shops)
        and (not rules.categories or shop.category in rules.categories)
    )
    return min((round(distance_m(lat, lon, shop.lat, shop.lon)) for shop in taking_part), default=None)
