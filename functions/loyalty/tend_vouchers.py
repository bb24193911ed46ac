"""Every minute: vouchers that nobody used in time go back to the pool, and what is left is brought where people ask.

Reads LoyaltyTable, partition LIVE; reads and writes POOL#*.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cercano.kit.metrics import count
from cercano.kit.schedule import scheduled
from cercano.loyalty import campaigns, pool


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Tend the budget of every campaign that is live, or whose vouchers people may hold."""
    tended = [pool.tend(campaign, now) for campaign in campaigns.at_tills()]
    moved = sum(one["gathered"] for one in tended)
    count("UnitsGathered", moved)
    return {"campaigns": len(tended), "gathered": moved}
