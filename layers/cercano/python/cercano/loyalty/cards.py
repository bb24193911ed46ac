"""What loyalty knows of cards, from what the card's keepers tell: whose they are, what they are, whether they work.

Facts arrive in any order and more than once: the latest word on a card's state holds, and what ended stays ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from enum import StrEnum

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class CardState(StrEnum):
    """Whether a card may be used in a shop: only an active one may."""

    UNKNOWN = "unknown"
    ACTIVE = "active"
    BLOCKED = "blocked"
    DEAD = "dead"
    """Expired or replaced, for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concession:
    """A right to reduced prices, both days included. `since` is when it was told; `is_over` when it ended early."""

    valid_from: date
    valid_to: date
    since: datetime
    is_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card as shops need to know it."""

    card_id: str
    account_id: str
    citizen_id: str | None = None
    card_class: str = ""
    expires_on: date | None = None
    state: CardState = CardState.UNKNOWN
    state_at: datetime = LONG_AGO
    concessions: Mapping[str, Concession] = field(default_factory=dict)

    @property
    def holder_id(self) -> str:
        """The person: the citizen, or the account of an anonymous card."""
        return self.citizen_id or self.account_id

    def is_good(self, day: date) -> bool:
        """Whether it may be used on that day. Not before its issue was heard of, which says whose it is."""
        return self.state is CardState.ACTIVE and self.expires_on is not None and day <= self.expires_on

    def classes(self, day: date) -> frozenset[str]:
        """Its class and the concessions that hold on that day."""
        held = (
            name for name, one in self.concessions.items() if not one.is_over and one.valid_from <= day <= one.valid_to
        )
        return frozenset({self.card_class, *held} - {""})

    def now(self, state: CardState, at: datetime) -> Card:
        """The card in the state that was told for `at`; an older word changes nothing, and the dead stay dead."""
        if self.state is CardState.DEAD or (state is not CardState.DEAD and at <= self.state_at):
            return self
        return replace(self, state=state, state_at=at)

    def granted(self, name: str, valid_from: date, valid_to: date, at: datetime) -> Card:
        """With a concession, unless something newer is known of it."""
        return self._with(name, Concession(valid_from=valid_from, valid_to=valid_to, since=at))

    def ended(self, name: str, at: datetime) -> Card:
        """Without a concession, unless it was granted again since."""
        known = self.concessions.get(name)
        first, last = (known.valid_from, known.valid_to) if known else (at.date(), at.date())
        return self._with(name, Concession(valid_from=first, valid_to=last, since=at, is_over=True))

    def _with(self, name: str, one: Concession) -> Card:
        known = self.concessions.get(name)
        if known and known.since >= one.since:
            return self
        return replace(self, concessions={**self.concessions, name: one})

    def after(self, old: Card) -> Card:
        """The card that replaces `old`: the same person, class and rights, where it does not say its own."""
        return replace(
            self,
            citizen_id=self.citizen_id or old.citizen_id,
            card_class=self.card_class or old.card_class,
            concessions={**old.concessions, **self.concessions},
        )
