"""Every quarter of an hour: days that have closed are settled, each venue at its own time, and old days anew.

Reads the venues, their marks, audits and days; writes days and what they ask for (days after a changed one, days to be
published): CrowdTable, partitions VENUES, VENUE#*, DIRTY and EXPORT. Tells VenueDaySettled with each day that changed.
A missed run is made up by the next one.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from cercano.crowd.settling import settle_all
from cercano.kit.metrics import count
from cercano.kit.schedule import scheduled


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Settle what is due at `now`; answers the days that were new, changed, unchanged and left for the next run."""
    settled = settle_all(now)
    count("DaysSettled", settled.new)
    count("DaysMended", settled.changed)
    return asdict(settled)
