"""A gate that believes the citizen card without a network: one file, and the package `cryptography`.

    reader = Reader()
    reader.learn_keys(http_get("/api/card/keys"))              # once a day
    reader.learn_list(http_get("/api/card/status-list"))       # every 30 s with a network
    credential_id = reader.admit(text_of_the_qr, now)          # or raises Refused

It keeps in memory what it learned; save `reader.keys_json` and `reader.list_token` to go on after a power cut. Every
instant is in Unix seconds, by a clock that is right to 30 s.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Iterable
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

SLOT_S = 30
TEXT_LENGTH = 285
SEEN_LIMIT = 20_000
_KEY = dict[str, ec.EllipticCurvePublicKey]


class Refused(Exception):
    """Nobody passes. `why` is a word for the log; show people a red light."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Reader:
    """What one gate knows: the city's keys, its newest status list, and the codes it has seen."""

    def __init__(self) -> None:
        self.keys_json = ""
        self.list_token = ""
        self.number = 0
        """Of the list it holds: ask for the changes since it with /api/card/status-list/deltas?since=<number>."""
        self._keys: _KEY = {}
        self._statuses = bytearray()
        self._list_ends = 0
        self._slots: dict[str, int] = {}

    def learn_keys(self, keys_json: str) -> None:
        """The city's keys, from /api/card/keys over TLS. They take the place of those known."""
        keys = {key["kid"]: _key_of(key) for key in json.loads(keys_json)["keys"]}
        self._keys, self.keys_json = keys, keys_json

    def learn_list(self, token: str) -> None:
        """The status list. An older one than the one known is ignored: nobody brings a dead card back with it."""
        said = _signed_by(self._keys, token, "statuslist+jwt")
        if said["number"] < self.number or said["status_list"]["bits"] != 2:
            return
        self._statuses = bytearray(_inflated(_unpadded(said["status_list"]["lst"])))
        self.number, self._list_ends, self.list_token = said["number"], said["exp"], token

    def learn_changes(self, tokens: Iterable[str]) -> bool:
        """The changes since the list known, in order. False when one is missing: take the whole list."""
        for token in tokens:
            said = _signed_by(self._keys, token, "statuslist-delta+jwt")
            if said["number"] <= self.number:
                continue
            if said["number"] != self.number + 1:
                return False
            for place, status in said["changes"].items():
                self._set(int(place), status)
            self.number, self._list_ends = said["number"], max(self._list_ends, said["iat"] + 86400)
        return True

    def admit(self, text: str, now: float) -> str:
        """The credential that may pass, 16 hexadecimal digits, to be written down with the tap.

        Raises:
            Refused: unreadable, unknown_version, not_now, foreign, outlived, forged; no_list, suspended or ended by the
            list; seen_before when the same code, or an older one of the same phone, comes again.
        """
        credential_id, slot = read_code(text, self._keys.values(), now)
        if now >= self._list_ends:
            raise Refused("no_list")
        status = self.status_of(credential_id)
        if status != 0:
            raise Refused("suspended" if status == 2 else "ended")
        if self._slots.get(credential_id, -1) >= slot:
            raise Refused("seen_before")
        self._remember(credential_id, slot)
        return credential_id

    def status_of(self, credential_id: str) -> int:
        """0 valid, 1 dead, 2 suspended. Its place in the list is the number in the last three bytes of its id."""
        place = int(credential_id[-6:], 16)
        byte = place // 4
        return self._statuses[byte] >> 2 * (place % 4) & 3 if byte < len(self._statuses) else 0

    def _set(self, place: int, status: int) -> None:
        byte, shift = place // 4, 2 * (place % 4)
        self._statuses.extend(bytes(max(0, byte + 1 - len(self._statuses))))
        self._statuses[byte] = self._statuses[byte] & ~(3 << shift) | (status & 3) << shift

    def _remember(self, credential_id: str, slot: int) -> None:
        if len(self._slots) >= SEEN_LIMIT:
            self._slots = {known: at for known, at in self._slots.items() if at >= slot - 2}
        self._slots[credential_id] = slot


def read_code(text: str, keys: Iterable[ec.EllipticCurvePublicKey], now: float) -> tuple[str, int]:
    """Credential and slot of a QR that the city's keys and the phone's own vouch for at `now`.

    Raises:
        Refused: unreadable, unknown_version, not_now, foreign, outlived, forged.
    """
    raw = _bytes_of(text)
    if raw[0] != 1:
        raise Refused("unknown_version")
    slot, expires = int.from_bytes(raw[9:13], "big"), int.from_bytes(raw[46:50], "big")
    if abs(slot - int(now) // SLOT_S) > 1:
        raise Refused("not_now")
    certified, by_city = raw[:9] + raw[13:50], raw[50:114]
    if not any(_is_signed(certified, by_city, key) for key in keys):
        raise Refused("foreign")
    if now >= expires:
        raise Refused("outlived")
    phone = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw[13:46])
    if not _is_signed(raw[:114], raw[114:], phone):
        raise Refused("forged")
    return raw[1:9].hex(), slot


def _bytes_of(text: str) -> bytes:
    try:
        raw = base64.b32decode(text + "===") if len(text) == TEXT_LENGTH and text.isascii() else b""
    except binascii.Error:
        raw = b""
    if not raw or base64.b32encode(raw).decode().rstrip("=") != text:
        raise Refused("unreadable")
    return raw


def _signed_by(keys: _KEY, token: str, typ: str) -> dict[str, Any]:
    """The claims of a JWT that one of these keys signed; the algorithm is ES256 whatever the token says."""
    try:
        head, said, signature = token.split(".")
        header = json.loads(_unpadded(head))
        key = keys[header["kid"]]
        is_ours = (header["alg"], header["typ"]) == ("ES256", typ)
        is_ours = is_ours and _is_signed(f"{head}.{said}".encode(), _unpadded(signature), key)
    except (ValueError, KeyError, TypeError):
        is_ours = False
    if not is_ours:
        raise Refused("list_not_signed")
    claims: dict[str, Any] = json.loads(_unpadded(said))
    return claims


def _is_signed(message: bytes, signature: bytes, key: ec.EllipticCurvePublicKey) -> bool:
    if len(signature) != 64:
        return False
    der = encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
    try:
        key.verify(der, message, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def _key_of(jwk: dict[str, str]) -> ec.EllipticCurvePublicKey:
    if (jwk["kty"], jwk["crv"], jwk["alg"]) != ("EC", "P-256", "ES256"):
        raise ValueError("not a P-256 key")
    return ec.EllipticCurvePublicKey.from_encoded_point(
        ec.SECP256R1(), b"\x04" + _unpadded(jwk["x"]) + _unpadded(jwk["y"])
    )


def _inflated(packed: bytes) -> bytes:
    """At most 4 MB: all the places there can be."""
    return zlib.decompressobj().decompress(packed, 1 << 22)


def _unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
