"""What the law makes the city keep after an erasure, until when, and by which law: told before and after.

The list is data (holds.json): a law that changes is a changed line. A jurist of the city answers for it.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One class of data, and how long it stays after an erasure."""

    data: str
    kept_days: int
    """After the erasure; 0: erased at once."""
    es: str
    en: str
    law_es: str
    law_en: str

    def until(self, erased_at: datetime) -> datetime:
        """When the last of it goes."""
        return erased_at + timedelta(days=self.kept_days)


@functools.cache
def every_hold() -> tuple[Hold, ...]:
    """All classes of data, those erased at once first."""
    said = json.loads((Path(__file__).parent / "holds.json").read_text())
    return tuple(Hold(**one) for one in said)


def until(data: str, erased_at: datetime) -> datetime:
    """When a class of data goes for good.

    Raises:
        StopIteration: the list does not name it.
    """
    return next(hold for hold in every_hold() if hold.data == data).until(erased_at)
