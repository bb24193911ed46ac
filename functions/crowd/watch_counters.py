"""Every five minutes: does each counter still count? Said once when one does not, and once when it does again.

Reads the venues, where they stand, their marks and rhythms; writes the HEALTH item of a venue whose findings changed:
CrowdTable, partitions VENUES and VENUE#*. Tells CounterFailed and CounterRecovered.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from cercano.crowd.watching import watch
from cercano.kit.metrics import measure
from cercano.kit.schedule import scheduled


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Look at all counters; answers how many there are, how many are in trouble, and what changed."""
    watched = watch(now)
    measure("CountersInTrouble", watched.troubled)
    return asdict(watched)
