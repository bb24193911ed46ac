"""Every night: yesterday's rewarded sales are looked through for what a person should look at.

Reads LoyaltyTable, partitions SHOPS and SHOP#*; writes FINDINGS.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from cercano.kit.metrics import count
from cercano.kit.schedule import scheduled
from cercano.loyalty import looking
from cercano.loyalty.model import CITY_TIME


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Look through the city day before `now`; answers how many findings were kept. Run again, it keeps the same."""
    yesterday = now.astimezone(CITY_TIME).date() - timedelta(days=1)
    found = looking.look_through(yesterday, now)
    count("FindingsKept", found)
    return {"day": yesterday.isoformat(), "findings": found}
