"""A new card for an old one: the old one dies first, then the new one takes over its account and its rights."""

from __future__ import annotations

from datetime import datetime

from cercano.card import store
from cercano.card.classes import last_day
from cercano.card.days import day_of
from cercano.card.model import Card
from cercano.card.words import CardState
from cercano.kit.ids import new_id


def replace(card_id: str, *, at: datetime) -> Card:
    """The card that stands in for this one. Repeated, or after a cut, it is the same card, made if it was not yet.

    Raises:
        NoSuchCard. VersionConflict: others changed it at the same moment, every time.
    """
    name = new_id("card")
    old = store.change(
        card_id,
        lambda card: card if card.state is CardState.REPLACED else card.be_replaced(by=name, at=at),
        at=at,
    )
    return store.add(old.successor(issued_at=at, expires_on=last_day(old.card_class, day_of(at))), at=at)
