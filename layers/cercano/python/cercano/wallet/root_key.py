"""The key that signs the ledger's daily root: it is made in AWS KMS and never leaves it."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from cercano.kit import aws

COORDINATE = 32
"""Bytes of a number of P-256."""


def sign(key_id: str, message: bytes) -> bytes:
    """An ES256 signature: r and s, 64 bytes (RFC 7518 section 3.4)."""
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    answer = aws.client("kms").sign(KeyId=key_id, Message=message, MessageType="RAW", SigningAlgorithm="ECDSA_SHA_256")
    return b"".join(number.to_bytes(COORDINATE, "big") for number in decode_dss_signature(answer["Signature"]))


def public_jwk(key_id: str) -> dict[str, Any]:
    """Its public part; `kid` is its thumbprint (RFC 7638)."""
    der = aws.client("kms").get_public_key(KeyId=key_id)["PublicKey"]
    x, y = der[-2 * COORDINATE : -COORDINATE], der[-COORDINATE:]  # the point ends a P-256 key (RFC 5480)
    point = {"crv": "P-256", "kty": "EC", "x": _b64(x), "y": _b64(y)}
    thumbprint = hashlib.sha256(json.dumps(point, separators=(",", ":"), sort_keys=True).encode()).digest()
    return {**point, "alg": "ES256", "use": "sig", "kid": _b64(thumbprint)}


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
