"""A new card for an old one: the old one dies first, then the new one takes over its account and its rights."""

from __future__ import annotations

from datetime import date, datetime

from cercano.card import store
from cercano.card.classes import CLASSES, last_day
from cercano.card.days import day_of
from cercano.card.errors import RenewAtTheDesk
from cercano.card.model import Card
from cercano.card.words import CardState
from cercano.kit.ids import new_id


def replace(card_id: str, *, by_holder: bool, at: datetime) -> Card:
    """The card that stands in for this one. Repeated, or after a cut, it is the same card, made if it was not yet.

    A lost one's successor lasts as long as it would have: nobody stays a child by losing cards.
    Raises:
        NoSuchCard. RenewAtTheDesk: it has ended, and its holder alone may not go on with it. VersionConflict: others
        changed it at the same moment, every time.
    """
    name, today = new_id("card"), day_of(at)

    def gone(card: Card) -> Card:
        if card.state is CardState.REPLACED:
            return card
        if by_holder and not _may_go_on(card, today):
            raise RenewAtTheDesk
        return card.be_replaced(by=name, at=at)

    old = store.change(card_id, gone, at=at)
    ends = old.expires_on if today <= old.expires_on else last_day(old.card_class, today)
    return store.add(old.successor(issued_at=at, expires_on=ends), at=at)


def _may_go_on(card: Card, today: date) -> bool:
    """Whether the holder alone may have this card again: while it lasts; afterwards, a class that asks for no proof.

    A card that ended before its last day was its holder's who left the city's register.
    """
    if card.state is CardState.EXPIRED and today <= card.expires_on:
        return False
    return today <= card.expires_on or not CLASSES[card.card_class].level
