"""A voucher as its holder sees it."""

from __future__ import annotations

from cercano.kit.web import Instant, View
from cercano.loyalty.drawers import Claim, ClaimState


class VoucherView(View):
    """A voucher in its holder's hands."""

    voucher_id: str
    campaign_id: str
    state: ClaimState
    left_cents: int
    """What it still gives."""
    expires_at: Instant

    @classmethod
    def of(cls, campaign_id: str, voucher_id: str, claim: Claim) -> VoucherView:
        """From the model."""
        return cls(
            voucher_id=voucher_id,
            campaign_id=campaign_id,
            state=claim.state,
            left_cents=claim.left_cents,
            expires_at=claim.expires_at,
        )
