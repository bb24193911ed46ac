"""Every five minutes: what was presented and has no number yet gets it. Most have theirs within the second.

Reads and writes the registry (ProceduresTable, partitions REGISTRY#* and FILE#*): who presents something gives its
number on the way; here are those whose phone, or whose function, was cut off in between.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cercano.kit.metrics import count
from cercano.kit.schedule import scheduled
from cercano.procedures import registering
from cercano.procedures.clock import day_of
from cercano.procedures.registry import Book


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Empty the trays of this year and, in January, of the last."""
    years = {day_of(now).year, day_of(now).year - 1}
    given = sum(registering.empty_tray(year, Book.ENTRY) for year in sorted(years))
    count("LateNumbersGiven", given)
    return {"given": given}
