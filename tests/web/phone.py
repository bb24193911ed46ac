"""Lucía's phone without a browser: a key of its own, certified by the fake city, that writes codes."""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from cercano.credential import qr
from tests.web.fake.city import City

CREDENTIAL = "00000000000000ab"


def a_code(city: City, at: datetime) -> str:
    """What the phone shows at that moment; from now on its card is active, unless somebody blocked it."""
    key = ec.generate_private_key(ec.SECP256R1())
    expires = int((at + timedelta(days=30)).timestamp())
    certificate = qr.certify(
        credential_id=CREDENTIAL, key=qr.compressed(key.public_key()), expires=expires, sign=city.desk.sign
    )
    card = city.desk.cards[0]
    card["credentials"] = [{"credential_id": CREDENTIAL, "medium": "app", "since": "2026-11-24T10:00:00Z"}]
    if card["state"] == "issued":
        card["state"] = "active"

    def sign(said: bytes) -> bytes:
        return qr.raw_signature(key.sign(said, ec.ECDSA(SHA256())))

    return qr.write(certificate=certificate, slot=qr.slot_of(at.timestamp()), sign=sign)
