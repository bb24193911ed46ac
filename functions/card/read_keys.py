"""GET /card/keys: the city's public keys, with which every reader believes a phone and the status list.

Reads the public parts at AWS KMS, once for each life of the function.
"""

from __future__ import annotations

from typing import Literal

from cercano.card.signing import CITY_KEYS, public_jwk
from cercano.kit.web import Answer, Service, View

app = Service("card")


class KeyView(View):
    """A public key (RFC 7517)."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: str
    y: str
    use: Literal["sig"]
    alg: Literal["ES256"]
    kid: str


class KeySetView(View):
    """The keys to believe: the one that signs now first, then those whose signatures still hold."""

    keys: list[KeyView]


@app.get("/keys", public=True, cache_s=300)
def read_keys() -> Answer[KeySetView]:
    """Read the city's public keys."""
    return Answer(KeySetView(keys=[KeyView(**public_jwk(key_id)) for key_id in CITY_KEYS]))
