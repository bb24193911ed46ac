"""Who is asking, proved: every function checks the token itself, whatever the gateway before it did or did not.

Access tokens of the user pool: RS256 by a published key, our issuer, our client, not expired (RFC 7519; RFC 8725).
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from cercano.kit import clock
from cercano.kit.caller import Caller
from cercano.kit.errors import NotSignedIn
from cercano.kit.keys import PublicKeys
from cercano.kit.strict_json import UnreadableJson, read_json

ALGORITHM = "RS256"
"""The only one: what a token says about its own algorithm is not believed."""
LEEWAY_S = 30
"""How far our clock and the pool's may be apart."""
_MAX_TOKEN = 8192
_FORM = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_MAX_ROLES = 50
_LATEST = 2**40
"""No honest instant (in seconds since 1970) is after this."""


class TokenRefused(NotSignedIn):
    """The token does not hold. `reason` is for our log; the caller only learns that it does not."""

    code = "token_refused"
    es, en = "La sesión no es válida o ha caducado.", "The session is not valid or has expired."

    def __init__(self, reason: str) -> None:
        super().__init__(headers={"WWW-Authenticate": 'Bearer realm="cercano", error="invalid_token"'})
        self.reason = reason


class TokenMissing(NotSignedIn):
    """No `Authorization: Bearer` was sent."""

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": 'Bearer realm="cercano"'})


class Verifier:
    """Turns an Authorization header into a Caller. `issuer`, `client_id`: whose tokens and for whom."""

    def __init__(self, *, issuer: str, client_id: str, keys_url: str) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._keys = PublicKeys(keys_url)

    def verify(self, authorization: str | None) -> Caller:
        """The caller the header proves.

        Raises: TokenMissing, TokenRefused, KeysUnreachable.
        """
        if authorization is None:
            raise TokenMissing
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise TokenMissing
        claims = self._signed_claims(token.strip())
        self._check(claims)
        return Caller(subject=claims["sub"], roles=_roles(claims), email=_email(claims))

    def _signed_claims(self, token: str) -> Mapping[str, Any]:
        """The claims, after the signature over the very bytes that came (RFC 7515, 5.2)."""
        if len(token) > _MAX_TOKEN or not _FORM.fullmatch(token):
            raise TokenRefused("form")
        signed, _, signature = token.rpartition(".")
        header, payload = signed.split(".")
        try:
            self._key(_object(header)).verify(_bytes(signature), signed.encode(), PKCS1v15(), SHA256())
        except InvalidSignature:
            raise TokenRefused("signature") from None
        return _object(payload)

    def _key(self, header: Mapping[str, Any]) -> RSAPublicKey:
        """The key the header names. Extensions that must be understood (`crit`) are not (RFC 7515, 4.1.11)."""
        if header.get("alg") != ALGORITHM or not isinstance(header.get("kid"), str) or "crit" in header:
            raise TokenRefused("algorithm")
        key = self._keys.find(header["kid"])
        if key is None:
            raise TokenRefused("unknown key")
        return key

    def _check(self, claims: Mapping[str, Any]) -> None:
        moment = clock.now().timestamp()
        told = {name: _instant(claims, name) for name in ("exp", "iat", "nbf")}
        checks = {
            "expired": told["exp"] is not None and moment < told["exp"] + LEEWAY_S,
            "issued in the future": told["iat"] is not None and told["iat"] <= moment + LEEWAY_S,
            "not yet": told["nbf"] is None or told["nbf"] <= moment + LEEWAY_S,
            "issuer": claims.get("iss") == self._issuer,
            "client": claims.get("client_id") == self._client_id,
            "kind": claims.get("token_use") == "access",
            "subject": isinstance(claims.get("sub"), str) and 0 < len(claims["sub"]) <= 128,
        }
        for reason, holds in checks.items():
            if not holds:
                raise TokenRefused(reason)


def _object(part: str) -> Mapping[str, Any]:
    """A part of the token that must be a JSON object."""
    try:
        value = read_json(_bytes(part))
    except UnreadableJson:
        raise TokenRefused("form") from None
    if not isinstance(value, dict):
        raise TokenRefused("form")
    return value


def _bytes(part: str) -> bytes:
    """A part of the token as bytes (base64url)."""
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise TokenRefused("form") from None


def _instant(claims: Mapping[str, Any], name: str) -> float | None:
    value = claims.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LATEST:
        raise TokenRefused(name)
    return float(value)


def _roles(claims: Mapping[str, Any]) -> frozenset[str]:
    groups = claims.get("cognito:groups", [])
    if not isinstance(groups, list) or len(groups) > _MAX_ROLES or not all(isinstance(g, str) for g in groups):
        raise TokenRefused("groups")
    return frozenset(groups)


def _email(claims: Mapping[str, Any]) -> str | None:
    email = claims.get("email")
    return email if isinstance(email, str) and claims.get("email_verified") is True else None
