"""A phone becomes a card: its key, which never leaves it, is certified by the city for a month."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cercano.card import places, signing, store
from cercano.card.days import end_of
from cercano.card.errors import BadKey, CardCannot
from cercano.card.model import Card, Credential
from cercano.card.words import CardState, Medium
from cercano.credential import qr

CERTIFIED_FOR = timedelta(days=30)
"""A phone that is not seen for so long asks anew; until then it works without a network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipped:
    """A card with what its phone needs to be believed."""

    card: Card
    credential_id: str
    since: datetime
    """When its key first spoke for the card."""
    certificate: bytes
    expires_at: datetime
    kid: str


def equip(card_id: str, jwk: Mapping[str, Any], *, by: str, at: datetime) -> Equipped:
    """Certify a phone's key, in place of the phone before; the same key again renews its certificate.

    `by` is whose phone it is: the holder, or who answers for them: then its key ends when they no longer do, as soon as
    the card office hears of it.

    A card on its way to its holder is at work with this: it has arrived, on the phone.
    Raises:
        BadKey: it is no public P-256 key. CardCannot, NobodysCard: the card's state or class does not allow it.
    """
    key = _point(jwk)
    card = store.get(card_id)
    credential = next((each for each in card.living if each.key == key.hex()), None)
    if credential is None:
        credential = Credential(
            credential_id=places.new_credential(card_id),
            medium=Medium.APP,
            since=at,
            key=key.hex(),
            kept_by=by if by != card.citizen_id else None,
        )
        card = store.change(card_id, _with(credential), at=at)
    elif card.state is not CardState.ACTIVE:
        raise CardCannot(state=card.state.value, step="equip")
    expires_at = min(at + CERTIFIED_FOR, end_of(card.expires_on))
    certificate = qr.certify(
        credential_id=credential.credential_id, key=key, expires=int(expires_at.timestamp()), sign=signing.sign
    )
    return Equipped(
        card=card,
        credential_id=credential.credential_id,
        since=credential.since,
        certificate=certificate,
        expires_at=expires_at,
        kid=signing.kid(),
    )


def _with(credential: Credential) -> Callable[[Card], Card]:
    def decide(card: Card) -> Card:
        equipped = card.equip(credential)
        return equipped.activate() if card.state is CardState.ISSUED else equipped

    return decide


def _point(jwk: Mapping[str, Any]) -> bytes:
    try:
        return qr.compressed(qr.key_of_jwk(jwk))
    except ValueError:
        raise BadKey from None
