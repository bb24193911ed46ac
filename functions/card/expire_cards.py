"""Every hour: cards and concessions whose last day has passed, in Santander, are at their end.

Reads and writes cards (CardTable, partitions DUE, DUE#* and CARD#*). Tells CardExpired, CredentialEnded and
ConcessionEnded. A missed run is made up by the next one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cercano.card.falling_due import end_what_is_over
from cercano.kit.metrics import count
from cercano.kit.schedule import scheduled


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """End what is over by `now`."""
    changed = end_what_is_over(now)
    count("CardsAtTheirEnd", changed)
    return {"changed": changed}
