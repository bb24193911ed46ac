"""Every quarter of an hour: stays whose longest time is over, and whose end nobody told, are paid.

Reads the notes of when stays must be over (AccessTable, OVERDUE) and accounts; writes accounts (the ledger's table) and
the deny list. Tells AccountOverdrawn and AccountCleared. A missed run is made up by the next one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cercano.access import overdue
from cercano.kit.metrics import count
from cercano.kit.schedule import scheduled


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Look at every note whose instant has come by `now`."""
    looked = [overdue.settle(row, now) for row in overdue.due(now)]
    count("StaysEnded", sum(looked))
    return {"looked": len(looked), "paid": sum(looked)}
