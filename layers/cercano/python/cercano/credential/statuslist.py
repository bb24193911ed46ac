"""Which credentials still speak for somebody: two bits for each, signed by the city, small enough for any reader.

After the IETF's Token Status List: a JWT (ES256, typ statuslist+jwt) whose claim `status_list` holds `bits` 2 and
`lst`, the zlib-compressed bits in base64url, the first credential in the lowest bits of the first byte. A credential's
place is the number in the last three bytes of its id, so that a reader needs no other table.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

MOST_CREDENTIALS = 1 << 24
_PER_BYTE = 4
LIST_TYPE = "statuslist+jwt"
DELTA_TYPE = "statuslist-delta+jwt"
SUBJECT = "/api/card/status-list"
TTL_S = 30
"""How long a reader with a network holds a list before it asks for news."""
LIFE_S = 24 * 3600
"""How long one without a network goes by an old list. Then it lets nobody in by QR."""


class Status(IntEnum):
    """What a reader does with a credential (the draft's status types)."""

    VALID = 0
    INVALID = 1
    """Dead for good."""
    SUSPENDED = 2
    """Not now: its card is blocked, or not activated yet."""


def place_of(credential_id: str) -> int:
    """The credential's place in the list."""
    return int(credential_id[-6:], 16)


def credential_id(place: int, chance: bytes) -> str:
    """The id of the credential at `place`, with 5 bytes of chance before it: 16 hexadecimal digits."""
    if not 0 <= place < MOST_CREDENTIALS or len(chance) != 5:
        raise ValueError("a place is a number of three bytes, after five bytes of chance")
    return chance.hex() + f"{place:06x}"


@dataclass(frozen=True, slots=True)
class StatusList:
    """The status of each credential of the city, as bytes of four places each; what it does not reach is VALID."""

    packed: bytes = b""

    def at(self, place: int) -> Status:
        """The status at a place."""
        byte = place // _PER_BYTE
        return Status(self.packed[byte] >> 2 * (place % _PER_BYTE) & 3) if byte < len(self.packed) else Status.VALID

    def with_changes(self, changes: Mapping[int, Status]) -> StatusList:
        """The list after these changes, by place."""
        if not changes:
            return self
        packed = bytearray(self.packed.ljust(max(changes) // _PER_BYTE + 1, b"\0"))
        for place, status in changes.items():
            byte, shift = place // _PER_BYTE, 2 * (place % _PER_BYTE)
            packed[byte] = packed[byte] & ~(3 << shift) | status << shift
        return StatusList(bytes(packed))

    def compressed(self) -> str:
        """`lst`: zlib, then base64url."""
        return _b64(zlib.compress(self.packed, 9))


def list_claims(known: StatusList, *, number: int, at: datetime) -> dict[str, Any]:
    """What the city signs: list `number`, when it was made, and until when a reader may go by it."""
    return {
        "sub": SUBJECT,
        "iat": int(at.timestamp()),
        "exp": int(at.timestamp()) + LIFE_S,
        "ttl": TTL_S,
        "number": number,
        "status_list": {"bits": 2, "lst": known.compressed()},
    }


def delta_claims(changes: Mapping[int, Status], *, number: int, at: datetime) -> dict[str, Any]:
    """What turns list `number - 1` into list `number`: the new status of each place that changed."""
    said = {str(place): int(status) for place, status in sorted(changes.items())}
    return {"sub": SUBJECT, "iat": int(at.timestamp()), "number": number, "changes": said}


def signed(said: Mapping[str, Any], *, kid: str, typ: str, sign: Callable[[bytes], bytes]) -> str:
    """Claims as a JWT, signed with ES256 by the key `kid`."""
    head = {"alg": "ES256", "kid": kid, "typ": typ}
    content = ".".join(_b64(json.dumps(part, separators=(",", ":")).encode()) for part in (head, said))
    return f"{content}.{_b64(sign(content.encode()))}"


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
