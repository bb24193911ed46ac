"""GET /loyalty/campaigns: the campaigns of the city; for staff also /campaigns/all, with the drafts.

Reads LoyaltyTable, partitions LIVE and CAMPAIGNS.
"""

from __future__ import annotations

from cercano.kit.web import Instant, Page, Service, View
from cercano.loyalty import campaigns
from cercano.loyalty.descriptions import CampaignDocument, RewardView, RulesView
from cercano.loyalty.model import Campaign, CampaignState

app = Service("loyalty")


class CampaignView(View):
    """A campaign as everybody sees it."""

    campaign_id: str
    title: str
    starts_at: Instant
    ends_at: Instant
    rules: RulesView
    reward: RewardView


@app.get("/campaigns", public=True, cache_s=60)
def read_campaigns() -> Page[CampaignView]:
    """Campaigns that can be used now or soon, those that end first, first.

    Which is near, a phone works out from `/places` and the rules of each: nobody is told where it stands.
    """
    now = app.now()
    live = [one for one in campaigns.at_tills() if one.state is CampaignState.LIVE and one.ends_at > now]
    return Page([_view(one) for one in sorted(live, key=lambda one: one.ends_at)])


@app.get("/campaigns/all", roles=("staff",))
def read_all_campaigns(state: CampaignState | None = None) -> Page[CampaignDocument]:
    """All campaigns, drafts and ended ones too, or those of one state."""
    return Page([CampaignDocument.of(one) for one in campaigns.every(state)])


def _view(campaign: Campaign) -> CampaignView:
    document = CampaignDocument.of(campaign)
    return CampaignView(
        campaign_id=campaign.campaign_id,
        title=getattr(campaign.title, app.language),
        starts_at=campaign.starts_at,
        ends_at=campaign.ends_at,
        rules=document.rules,
        reward=document.reward,
    )
