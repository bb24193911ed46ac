"""A card was blocked, woken, replaced: within seconds the list that readers go by says so, signed by the city.

Hears the card's own facts from the bus. Reads cards and writes the list and its change (CardTable, partitions CARD#*
and STATUSES); signs at AWS KMS.
"""

from __future__ import annotations

from typing import Any

from cercano.card import publishing
from cercano.facts.card import (
    CardActivated,
    CardBlocked,
    CardExpired,
    CardUnblocked,
    CredentialActivated,
    CredentialEnded,
)
from cercano.kit.clock import now
from cercano.kit.facts import UnreadableFact
from cercano.kit.log import log
from cercano.kit.message import UnreadableMessage
from cercano.kit.queue import Message, whole_batch

HEARD = (CardActivated, CardBlocked, CardUnblocked, CardExpired, CredentialActivated, CredentialEnded)


@whole_batch
def handler(messages: list[Message]) -> list[Message]:
    """One list for all that is heard together. It is made from the cards as they are now, so order does not matter."""
    cards, failed = set(), []
    for message in messages:
        try:
            cards.add(_card_of(message))
        except (UnreadableFact, UnreadableMessage) as trouble:
            failed.append(message.troubled(str(trouble)))
    number = publishing.publish(cards, at=now())
    if number is not None:
        log.info("status_list_published", number=number)
    return failed


def _card_of(message: Message) -> str:
    """The card a fact is about.

    Raises:
        UnreadableFact: it is none of those we hear.
    """
    name = message.json().get("detail", {}).get("name")
    for kind in HEARD:
        if kind.__name__ == name:
            fact: Any = message.fact(kind)
            return str(fact.card_id)
    raise UnreadableFact(f"not one of the card's facts: {name!r:.40}")
