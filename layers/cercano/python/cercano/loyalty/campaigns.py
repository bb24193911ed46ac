"""The steps of a campaign: somebody writes it, somebody else launches it, it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from cercano.kit.errors import VersionConflict
from cercano.kit.etags import IfMatch
from cercano.kit.together import keep_together
from cercano.loyalty import pool
from cercano.loyalty.documents import from_json, to_json
from cercano.loyalty.errors import CampaignCannot, NoSuchCampaign, SameEyes
from cercano.loyalty.model import NEXT, Campaign, CampaignState
from cercano.loyalty.rows import CampaignRow, LiveRow

PK, LIVE = "CAMPAIGNS", "LIVE"
SHOWN_AFTER_END = timedelta(days=31)
"""Tills know an ended campaign for so long after its vouchers' time."""


def draft(campaign: Campaign) -> Campaign:
    """Keep a new draft."""
    return of(_written(CampaignRow(PK, campaign.campaign_id), campaign).keep())


def rewrite(campaign: Campaign) -> Campaign:
    """Keep a changed draft over the version it says.

    Raises:
        NoSuchCampaign. CampaignCannot: it is no draft any more. VersionConflict: somebody else changed it since.
    """
    row = _row(campaign.campaign_id)
    _check(row, CampaignState.LAUNCHING)
    if row.version != campaign.version:
        raise VersionConflict
    return of(_written(row, campaign).keep())


def launch(campaign_id: str, by: str, now: datetime, read: IfMatch) -> Campaign:
    """Lay out the budget, then open the campaign. What was interrupted can be repeated, by the same person.

    Raises:
        NoSuchCampaign. SameEyes: who wrote it may not launch it. CampaignCannot: it is live or over.
        VersionConflict: somebody else did something with it at this moment, or since it was `read`.
    """
    from cercano.facts.loyalty import CampaignLaunched  # whoever only reads campaigns does not pay for it

    row = _row(campaign_id)
    campaign = of(row)
    if by == campaign.proposed_by:
        raise SameEyes
    if campaign.state is not CampaignState.LAUNCHING:
        _check(row, CampaignState.LAUNCHING)
        read.check(row.version)
        row = _written(row, replace(campaign, state=CampaignState.LAUNCHING, launched_by=by)).keep()
    campaign = replace(of(row), state=CampaignState.LIVE)
    pool.deal(campaign)
    row.told = (CampaignLaunched(at=now, campaign_id=campaign_id),)
    live = _live(LiveRow(LIVE, campaign_id), campaign)
    keep_together([_written(row, campaign), live])
    return of(row)


def end(campaign_id: str, now: datetime) -> Campaign:
    """Nothing new is given from now on; vouchers that people hold keep their own date. Again changes nothing.

    Raises:
        NoSuchCampaign. CampaignCannot: it was never launched. VersionConflict: somebody else was faster.
    """
    from cercano.facts.loyalty import CampaignEnded

    row = _row(campaign_id)
    campaign = of(row)
    if campaign.state is CampaignState.ENDED:
        return campaign
    _check(row, CampaignState.ENDED)
    campaign = replace(campaign, state=CampaignState.ENDED, ends_at=min(campaign.ends_at, now))
    row.told = (CampaignEnded(at=now, campaign_id=campaign_id),)
    live = LiveRow.find(LIVE, campaign_id) or LiveRow(LIVE, campaign_id)
    keep_together([_written(row, campaign), _live(live, campaign)])
    return of(row)


def find(campaign_id: str) -> Campaign:
    """The campaign of this id, in any state.

    Raises:
        NoSuchCampaign: there is none.
    """
    return of(_row(campaign_id))


def launched(campaign_id: str) -> Campaign:
    """The campaign of this id, once it was launched.

    Raises:
        NoSuchCampaign: there is none, or it is a draft.
    """
    row = LiveRow.find(LIVE, campaign_id)
    if row is None:
        raise NoSuchCampaign
    return from_json(Campaign, row.document)


def every(state: CampaignState | None = None) -> list[Campaign]:
    """All campaigns, those of one state if asked."""
    return [of(row) for row in CampaignRow.every(PK) if state in (None, row.state)]


def ever_launched() -> list[Campaign]:
    """All that people may have vouchers of, however long ago they ended."""
    return [one for one in every() if one.state is not CampaignState.DRAFT]


def at_tills() -> list[Campaign]:
    """Campaigns that a till has to know: live ones, and those that ended while people may hold vouchers."""
    return [from_json(Campaign, row.document) for row in LiveRow.every(LIVE, consistent=True)]


def of(row: CampaignRow) -> Campaign:
    """A row's campaign."""
    return from_json(Campaign, {**row.document, "version": row.version})


def _row(campaign_id: str) -> CampaignRow:
    row = CampaignRow.find(PK, campaign_id)
    if row is None:
        raise NoSuchCampaign
    return row


def _check(row: CampaignRow, step: CampaignState) -> None:
    if step not in NEXT[row.state]:
        raise CampaignCannot(state=row.state.value)


def _written(row: CampaignRow, campaign: Campaign) -> CampaignRow:
    document = to_json(campaign)
    del document["version"]
    row.state, row.document = campaign.state, document
    return row


def _live(row: LiveRow, campaign: Campaign) -> LiveRow:
    row.document = to_json(campaign)
    row.expires_at = campaign.ends_at + timedelta(hours=campaign.hold_hours) + SHOWN_AFTER_END
    return row
