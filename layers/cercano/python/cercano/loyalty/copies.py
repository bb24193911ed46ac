"""What loyalty holds of a person, in their own copy: their cards as shops know them, uses, points and vouchers,
those of campaigns that ended long ago as well.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cercano.loyalty import campaigns, pool, wallets
from cercano.loyalty.documents import to_json


def held_of(citizen_id: str, now: datetime) -> dict[str, Any]:
    """All of it, ready for JSON."""
    holder = to_json(wallets.holder_of(wallets.holder_row(citizen_id)))
    vouchers = [
        {"campaign_id": campaign_id, "voucher_id": voucher_id, **to_json(claim)}
        for campaign_id, voucher_id, claim in pool.vouchers_of(campaigns.ever_launched(), citizen_id, now)
    ]
    return {"person": holder, "cards": [to_json(card) for card in wallets.cards_of(citizen_id)], "vouchers": vouchers}
