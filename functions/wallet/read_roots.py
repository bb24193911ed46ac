"""GET /wallet/roots/{day}: the number that fixes all accounts' journals as they were that night, signed by the city.

Reads the root. It tells nothing of anybody; whoever writes it down today can tell tomorrow if the past was changed.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from cercano.kit.web import Service, View
from cercano.ledger import roots

app = Service("wallet")


class RootKeyView(View):
    """The city's public key (RFC 7517)."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: str
    y: str
    use: Literal["sig"]
    alg: Literal["ES256"]
    kid: str


class PreviousView(View):
    """The root signed before it."""

    date: str
    root: str


class RootView(View):
    """The signed root of a day, and what it says."""

    date: str
    root: str
    accounts: int
    """How many accounts are under it."""
    signed_at: str
    previous: PreviousView | None
    jws: str
    """All of this as the city signed it, a compact JWS (RFC 7515)."""
    jwk: RootKeyView


@app.get("/roots/{day}", public=True, cache_s=3600)
def read_roots(day: date) -> RootView:
    """Read the root of a day that has ended ("2026-11-23")."""
    signed = roots.read(day)
    said = {name: signed.said[name] for name in ("date", "root", "accounts", "signed_at", "previous")}
    return RootView.model_validate({**said, "jws": signed.jws, "jwk": signed.jwk})
