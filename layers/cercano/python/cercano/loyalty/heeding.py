"""Keeps what loyalty needs to know of cards, fact by fact: the same facts in any order end in the same state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cercano.facts.card import (
    CardActivated,
    CardBlocked,
    CardExpired,
    CardIssued,
    CardReplaced,
    CardUnblocked,
    ConcessionEnded,
    ConcessionGranted,
    CredentialActivated,
    CredentialEnded,
)
from cercano.kit.batch import put_many
from cercano.kit.errors import VersionConflict
from cercano.kit.facts import Fact
from cercano.loyalty.cards import Card, CardState
from cercano.loyalty.documents import from_json, to_json
from cercano.loyalty.rows import CardRow, CitizenCardRow, CredentialRow

ATTEMPTS = 6
STATES: dict[type[Fact], CardState] = {
    CardActivated: CardState.ACTIVE,
    CardUnblocked: CardState.ACTIVE,
    CardBlocked: CardState.BLOCKED,
    CardExpired: CardState.DEAD,
}
HEEDED = (CardIssued, CardReplaced, ConcessionGranted, ConcessionEnded, CredentialActivated, CredentialEnded, *STATES)


def heed(fact: Fact) -> None:
    """Bring what is known of a card or credential up to date.

    Raises:
        VersionConflict: others wrote the same card every time; the message comes back.
    """
    if isinstance(fact, CredentialActivated | CredentialEnded):
        _heed_credential(fact)
    elif isinstance(fact, CardReplaced):
        _heed_replacement(fact)
    elif isinstance(fact, CardIssued):
        _change(fact.card_id, fact.account_id, lambda card: _issued(card, fact))
        _lead_to(fact.card_id, fact.citizen_id)
    elif isinstance(fact, ConcessionGranted):
        granted = fact
        _change(
            fact.card_id,
            fact.account_id,
            lambda card: card.granted(granted.concession, granted.valid_from, granted.valid_to, granted.at),
        )
    elif isinstance(fact, ConcessionEnded):
        ended = fact
        _change(fact.card_id, fact.account_id, lambda card: card.ended(ended.concession, ended.at))
    elif isinstance(fact, CardActivated | CardUnblocked | CardBlocked | CardExpired):
        state, at = STATES[type(fact)], fact.at
        _change(fact.card_id, fact.account_id, lambda card: card.now(state, at))


def _issued(card: Card, fact: CardIssued) -> Card:
    return replace(
        card,
        citizen_id=fact.citizen_id or card.citizen_id,
        card_class=fact.card_class,
        expires_on=fact.expires_on,
    )


def _heed_replacement(fact: CardReplaced) -> None:
    """The old card is dead; the new one is the same person's, with the same rights."""
    old = _change(fact.old_card_id, fact.account_id, lambda card: card.now(CardState.DEAD, fact.at))
    new = _change(fact.card_id, fact.account_id, lambda card: card.after(old))
    _lead_to(fact.card_id, new.citizen_id)


def _heed_credential(fact: CredentialActivated | CredentialEnded) -> None:
    """Ended is for good, also when it is heard before the beginning."""
    for _ in range(ATTEMPTS):
        row = CredentialRow.find(f"CREDENTIAL#{fact.credential_id}", "CARD")
        is_end = isinstance(fact, CredentialEnded)
        if row is not None and (row.is_ended or not is_end):
            return
        row = row or CredentialRow(f"CREDENTIAL#{fact.credential_id}", "CARD", card_id=fact.card_id)
        row.is_ended = int(is_end)
        try:
            row.keep()
        except VersionConflict:
            continue
        return
    raise VersionConflict


def _change(card_id: str, account_id: str, change: Callable[[Card], Card]) -> Card:
    for _ in range(ATTEMPTS):
        row = CardRow.find(f"CARD#{card_id}", "CARD")
        card = from_json(Card, row.document) if row else Card(card_id=card_id, account_id=account_id)
        changed = change(card)
        if row is not None and changed == card:
            return card
        row = row or CardRow(f"CARD#{card_id}", "CARD")
        row.document = to_json(changed)
        try:
            row.keep()
        except VersionConflict:
            continue
        return changed
    raise VersionConflict


def _lead_to(card_id: str, citizen_id: str | None) -> None:
    """So that a citizen's cards are found; the same row whoever writes it."""
    if citizen_id:
        put_many([CitizenCardRow(f"CITIZEN#{citizen_id}", card_id)])
