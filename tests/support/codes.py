"""The codes that customers show at tills: a city that certifies phones, and its keys where a server asks for them."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from cercano.credential import qr
from cercano.kit import clock
from tests.card.credentials import City, Phone, a_city, jwk

CITY = a_city()


@functools.cache
def phone(credential_id: str) -> Phone:
    """The phone that speaks for a credential."""
    return CITY.phone(credential_id, expires=2**32 - 1)


def code(credential_id: str, later_s: int = 0) -> str:
    """The code on that phone's screen now, or so many seconds later."""
    return _shown(credential_id, qr.slot_of(clock.now().timestamp() + later_s))


@functools.cache
def _shown(credential_id: str, slot: int) -> str:
    """A phone signs a half minute once; signed again it would look different."""
    return phone(credential_id).shows(slot * qr.SLOT_S)


def key_set(*cities: City) -> bytes:
    """What the card publishes: the keys of these cities, newest first."""
    said = [{**jwk(one.key), "use": "sig", "alg": "ES256", "kid": str(n)} for n, one in enumerate(cities)]
    return json.dumps({"keys": said}).encode()


@contextmanager
def keys_published(published: bytes | None = None) -> Iterator[None]:
    """Inside the `with`, the address of the city's keys answers with these (None: with those of CITY)."""
    said = key_set(CITY) if published is None else published
    with patch("cercano.credential.city_keys.fetch", lambda *_: said):
        yield
