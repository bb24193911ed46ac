"""POST /card/cards/{card_id}/app-key: a phone becomes the card; the city certifies the key that it keeps to itself.

Reads and writes the card (CardTable, partitions CARD#*, CREDENTIAL#* and STATUSES) and writes whose account the key
speaks for (LedgerTable, partition CREDENTIAL#*), so that a gate knows it as soon as the phone does; signs at AWS KMS.
Tells CardActivated, CredentialActivated, and CredentialEnded for the phone before.
"""

from __future__ import annotations

import base64
from typing import Annotated, Literal

from pydantic.fields import Field

from cercano.card import phones, store
from cercano.card.errors import NoSuchCard
from cercano.card.views import CardView
from cercano.kit.web import Answer, Body, Caller, Instant, Service, View
from cercano.ledger import credentials

app = Service("card")

Coordinate = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]


class PublicKey(Body):
    """A P-256 public key as WebCrypto exports it (JWK). A key with its private part is refused."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: Coordinate
    y: Coordinate
    ext: bool = True
    key_ops: tuple[str, ...] = ()


class RegisterPhone(Body):
    """The phone's public key."""

    jwk: PublicKey


class PhoneView(View):
    """What the phone needs to be believed without a network."""

    card: CardView
    credential_id: str
    certificate: str
    """110 bytes in base64url: version, credential, key, expiry and the city's signature (see the layout of the QR)."""
    kid: str
    """The city's key that signed it, one of GET /card/keys."""
    expires_at: Instant


@app.post("/cards/{card_id}/app-key")
def register_phone(card_id: str, body: RegisterPhone, caller: Caller) -> Answer[PhoneView]:
    """Register a phone's key and get the city's certificate for it, good for 30 days.

    A card has one phone: a new key ends the one before. The same key again renews its certificate. A child's card may
    be in its guardian's phone, as long as they answer for the child.
    """
    if not store.is_kept_by(store.get(card_id), caller.subject):
        raise NoSuchCard
    equipped = phones.equip(card_id, body.jwk.model_dump(), by=caller.subject, at=app.now())
    credentials.link(equipped.credential_id, equipped.card.account_id, card_id, equipped.since)
    return Answer(
        PhoneView(
            card=CardView.of(equipped.card, app.now()),
            credential_id=equipped.credential_id,
            certificate=base64.urlsafe_b64encode(equipped.certificate).decode().rstrip("="),
            kid=equipped.kid,
            expires_at=equipped.expires_at,
        )
    )
