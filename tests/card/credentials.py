"""A city's key, a phone's key and what they sign, for tests and for the vectors of the reader kit."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from cercano.credential import qr

AT = 1_795_435_200
"""2026-11-23T12:00:00Z in seconds, the first of a slot."""
CREDENTIAL = "0f1e2d3c4b000007"
"""The eighth credential of its city: its place in the status list is 7."""
MONTH_S = 30 * 86400


def signer(key: ec.EllipticCurvePrivateKey) -> Callable[[bytes], bytes]:
    """Signs as WebCrypto does: r and s."""
    return lambda message: qr.raw_signature(key.sign(message, ec.ECDSA(SHA256())))


def jwk(key: ec.EllipticCurvePrivateKey, *, private: bool = False) -> dict[str, Any]:
    """The key as a JWK."""
    numbers = key.private_numbers()
    public = numbers.public_numbers
    parts = {"x": public.x, "y": public.y, **({"d": numbers.private_value} if private else {})}
    written = {n: base64.urlsafe_b64encode(v.to_bytes(32, "big")).decode().rstrip("=") for n, v in parts.items()}
    return {"kty": "EC", "crv": "P-256", **written}


@dataclass(frozen=True)
class Phone:
    """A phone with the certificate its city gave it."""

    key: ec.EllipticCurvePrivateKey
    certificate: bytes

    def shows(self, at: int = AT, **changed: Any) -> str:
        """The QR on its screen at `at` (Unix seconds)."""
        said = {"certificate": self.certificate, "slot": qr.slot_of(at), "sign": signer(self.key), **changed}
        return qr.write(**said)


@dataclass(frozen=True)
class City:
    """A city that certifies phones."""

    key: ec.EllipticCurvePrivateKey

    @property
    def keys(self) -> list[ec.EllipticCurvePublicKey]:
        """What its readers know."""
        return [self.key.public_key()]

    def phone(self, credential_id: str = CREDENTIAL, expires: int = AT + MONTH_S) -> Phone:
        """A phone of somebody who lives here."""
        key = a_key()
        point = qr.compressed(key.public_key())
        certificate = qr.certify(credential_id=credential_id, key=point, expires=expires, sign=signer(self.key))
        return Phone(key, certificate)


def a_key() -> ec.EllipticCurvePrivateKey:
    """A fresh P-256 key."""
    return ec.generate_private_key(ec.SECP256R1())


def a_city() -> City:
    """A city of its own."""
    return City(a_key())
