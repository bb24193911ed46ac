"""The QR on a citizen's phone: what stands in it, how it is written, and how a reader without a network believes it.

178 bytes, numbers big-endian, in base32 (RFC 4648, upper case, without padding: 285 characters of the QR's own
alphanumeric alphabet):

    offset  bytes  what
         0      1  version, 1
         1      8  credential id
         9      4  slot: Unix seconds // 30
        13     33  the phone's public key: a P-256 point, compressed (SEC 1, 2.3.3)
        46      4  expires: Unix seconds; from this second on the certificate is worth nothing
        50     64  the city's signature (ES256, r and s of 32 bytes) over version, credential id, key, expires
       114     64  the phone's signature (ES256, r and s) over the 114 bytes before it

The city hands the phone its certificate once: 110 bytes, the same without slot and phone's signature. The phone says
`certificate[:9] + slot + certificate[9:]` and signs it: it needs no network, and what it showed 60 s ago is dead.
Nothing in it names an algorithm, so nobody can ask for another one.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

VERSION = 1
SLOT_S = 30
"""How long one QR is shown, in seconds."""
TEXT_LENGTH = 285
_ES256 = ec.ECDSA(SHA256())
_HEAD = 9
"""Version and credential id: what stands before the slot."""

Sign = Callable[[bytes], bytes]
"""Signs a message with ES256; 64 bytes, r and s."""


class Why(StrEnum):
    """Why a reader does not believe a QR."""

    UNREADABLE = "unreadable"
    UNKNOWN_VERSION = "unknown_version"
    FOREIGN = "foreign"
    """No key of this city signed its certificate."""
    OUTLIVED = "outlived"
    """Its certificate has expired."""
    NOT_NOW = "not_now"
    """It was made for another moment: an old picture of a screen, or a clock that is wrong."""
    FORGED = "forged"
    """The phone of the certificate did not sign it."""


class NotBelieved(Exception):
    """A QR that opens nothing; `why` says the reason, for the reader's own log."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """What a believed QR says."""

    credential_id: str
    """16 hexadecimal digits, lower case."""
    slot: int
    """Which half minute since 1970 it was made for."""


def slot_of(unix_s: float) -> int:
    """The slot of an instant in seconds since 1970."""
    return int(unix_s) // SLOT_S


def certify(*, credential_id: str, key: bytes, expires: int, sign: Sign) -> bytes:
    """The city's certificate for a phone's key (33 bytes, compressed), good until `expires` (Unix seconds)."""
    said = bytes([VERSION]) + bytes.fromhex(credential_id) + key + expires.to_bytes(4, "big")
    return said + sign(said)


def write(*, certificate: bytes, slot: int, sign: Sign) -> str:
    """The text of a QR for `slot`, signed by the phone of the certificate."""
    said = certificate[:_HEAD] + slot.to_bytes(4, "big") + certificate[_HEAD:]
    return base64.b32encode(said + sign(said)).decode().rstrip("=")


def said_by(text: str) -> Pass:
    """Whose a QR says that it is, and of when: believed by nobody until it is `read`.

    Raises:
        NotBelieved: it is no QR of ours.
    """
    raw = _raw(text)
    if raw[0] != VERSION:
        raise NotBelieved(Why.UNKNOWN_VERSION)
    return Pass(credential_id=raw[1:9].hex(), slot=int.from_bytes(raw[9:13], "big"))


def read(text: str, *, city_keys: Iterable[ec.EllipticCurvePublicKey], unix_s: float) -> Pass:
    """Who shows this QR, believed at the reader's clock `unix_s` (one slot of difference either way is forgiven).

    Whether the credential still lives is not in it: the status list and the deny list say that.
    Raises:
        NotBelieved: with the first reason found.
    """
    said, raw = said_by(text), _raw(text)
    expires = int.from_bytes(raw[46:50], "big")
    if abs(said.slot - slot_of(unix_s)) > 1:
        raise NotBelieved(Why.NOT_NOW)
    certified, city_signature = raw[:_HEAD] + raw[13:50], raw[50:114]
    if not any(is_signed(certified, city_signature, key) for key in city_keys):
        raise NotBelieved(Why.FOREIGN)
    if unix_s >= expires:
        raise NotBelieved(Why.OUTLIVED)
    if not is_signed(raw[:114], raw[114:], ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw[13:46])):
        raise NotBelieved(Why.FORGED)
    return said


def is_signed(message: bytes, signature: bytes, key: ec.EllipticCurvePublicKey) -> bool:
    """Whether `key` made this ES256 signature (r and s, 64 bytes) over the message."""
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        key.verify(encode_dss_signature(r, s), message, _ES256)
    except InvalidSignature:
        return False
    return True


def raw_signature(der: bytes) -> bytes:
    """An ECDSA signature as r and s of 32 bytes each (JOSE, WebCrypto), from DER (AWS KMS, OpenSSL)."""
    r, s = decode_dss_signature(der)
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def key_of_jwk(jwk: Mapping[str, Any]) -> ec.EllipticCurvePublicKey:
    """The public key of a JWK (RFC 7517).

    Raises:
        ValueError: it is not a P-256 key for ES256, its point is not on the curve, or it holds a private part.
    """
    if (jwk.get("kty"), jwk.get("crv"), jwk.get("alg", "ES256")) != ("EC", "P-256", "ES256") or "d" in jwk:
        raise ValueError("not a public P-256 key")
    x, y = _coordinate(jwk.get("x")), _coordinate(jwk.get("y"))
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\x04" + x + y)


def compressed(key: ec.EllipticCurvePublicKey) -> bytes:
    """The key's point in 33 bytes."""
    return key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)


def _coordinate(said: Any) -> bytes:
    if not isinstance(said, str) or len(said) != 43:
        raise ValueError("a coordinate is 43 characters of base64url")
    return base64.b64decode(said + "=", altchars=b"-_", validate=True)


def _raw(text: str) -> bytes:
    """The bytes of a QR, written in the one way they can be."""
    if len(text) != TEXT_LENGTH or not text.isascii():
        raise NotBelieved(Why.UNREADABLE)
    try:
        raw = base64.b32decode(text + "===")
    except binascii.Error:
        raise NotBelieved(Why.UNREADABLE) from None
    if base64.b32encode(raw).decode().rstrip("=") != text:
        raise NotBelieved(Why.UNREADABLE)
    return raw
