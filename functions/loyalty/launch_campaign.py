"""POST /loyalty/campaigns/{campaign_id}/launch and /end: a second person opens a campaign; any of staff ends it.

Reads and writes LoyaltyTable, partitions CAMPAIGNS, LIVE and POOL#*; tells CampaignLaunched and CampaignEnded.
"""

from __future__ import annotations

from cercano.kit.log import log
from cercano.kit.web import Caller, IfMatch, Service
from cercano.loyalty import campaigns
from cercano.loyalty.descriptions import CampaignDocument

app = Service("loyalty")


@app.post("/campaigns/{campaign_id}/launch", roles=("staff",))
def launch_campaign(campaign_id: str, caller: Caller, if_match: IfMatch) -> CampaignDocument:
    """Launch a campaign that somebody else wrote. Its budget is set aside; its words do not change any more.

    The ETag of the document you read says what you launch: what was rewritten since is not launched unseen.
    """
    launched = campaigns.launch(campaign_id, caller.subject, app.now(), if_match)
    log.info("campaign_launched", campaign_id=campaign_id, budget=launched.budget)
    return CampaignDocument.of(launched)


@app.post("/campaigns/{campaign_id}/end", roles=("staff",))
def end_campaign(campaign_id: str) -> CampaignDocument:
    """End a campaign before its time. Vouchers that people hold stay good until their own last day."""
    ended = campaigns.end(campaign_id, app.now())
    log.info("campaign_ended", campaign_id=campaign_id)
    return CampaignDocument.of(ended)
