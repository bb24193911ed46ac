"""Which days are to be published as open data, for the first time or again.

Reads and writes CrowdTable.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cercano.crowd import asks
from cercano.crowd.asks import Ask
from cercano.crowd.rows import EXPORT


def ask(days: Iterable[date]) -> None:
    """Ask for days to be published, before what changed them is written: too often is better than never."""
    asks.ask(EXPORT, [on.isoformat() for on in days])


def asked() -> list[tuple[date, Ask]]:
    """The days somebody asked for, the oldest first."""
    return [(date.fromisoformat(one.key), one) for one in asks.asked(EXPORT)]
