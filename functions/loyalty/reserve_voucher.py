"""POST /loyalty/campaigns/{campaign_id}/vouchers, DELETE .../{voucher_id}, GET /loyalty/vouchers: a citizen's vouchers.

Reads LIVE and, for campaigns of certain cards, CITIZEN#* and CARD#*; takes from and gives back to POOL#*: one write.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic.fields import Field

from cercano.kit.web import Body, Caller, NoContent, Page, Service
from cercano.loyalty import campaigns, pool
from cercano.loyalty.errors import CampaignCannot, NoSuchCampaign, NotForYou
from cercano.loyalty.model import CITY_TIME, Campaign, CampaignState, RewardKind
from cercano.loyalty.voucher_views import VoucherView

app = Service("loyalty")


class ReserveVoucher(Body):
    """One voucher, please."""

    request_id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    """Made by the client: the same request sent twice is one voucher."""


@app.post("/campaigns/{campaign_id}/vouchers")
def reserve_voucher(campaign_id: str, body: ReserveVoucher, caller: Caller) -> VoucherView:
    """Reserve a voucher. It is held for you until `expires_at`; then it goes back for others."""
    now = app.now()
    campaign = _vouchers_of(campaign_id)
    if campaign.state is not CampaignState.LIVE or not campaign.starts_at <= now < campaign.ends_at:
        raise CampaignCannot(state="closed")
    _check_class(campaign, caller, now)
    return VoucherView.of(campaign_id, *pool.reserve(campaign, caller.subject, body.request_id, now))


@app.delete("/campaigns/{campaign_id}/vouchers/{voucher_id}")
def return_voucher(campaign_id: str, voucher_id: str, caller: Caller) -> NoContent:
    """Give an unused voucher back, for others to have."""
    pool.give_back(_vouchers_of(campaign_id), caller.subject, voucher_id, app.now())
    return NoContent()


@app.get("/vouchers")
def read_vouchers(caller: Caller) -> Page[VoucherView]:
    """Your vouchers: held, used, given back or lapsed within the last day."""
    found = pool.vouchers_of(campaigns.at_tills(), caller.subject, app.now())
    return Page([VoucherView.of(*one) for one in found])


def _vouchers_of(campaign_id: str) -> Campaign:
    campaign = campaigns.launched(campaign_id)
    if campaign.reward.kind is not RewardKind.VOUCHER:
        raise NoSuchCampaign
    return campaign


def _check_class(campaign: Campaign, caller: Caller, now: datetime) -> None:
    wanted = set(campaign.rules.classes)
    if not wanted:
        return
    from cercano.loyalty import wallets  # most campaigns are for everybody, and do not pay for it at start

    if not wanted & wallets.classes_of(caller.subject, now.astimezone(CITY_TIME).date()):
        raise NotForYou
