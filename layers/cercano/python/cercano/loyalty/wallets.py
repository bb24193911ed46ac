"""What loyalty keeps of people and their cards: found by a credential at a till, or by the citizen who asks."""

from __future__ import annotations

from datetime import date

from cercano.kit.batch import find_many
from cercano.loyalty.cards import Card
from cercano.loyalty.documents import from_json, to_json
from cercano.loyalty.errors import CardNotAccepted
from cercano.loyalty.holders import Holder
from cercano.loyalty.rows import CardRow, CitizenCardRow, CredentialRow, HolderRow


def card_of(credential: CredentialRow | None, day: date) -> Card:
    """The card a credential speaks for, if it may be used on that day.

    Raises:
        CardNotAccepted: unknown, ended, blocked, expired: the till is not told which.
    """
    row = CardRow.find(f"CARD#{credential.card_id}", "CARD") if credential and not credential.is_ended else None
    card = from_json(Card, row.document) if row else None
    if card is None or not card.is_good(day):
        raise CardNotAccepted
    return card


def classes_of(citizen_id: str, day: date) -> frozenset[str]:
    """Classes and concessions of all the working cards of a citizen."""
    return frozenset(name for card in cards_of(citizen_id) if card.is_good(day) for name in card.classes(day))


def cards_of(citizen_id: str) -> list[Card]:
    """All the cards of a citizen that loyalty ever heard of."""
    keys = [(f"CARD#{row.sk}", "CARD") for row in CitizenCardRow.every(f"CITIZEN#{citizen_id}")]
    return [from_json(Card, row.document) for row in find_many(CardRow, keys)]


def forget(citizen_id: str) -> None:
    """Delete what is known of a person. Done twice it is done once."""
    row = HolderRow.find(f"HOLDER#{citizen_id}", "HOLDER")
    if row is not None:
        row.delete()


def holder_row(holder_id: str) -> HolderRow:
    """The person's row; a fresh one when nothing is known of them."""
    return HolderRow.find(f"HOLDER#{holder_id}", "HOLDER") or fresh(holder_id)


def fresh(holder_id: str) -> HolderRow:
    """The row of a person of whom nothing is known."""
    return HolderRow(f"HOLDER#{holder_id}", "HOLDER", document=to_json(Holder(holder_id=holder_id)))


def holder_of(row: HolderRow) -> Holder:
    """A row's person."""
    return from_json(Holder, row.document)


def written(row: HolderRow, holder: Holder) -> HolderRow:
    """The row saying this."""
    row.document = to_json(holder)
    return row
