"""Cards for tests: they mention only what matters to them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from cercano.card.application import Application
from cercano.card.granted import Granted
from cercano.card.model import Block, Card, Credential
from cercano.card.words import BlockReason, CardClass, CardState, Concession, Format, Medium, Proof

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = NOON.date()


def a_card(state: CardState = CardState.ACTIVE, **changed: Any) -> Card:
    """A resident's card, at work."""
    said: dict[str, Any] = {
        "card_id": "card_1",
        "account_id": "acc_1",
        "card_class": CardClass.RESIDENT,
        "citizen_id": "ana",
        "state": state,
        "issued_at": NOON,
        "expires_on": date(2036, 11, 20),
        "block_": a_block() if state is CardState.BLOCKED else None,
    }
    return Card(**{**said, **changed})


def a_block(**changed: Any) -> Block:
    """A card that its holder lost."""
    return Block(**{"reason": BlockReason.LOST, "at": NOON, "by_holder": True, **changed})


def a_credential(credential_id: str = "aaaaaaaaaa000001", medium: Medium = Medium.APP, **changed: Any) -> Credential:
    """A phone's."""
    return Credential(**{"credential_id": credential_id, "medium": medium, "since": NOON, **changed})


def a_concession(concession: Concession = Concession.SENIOR, **changed: Any) -> Granted:
    """For a year from today."""
    said = {"proof": Proof.REGISTER, "valid_from": TODAY, "valid_to": date(2027, 11, 22)}
    return Granted(**{"concession": concession, **said, **changed})


def an_application(**changed: Any) -> Application:
    """Ana's, for a resident's card on her phone."""
    said: dict[str, Any] = {
        "application_id": "application_1",
        "citizen_id": "ana",
        "card_class": CardClass.RESIDENT,
        "format": Format.APP,
        "requested_by": "ana",
        "requested_at": NOON,
    }
    return Application(**{**said, **changed})
