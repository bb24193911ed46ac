"""How often somebody may try to be recognised, or to guess a code, in a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

DAY = timedelta(hours=24)
OF_A_PERSON = 5
"""Tries in a day of one account."""
OF_A_DOCUMENT = 10
"""Tries in a day about one document, whoever tries: many accounts guess no better than one."""


@dataclass(frozen=True, slots=True)
class Tries:
    """How many since when; the count starts again a day after the first."""

    count: int
    since: datetime

    def again(self, now: datetime) -> Tries:
        """With one more."""
        return Tries(1, now) if now >= self.since + DAY else Tries(self.count + 1, self.since)

    def seconds_left(self, now: datetime) -> int:
        """Until the count starts again, rounded up; at least 1."""
        return max(1, -int(-(self.since + DAY - now).total_seconds() // 1))
