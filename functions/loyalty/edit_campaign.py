"""POST /loyalty/campaigns, GET and PUT /loyalty/campaigns/{campaign_id}/document: staff write a campaign.

Reads and writes LoyaltyTable, partition CAMPAIGNS. Whoever wrote it last may not launch it.
"""

from __future__ import annotations

from cercano.kit.ids import new_id
from cercano.kit.web import Caller, Created, Document, IfMatch, Service
from cercano.loyalty import campaigns
from cercano.loyalty.descriptions import CampaignBody, CampaignDocument
from cercano.loyalty.soundness import checked

app = Service("loyalty")


@app.post("/campaigns", roles=("staff",))
def draft_campaign(body: CampaignBody, caller: Caller) -> Created[CampaignDocument]:
    """Write a draft. Nobody but staff sees it."""
    draft = checked(body.model(new_id("campaign").lower(), caller.subject))
    kept = campaigns.draft(draft)
    place = f"/campaigns/{kept.campaign_id}/document"
    return Created(CampaignDocument.of(kept), location=place, version=kept.version)


@app.get("/campaigns/{campaign_id}/document", roles=("staff",))
def read_document(campaign_id: str) -> Document[CampaignDocument]:
    """All that is said of a campaign; its ETag is what a change must name."""
    campaign = campaigns.find(campaign_id)
    return Document(CampaignDocument.of(campaign), campaign.version)


@app.put("/campaigns/{campaign_id}/document", roles=("staff",))
def edit_campaign(
    campaign_id: str, body: CampaignBody, caller: Caller, if_match: IfMatch
) -> Document[CampaignDocument]:
    """Write a draft anew."""
    known = campaigns.find(campaign_id)
    if_match.check(known.version)
    kept = campaigns.rewrite(checked(body.model(campaign_id, caller.subject, known.version)))
    return Document(CampaignDocument.of(kept), kept.version)
