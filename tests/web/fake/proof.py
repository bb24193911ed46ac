"""A ledger of two accounts that the fake city signed last night, and the proof that a movement is in it."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

from cercano.ledger import chain
from tests.web.fake.city import City
from tests.web.fake.http import Asked, Refused, Told
from tests.web.fake.wallet import account_of

NEIGHBOUR = sha256(b"the other account").digest()
LATER = sha256(b"a later entry").hexdigest()


def read_proof(city: City, asked: Asked, account_id: str, entry_id: str) -> Told:
    account_of(city, asked, account_id)
    if not city.purse.is_signed:
        es, en = "Aún no está en una raíz firmada.", "It is not under a signed root yet."
        raise Refused(409, "not_in_a_root_yet", es, en)
    entry = {
        "id": entry_id,
        "kind": "payment",
        "payee": "city:sports",
        "amount_cents": -350,
        "held_cents": 0,
        "memo": {"purpose": "ticket", "¿qué?": "natación"},
        "posted_at": "2026-11-22T17:00:00.000Z",
        "seq": 1,
        "balance_cents": 1432,
    }
    proof = {
        "v": 1,
        "account_id": account_id,
        "entry": entry,
        "prev": chain.genesis(account_id),
        "later": [LATER],
        "seq": 2,
        "path": [["left", NEIGHBOUR.hex()]],
    }
    return Told(data=proof | {"root": signed(city, root_of(account_id, entry))})


def root_of(account_id: str, entry: dict[str, Any]) -> str:
    """Of a tree over two accounts: this one, and its neighbour to the left."""
    head = chain.follow(chain.genesis(account_id), [chain.digest(entry), LATER])
    leaf = sha256(b"\x00" + f"{account_id}\n2\n{head}".encode()).digest()
    return sha256(b"\x01" + NEIGHBOUR + leaf).hexdigest()


def signed(city: City, root: str) -> str:
    """The night's root, a compact JWS."""
    said = {"city": "santander", "date": day(city), "accounts": 2, "root": root, "previous": None}
    parts = ({"alg": "ES256", "kid": "city-1", "typ": "ledger-root+jws"}, said)
    message = ".".join(b64(json.dumps(part).encode()) for part in parts)
    city.purse.root = root
    city.purse.jws = f"{message}.{b64(city.desk.sign(message.encode()))}"
    return city.purse.jws


def read_root(city: City, asked: Asked, on: str) -> Told:
    numbers = city.desk.city_key.public_key().public_numbers()
    x, y = (b64(number.to_bytes(32, "big")) for number in (numbers.x, numbers.y))
    key = {"kty": "EC", "crv": "P-256", "x": x, "y": y, "use": "sig", "alg": "ES256", "kid": "city-1"}
    said = {"date": on, "root": city.purse.root, "accounts": 2, "signed_at": f"{on}T23:10:00Z", "previous": None}
    return Told(data=said | {"jws": city.purse.jws, "jwk": key})


def day(city: City) -> str:
    """Yesterday."""
    return (city.now() - timedelta(days=1)).date().isoformat()


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
