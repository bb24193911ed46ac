"""The person behind a card: how often they used each campaign, where they bought, and their points.

Named cards of one citizen are one person; an anonymous card is a person by its account.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from cercano.loyalty.points import Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """How often something was used: ever, and on one day."""

    times: int = 0
    day: date | None = None
    day_times: int = 0

    def on(self, day: date) -> int:
        """The times on that day."""
        return self.day_times if self.day == day else 0

    def once_more(self, day: date) -> Used:
        """After one more use. A day earlier than the last known one counts for that last one: stricter, never laxer."""
        if self.day is not None and day <= self.day:
            return replace(self, times=self.times + 1, day_times=self.day_times + 1)
        return Used(times=self.times + 1, day=day, day_times=1)

    def once_less(self, day: date) -> Used:
        """After a use was wholly refunded."""
        same = int(self.day == day and self.day_times > 0)
        return replace(self, times=max(0, self.times - 1), day_times=self.day_times - same)


NEVER = Used()
NO_POINTS = Points()


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """What loyalty keeps of a person."""

    holder_id: str
    used: Mapping[str, Used] = field(default_factory=dict)
    """By campaign."""
    shops: frozenset[str] = frozenset()
    """Where they have bought with the card."""
    points: Points = NO_POINTS

    def use_of(self, campaign_id: str) -> Used:
        """How often they used a campaign."""
        return self.used.get(campaign_id, NEVER)
