"""The city's own key: it never leaves AWS KMS, which signs with it. Its public part is for everybody.

The setting CITY_KEYS names the keys, newest first: that one signs, and all are published, so that what an older one
signed is believed until it ends.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from typing import Any

from cercano.kit import aws
from cercano.kit.settings import setting

CITY_KEYS = setting("CITY_KEYS", lambda said: tuple(said.split(",")))


def sign(message: bytes) -> bytes:
    """The city's ES256 signature over a message: r and s, 64 bytes."""
    from cercano.credential.qr import raw_signature

    answer = aws.client("kms").sign(
        KeyId=CITY_KEYS[0], Message=message, MessageType="RAW", SigningAlgorithm="ECDSA_SHA_256"
    )
    return raw_signature(answer["Signature"])


def kid() -> str:
    """The name of the key that signs."""
    return str(public_jwk(CITY_KEYS[0])["kid"])


@functools.cache
def public_jwk(key_id: str) -> dict[str, Any]:
    """A key's public part as a JWK; its `kid` is its own thumbprint (RFC 7638)."""
    der = aws.client("kms").get_public_key(KeyId=key_id)["PublicKey"]
    x, y = der[-64:-32], der[-32:]  # a P-256 SubjectPublicKeyInfo ends in the point, uncompressed (RFC 5480)
    point = {"crv": "P-256", "kty": "EC", "x": _b64(x), "y": _b64(y)}
    said = json.dumps(point, separators=(",", ":"), sort_keys=True).encode()
    return {**point, "use": "sig", "alg": "ES256", "kid": _b64(hashlib.sha256(said).digest())}


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
