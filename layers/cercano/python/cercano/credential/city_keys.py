"""The city's public keys as the card publishes them, for a server that believes phones: fetched, and kept for a bound.

Keys are asked for anew after five minutes, and when a code is foreign to those that are held (the city may have begun
to sign with another one). When nobody answers, those held are believed for an hour at the most: then no code is.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

from cercano.credential import qr
from cercano.credential.qr import NotBelieved, Pass, Why
from cercano.kit.errors import NotNow
from cercano.kit.keys import fetch
from cercano.kit.log import log

TIMEOUT_S = 8.0
"""The card's function may have to start first, and to ask AWS KMS; a till's own function lives for fifteen."""
FRESH = timedelta(minutes=5)
PATIENCE = timedelta(seconds=10)
"""However many foreign codes are shown, the card is asked at most once in this time."""
BOUND = timedelta(hours=1)
"""How long a key that was taken back is believed where the card cannot be asked."""
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class CityKeysUnreachable(NotNow):
    """503: the city's keys cannot be had, so that no code can be believed."""

    code = "city_keys_unreachable"
    es = "Ahora mismo no se pueden comprobar tarjetas. Inténtalo en un minuto."
    en = "Cards cannot be checked at the moment. Try again in a minute."


class CityKeys:
    """The keys at one address."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._keys: Sequence[EllipticCurvePublicKey] = ()
        self._fetched_at = self._asked_at = LONG_AGO
        self._lock = threading.Lock()

    def believe(self, text: str, *, shown_at: datetime, now: datetime) -> Pass:
        """Who showed this code at `shown_at`, by the keys that hold `now`.

        Raises:
            NotBelieved: with the first reason found. CityKeysUnreachable.
        """
        unix_s = shown_at.timestamp()
        keys = self._held(now, older_than=FRESH)
        try:
            return qr.read(text, city_keys=keys, unix_s=unix_s)
        except NotBelieved as disbelief:
            if disbelief.why is not Why.FOREIGN:
                raise
        return qr.read(text, city_keys=self._held(now, older_than=PATIENCE), unix_s=unix_s)

    def _held(self, now: datetime, *, older_than: timedelta) -> Sequence[EllipticCurvePublicKey]:
        with self._lock:
            if not _is_within(self._fetched_at, now, older_than) and not _is_within(self._asked_at, now, PATIENCE):
                self._asked_at = now
                self._refresh(now)
            if not _is_within(self._fetched_at, now, BOUND):
                raise CityKeysUnreachable(headers={"Retry-After": "60"})
            return self._keys

    def _refresh(self, now: datetime) -> None:
        try:
            self._keys, self._fetched_at = read(fetch(self._url, TIMEOUT_S)), now
        except (OSError, ValueError) as error:
            log.warning("city_keys_unreachable", reason=type(error).__name__, held=len(self._keys))


def read(published: bytes) -> Sequence[EllipticCurvePublicKey]:
    """The P-256 keys of a key set (RFC 7517). What is said to be for anything but ES256 signatures is passed over.

    Raises:
        ValueError: it is no key set, or has no key for us.
    """
    said = json.loads(published)
    listed = said.get("keys") if isinstance(said, dict) else None
    keys = [key for one in listed if (key := _key(one)) is not None] if isinstance(listed, list) else []
    if not keys:
        raise ValueError("a key set without keys we can use")
    return keys


def _key(said: object) -> EllipticCurvePublicKey | None:
    if not isinstance(said, dict) or said.get("use", "sig") != "sig":
        return None
    try:
        return qr.key_of_jwk(said)
    except ValueError:
        return None


def _is_within(since: datetime, now: datetime, span: timedelta) -> bool:
    return timedelta(0) <= now - since < span
