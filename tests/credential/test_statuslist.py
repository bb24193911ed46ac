"""Two bits for each credential: what goes in comes out, and a city of 100,000 cards fits in a kilobyte."""

from __future__ import annotations

import base64
import json
import random
import zlib

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given
from hypothesis import strategies as st

from cercano.credential import statuslist
from cercano.credential.statuslist import Status, StatusList, credential_id, place_of
from tests.card.cards import NOON
from tests.card.credentials import a_key, signer

CHANGES = st.dictionaries(st.integers(0, 2000), st.sampled_from(Status), max_size=60)


@given(CHANGES, CHANGES)
def test_what_was_said_last_holds_and_the_rest_is_valid(first: dict[int, Status], then: dict[int, Status]) -> None:
    known = StatusList().with_changes(first).with_changes(then)

    expected = {**first, **then}
    assert [known.at(n) for n in range(2100)] == [expected.get(n, Status.VALID) for n in range(2100)]


def test_the_drafts_own_example_of_two_bits() -> None:
    said = [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]

    known = StatusList(bytes([0xC9, 0x44, 0xF9]))

    assert [known.packed[n // 4] >> 2 * (n % 4) & 3 for n in range(12)] == said
    assert base64.urlsafe_b64decode("eNo76fITAAPfAgc=") == zlib.compress(known.packed, 9)


def test_a_hundred_thousand_cards_fit_in_a_kilobyte() -> None:
    chance = random.Random(7)
    known = StatusList(bytes(25_000)).with_changes({chance.randrange(100_000): Status.INVALID for _ in range(300)})

    token = signed_list(known, a_key())

    assert len(known.packed) == 25_000
    assert len(zlib.compress(known.packed, 9)) < 1000
    assert len(token) < 1600, "base64url twice, claims and signature come on top"


def test_it_is_a_jwt_that_the_citys_key_signed() -> None:
    key = a_key()
    head, said, signature = signed_list(StatusList().with_changes({7: Status.SUSPENDED}), key).split(".")
    raw = unpadded(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))

    key.public_key().verify(der, f"{head}.{said}".encode(), ec.ECDSA(SHA256()))
    with pytest.raises(InvalidSignature):
        a_key().public_key().verify(der, f"{head}.{said}".encode(), ec.ECDSA(SHA256()))
    assert json.loads(unpadded(head)) == {"alg": "ES256", "kid": "city-1", "typ": "statuslist+jwt"}
    claims = json.loads(unpadded(said))
    assert (claims["number"], claims["ttl"], claims["exp"] - claims["iat"]) == (3, 30, 86400)
    assert StatusList(zlib.decompress(unpadded(claims["status_list"]["lst"]))).at(7) is Status.SUSPENDED


@given(st.integers(0, statuslist.MOST_CREDENTIALS - 1), st.binary(min_size=5, max_size=5))
def test_a_credential_carries_its_place(place: int, chance: bytes) -> None:
    name = credential_id(place, chance)

    assert (len(name), place_of(name)) == (16, place)


@pytest.mark.parametrize(("place", "chance"), [(-1, bytes(5)), (1 << 24, bytes(5)), (0, bytes(4))])
def test_a_place_that_does_not_fit_is_refused(place: int, chance: bytes) -> None:
    with pytest.raises(ValueError):
        credential_id(place, chance)


def signed_list(known: StatusList, key: ec.EllipticCurvePrivateKey) -> str:
    claims = statuslist.list_claims(known, number=3, at=NOON)
    return statuslist.signed(claims, kid="city-1", typ=statuslist.LIST_TYPE, sign=signer(key))


def unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
