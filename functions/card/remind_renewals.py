"""Every morning: whoever can renew a concession from today on is told, before they would lose it.

Reads cards, writes what was told (CardTable, partitions DUE, DUE#* and CARD#*). Tells ConcessionRenewalDue, once.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cercano.card.falling_due import remind
from cercano.kit.metrics import count
from cercano.kit.schedule import scheduled


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Tell of the renewals that open by `now`."""
    told = remind(now)
    count("RenewalsDue", told)
    return {"told": told}
