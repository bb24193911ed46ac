"""Every Monday night: what operators and shops received is passed on to them, by a file the bank pays from.

Reads the other sides of all entries (COUNTER#), loyalty's closed weeks and the payees; writes a settlement for each
payee and the file (S3, out/pain001/). Refunds are deducted; what is owed to the city is carried on. A run that was
missed is made up by the next one, and a second run of the same day changes nothing.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from cercano.kit.metrics import count
from cercano.kit.schedule import scheduled
from cercano.ledger.model import MADRID
from cercano.wallet.settling import settle_all


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Settle with everybody for the days before `now`; answers how many settlements and payments, and how much."""
    settled = settle_all(now.astimezone(MADRID).date(), now)
    count("PayeesPaid", settled.paid)
    return asdict(settled)
