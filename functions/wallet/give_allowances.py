"""Every morning: the allowances that are due this month go to the children's cards, each once.

Reads allowances and who answers for whom; writes both accounts in one write; tells AllowanceRefused. What could not be
given on its day is tried again every morning of its month.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from cercano.kit.metrics import count
from cercano.kit.schedule import scheduled
from cercano.wallet import allowances


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Give what is due; answers how many were given and how many could not be."""
    result = allowances.give_due(now)
    count("AllowancesGiven", result.given)
    return asdict(result)
