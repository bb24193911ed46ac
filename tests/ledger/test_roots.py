"""The daily root: what it fixes, what it proves, and that a changed cent anywhere is seen."""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given
from hypothesis import strategies as st

from cercano.kit.clock import Frozen
from cercano.ledger import book, merkle, roots
from cercano.ledger.errors import NoSuchEntry, NoSuchRoot, NotInARootYet
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import Account
from cercano.ledger.verify import FalseProof, main, verify
from tests.ledger.conftest import NOON
from tests.ledger.money import a_fare, a_payment, a_top_up, archive_all
from tests.support.shelf import Shelf

ANA, DAY = "acc_ana", date(2026, 11, 23)
NIGHT = datetime.fromisoformat("2026-11-24T01:00:00Z")
KEY = ec.derive_private_key(7, ec.SECP256R1())


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


POINT = KEY.public_key().public_numbers()
JWK = {
    "kty": "EC",
    "crv": "P-256",
    "kid": "k",
    **{name: b64(value.to_bytes(32, "big")) for name, value in {"x": POINT.x, "y": POINT.y}.items()},
}


def sign(message: bytes) -> bytes:
    r, s = decode_dss_signature(KEY.sign(message, ec.ECDSA(SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def sign_day(on: date = DAY, at: datetime = NIGHT) -> roots.SignedRoot:
    return roots.sign_day(on, city="santander", at=at, sign=sign, jwk=JWK)


@pytest.fixture
def city(ana: Account, shelf: Shelf, noon: Frozen) -> str:
    """Forty accounts, some busy; answers the id of a payment of Ana's in the middle of her day."""
    for number in range(40):
        book.open_account(Account.new(f"acc_{number}", "resident"))
    book.post_entry("acc_7", a_top_up())
    book.post_entry(ANA, a_top_up())
    payment = a_payment(1_23)
    for number in range(20):
        noon.tick(60)
        book.post_entry(ANA, payment if number == 7 else a_fare(1, word=f"{number}"))
        archive_all(shelf)
    return payment.id


@given(st.integers(1, 70), st.data())
def test_every_leaf_climbs_to_the_root_and_no_other_does(count: int, data: st.DataObject):
    leaves = [merkle.leaf(bytes([number])) for number in range(count)]
    index = data.draw(st.integers(0, count - 1))
    steps = merkle.path(leaves, index)

    assert merkle.climb(leaves[index], steps) == merkle.root(leaves)
    assert len(steps) <= (count - 1).bit_length()
    assert merkle.climb(merkle.leaf(b"another"), steps) != merkle.root(leaves)


def test_the_tree_is_the_one_of_the_standard():
    a, b, c = (merkle.leaf(word) for word in (b"a", b"b", b"c"))

    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle.root([a, b, c]) == merkle.node(merkle.node(a, b), c)


def test_an_entry_is_proved_to_be_under_the_signed_root(city: str):
    sign_day()

    proof = json.loads(json.dumps(roots.proof(ANA, city)))

    said = verify(proof, JWK)
    assert (said["date"], said["accounts"], said["city"]) == ("2026-11-23", 41, "santander")
    assert proof["entry"]["amount_cents"] == -1_23
    assert len(proof["later"]) == 12


def test_the_proof_tells_nothing_of_later_payments_and_other_accounts(city: str):
    sign_day()

    proof = roots.proof(ANA, city)
    text = json.dumps({name: value for name, value in proof.items() if name not in ("entry", "account_id")})

    assert "operator:tus" not in text
    assert "acc_" not in text


BREAKS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "a cent": lambda proof: proof["entry"].update(amount_cents=-1_22),
    "the payee": lambda proof: proof["entry"].update(payee="merchant:cinema"),
    "another account": lambda proof: proof.update(account_id="acc_7"),
    "a later entry left out": lambda proof: proof["later"].pop(),
    "its place": lambda proof: proof.update(seq=proof["seq"] - 1),
    "the past": lambda proof: proof.update(prev="0" * 64),
    "a neighbour": lambda proof: proof["path"][0].__setitem__(1, "0" * 64),
    "a side": lambda proof: proof["path"][0].__setitem__(0, "above"),
    "the signature": lambda proof: proof.update(root=proof["root"][:-4] + "AAAA"),
    "no signature": lambda proof: proof.update(root=proof["root"].rpartition(".")[0]),
    "nothing at all": lambda proof: proof.clear(),
}


@pytest.mark.parametrize("broken", BREAKS)
def test_a_proof_with_anything_changed_does_not_hold(city: str, broken: str):
    sign_day()
    proof = copy.deepcopy(roots.proof(ANA, city))
    BREAKS[broken](proof)

    with pytest.raises(FalseProof):
        verify(proof, JWK)


def test_another_key_proves_nothing(city: str):
    sign_day()
    other = ec.derive_private_key(8, ec.SECP256R1()).public_key().public_numbers()

    with pytest.raises(FalseProof):
        verify(
            roots.proof(ANA, city),
            {**JWK, "x": b64(other.x.to_bytes(32, "big")), "y": b64(other.y.to_bytes(32, "big"))},
        )


def test_a_day_has_one_root_and_the_roots_are_a_chain(city: str, noon: Frozen):
    first = sign_day()
    book.post_entry(ANA, a_top_up(word="more"))

    assert sign_day() == first
    second = sign_day(DAY + timedelta(days=1), NIGHT + timedelta(days=1))
    assert second.said["previous"] == {"date": "2026-11-23", "root": first.said["root"]}
    assert second.said["root"] != first.said["root"]


def test_an_entry_of_today_waits_for_tonight(city: str, noon: Frozen):
    with pytest.raises(NotInARootYet):
        roots.proof(ANA, city)
    sign_day()
    noon.move_to(NIGHT + timedelta(hours=9))
    late = a_payment(word="late")
    book.post_entry(ANA, late)

    with pytest.raises(NotInARootYet):
        roots.proof(ANA, late.id)
    with pytest.raises(NoSuchEntry):
        roots.proof(ANA, entry_id_of(NOON, "never"))
    with pytest.raises(NoSuchRoot):
        roots.read(DAY + timedelta(days=1))


def test_what_is_posted_while_the_root_is_made_breaks_no_proof(city: str, noon: Frozen):
    noon.move_to(NIGHT + timedelta(minutes=2))
    book.post_entry(ANA, a_fare(1, word="a night bus, before its account was read"))
    sign_day(at=NIGHT)

    proof = roots.proof(ANA, city)

    assert verify(proof, JWK)["date"] == "2026-11-23"
    assert len(proof["later"]) == 13


def test_months_later_the_proof_still_holds(city: str, shelf: Shelf, noon: Frozen):
    sign_day()
    for number in range(60):
        noon.tick(86_400)
        book.post_entry(ANA, a_fare(1, word=f"later {number}"))
        archive_all(shelf)

    assert verify(roots.proof(ANA, city), JWK)["date"] == "2026-11-23"


def test_a_citizen_s_script_says_true_or_false(city: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    sign_day()
    proof = roots.proof(ANA, city)
    key, good, bad = tmp_path / "key.json", tmp_path / "good.json", tmp_path / "bad.json"
    key.write_text(json.dumps(JWK))
    good.write_text(json.dumps(proof))
    bad.write_text(json.dumps({**proof, "entry": {**proof["entry"], "amount_cents": -1}}))

    assert (main(str(good), str(key)), main(str(bad), str(key))) == (0, 1)
    printed = capsys.readouterr().out
    assert printed.startswith("TRUE: -123 cents, merchant:bakery")
    assert "FALSE: the entry does not lead to the signed root" in printed
