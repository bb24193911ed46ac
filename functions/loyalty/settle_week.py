"""Every Monday night: the week that ended is closed for each shop, and says what the city owes it.

Reads and writes LoyaltyTable, partitions SHOPS and SHOP#*; tells ShopWeekSettled. A missed run is made up by the next.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from cercano.kit.schedule import scheduled
from cercano.loyalty.settling import settle


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Close what is over at `now`; answers how many weeks of shops, and what the city owes for them."""
    return asdict(settle(now))
