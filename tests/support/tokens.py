"""Tokens as the user pool would sign them, with a key made for this run; and the key set that goes with it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch

from joserfc import jwk, jws

from cercano.kit import clock

ISSUER = "https://issuer.test"
CLIENT_ID = "test-client"
KID = "test-key"


@cache
def signing_key(kid: str) -> jwk.RSAKey:
    """A private key of 2048 bits; the same for the same `kid` during a run."""
    return jwk.RSAKey.generate_key(2048, {"kid": kid, "use": "sig"}, private=True)


def claims(subject: str = "ana", roles: tuple[str, ...] = (), **changed: Any) -> dict[str, Any]:
    """The claims of a good access token. `changed` overrides; a value of None takes the claim away."""
    moment = int(clock.now().timestamp())
    good = {
        "sub": subject,
        "iss": os.environ.get("TOKEN_ISSUER", ISSUER),
        "client_id": os.environ.get("TOKEN_CLIENT_ID", CLIENT_ID),
        "token_use": "access",
        "scope": "aws.cognito.signin.user.admin",
        "auth_time": moment,
        "iat": moment,
        "exp": moment + 3600,
        "jti": "5c1b8a90-0000-4000-8000-000000000000",
        "username": subject,
        **({"cognito:groups": list(roles)} if roles else {}),
    }
    return {name: value for name, value in {**good, **changed}.items() if value is not None}


def sign(payload: dict[str, Any], key: Any = None, **header: Any) -> str:
    """`payload` as a signed token; `header` overrides `alg` and `kid`."""
    said = {"alg": "RS256", "kid": KID, **header}
    return jws.serialize_compact(said, json.dumps(payload), key or signing_key(KID), algorithms=[said["alg"]])


def token(subject: str = "ana", roles: tuple[str, ...] = (), **changed: Any) -> str:
    """A good access token of `subject`, unless `changed` spoils it."""
    return sign(claims(subject, roles, **changed))


def key_set(*kids: str) -> bytes:
    """What the pool publishes for these keys."""
    keys = [{**signing_key(kid).as_dict(private=False), "kid": kid, "alg": "RS256"} for kid in kids or (KID,)]
    return json.dumps({"keys": keys}).encode()


@contextmanager
def published() -> Iterator[None]:
    """Inside the `with`, the address of the keys answers with ours."""
    with patch("cercano.kit.keys.fetch", lambda _url: key_set()):
        yield
