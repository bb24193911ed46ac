"""The register of citizens verified somebody, or erased them: the card office knows how far, or lets go of them.

Hears CitizenVerified and CitizenErased from the bus. Writes the holder's level; ends the cards of who was erased
(CardTable, partitions HOLDER#* and CARD#*). Tells CardExpired and CredentialEnded.
"""

from __future__ import annotations

from cercano.card import desk, store
from cercano.card.model import NEXT, Card, Step
from cercano.facts.citizen import CitizenErased, CitizenVerified
from cercano.kit.clock import now
from cercano.kit.queue import Message, each_message


@each_message
def handler(message: Message) -> None:
    """One fact. Heard again, or late, it changes nothing more."""
    if message.json().get("detail", {}).get("name") == CitizenVerified.__name__:
        verified = message.fact(CitizenVerified)
        desk.note_level(verified.citizen_id, verified.level, verified.at)
        return
    erased = message.fact(CitizenErased)
    for card in store.of_holder(erased.citizen_id):
        store.change(card.card_id, _ended, at=now())


def _ended(card: Card) -> Card:
    return card.expire(at=now()) if Step.EXPIRE in NEXT[card.state] else card
