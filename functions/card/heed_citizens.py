"""The register of citizens verified somebody, bound two, erased one, or makes a copy: the card office does its part.

Hears the register's words from the bus. Writes the holder's level, and who answers for whom; ends the cards of who was
erased, and the phones of who answers for a holder no longer (CardTable, partitions HOLDER#*, CITIZEN#*, CARD#*); puts
what it holds into the copy. Tells CardExpired and CredentialEnded.
"""

from __future__ import annotations

from cercano.card import desk, store
from cercano.card.model import NEXT, Card, Step
from cercano.card.views import CardView
from cercano.facts.citizen import (
    CitizenErased,
    CitizenVerified,
    ExportAsked,
    GuardianshipEnded,
    GuardianshipGranted,
    RepresentationEnded,
    RepresentationGranted,
)
from cercano.kit import bonds, exports
from cercano.kit.clock import now
from cercano.kit.queue import Message, each_message


@each_message
def handler(message: Message) -> None:
    """One fact. Heard again, or late, it changes nothing more."""
    fact = message.fact(
        CitizenVerified,
        CitizenErased,
        ExportAsked,
        GuardianshipGranted,
        GuardianshipEnded,
        RepresentationGranted,
        RepresentationEnded,
    )
    match fact:
        case CitizenVerified():
            desk.note_level(fact.citizen_id, fact.level, fact.at)
        case ExportAsked():
            cards = [CardView.of(card, now()).model_dump(mode="json") for card in store.of_holder(fact.citizen_id)]
            exports.add_part("card", fact, {"level": desk.level_of(fact.citizen_id), "cards": cards})
        case CitizenErased():
            for card in store.of_holder(fact.citizen_id):
                store.change(card.card_id, _ended, at=now())
        case _:
            bonds.heed(fact)
            _end_phones(*bonds.two_of(fact))


def _end_phones(keeper_id: str, holder_id: str) -> None:
    """Whoever answers for a holder no longer has no card of theirs in the phone either."""
    if not bonds.answers_for(keeper_id, holder_id, bonds.Matter.CARD):
        for card in store.of_holder(holder_id):
            store.change(card.card_id, lambda known: known.without_phones_of(keeper_id, at=now()), at=now())


def _ended(card: Card) -> Card:
    return card.expire(at=now()) if Step.EXPIRE in NEXT[card.state] else card
