"""The public keys our tokens are signed with, fetched from the user pool and kept while they hold (JWKS, RFC 7517)."""

from __future__ import annotations

import base64
import json
import threading
import time
import urllib.request
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers

from cercano.kit.errors import NotNow
from cercano.kit.log import log

TIMEOUT_S = 3.0
FRESH_S = 3600.0
PATIENCE_S = 60.0
"""However many unknown keys are named, the pool is asked at most once in this time."""
_MAX_BYTES = 256 * 1024
_MIN_BITS = 2048


class KeysUnreachable(NotNow):
    """The user pool does not answer and we hold no key yet."""

    code = "keys_unreachable"


class PublicKeys:
    """The keys at one address. A key already held is used on when the address does not answer (stale if error)."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._keys: Mapping[str, RSAPublicKey] = {}
        self._fetched_at = self._asked_at = float("-inf")
        self._lock = threading.Lock()

    def find(self, kid: str) -> RSAPublicKey | None:
        """The key of this id; None when the pool has no such key.

        Raises: KeysUnreachable when we never got any.
        """
        with self._lock:
            moment = time.monotonic()
            is_stale = moment - self._fetched_at > FRESH_S
            if (kid not in self._keys or is_stale) and moment - self._asked_at > PATIENCE_S:
                self._asked_at = moment
                self._refresh(moment)
            if not self._keys:
                raise KeysUnreachable(headers={"Retry-After": "60"})
            return self._keys.get(kid)

    def _refresh(self, moment: float) -> None:
        try:
            self._keys = _read(fetch(self._url))
            self._fetched_at = moment
        except (OSError, ValueError) as error:
            log.warning("token_keys_unreachable", reason=type(error).__name__, held=len(self._keys))


def fetch(url: str, timeout_s: float = TIMEOUT_S) -> bytes:
    """A key set as it is published. Raises: OSError, ValueError."""
    if not url.startswith(("https://", "http://")):
        raise ValueError("the address of the keys is not http")
    with urllib.request.urlopen(url, timeout=timeout_s) as answer:  # noqa: S310  the address is our own setting
        return bytes(answer.read(_MAX_BYTES))


def _read(published: bytes) -> Mapping[str, RSAPublicKey]:
    listed: Any = json.loads(published)
    if not isinstance(listed, dict) or not isinstance(listed.get("keys"), list):
        raise ValueError("not a key set")
    keys: dict[str, RSAPublicKey] = {}
    for entry in listed["keys"]:
        if not isinstance(entry, dict) or entry.get("kty") != "RSA" or entry.get("use", "sig") != "sig":
            continue
        kid, key = entry.get("kid"), _key(entry)
        if isinstance(kid, str) and key.key_size >= _MIN_BITS:
            keys[kid] = key
    if not keys:
        raise ValueError("a key set without keys we can use")
    return keys


def _key(entry: Mapping[str, Any]) -> RSAPublicKey:
    """The RSA key of a JWK (RFC 7518, 6.3.1). Raises: ValueError."""
    modulus, exponent = (_number(entry.get(name)) for name in ("n", "e"))
    return RSAPublicNumbers(exponent, modulus).public_key()


def _number(written: object) -> int:
    if not isinstance(written, str):
        raise ValueError("a key of the set cannot be read")
    return int.from_bytes(base64.b64decode(written + "=" * (-len(written) % 4), altchars=b"-_", validate=True), "big")
