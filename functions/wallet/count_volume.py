"""Every night: what the card paid in twelve months is counted, and the city told at 80 % of what the law lets it.

Reads the other sides of all entries of the days that may still change; writes VOLUME rows; tells NetworkNearsLimit.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from cercano.kit.metrics import measure
from cercano.kit.schedule import scheduled
from cercano.wallet import network, volumes

OPEN_DAYS = 36
"""Taps come home up to 35 days late, and the archive has a day to follow."""


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Count the days (UTC) that ended before `now` and may have changed; answers what twelve months come to."""
    yesterday = now.date() - timedelta(days=1)
    for number in range(OPEN_DAYS):
        volumes.count_day(yesterday - timedelta(days=number))
    found = network.volume(yesterday, volumes.days_until(yesterday))
    measure("NetworkVolumePercent", found.percent)
    return {"paid_cents": found.cents, "percent": found.percent, "told": volumes.tell(found, now)}
