"""A citizen takes home the proof that a payment is booked, checks it alone, and nobody gets anybody else's."""

from __future__ import annotations

import copy
import importlib.util
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cercano.kit import clock
from cercano.ledger.model import Account
from tests.functions.wallet.conftest import Ask, an_id
from tests.support.aws import Domain
from tests.support.templates import ROOT

PROOF = f"/accounts/acc_ana/entries/{an_id()}/proof"
NIGHT = datetime(2026, 11, 24, 1, 15, tzinfo=UTC)


@pytest.fixture
def paid(an_account: Callable[..., Account], asking: Callable[[str], Ask]) -> str:
    """Ana paid the library 3 euros at noon; answers the entry's id."""
    an_account(balance_cents=20_00)
    an_account("acc_luis", "luis")
    body = {"entry_id": an_id(), "payee": "city:library", "amount_cents": 3_00, "purpose": "fee", "reference": "R-7"}
    assert asking("take_payment")("POST", "/accounts/acc_ana/payments", body=body, subject="ana").status == 201
    return an_id()


@pytest.fixture
def night(paid: str, wallet: Domain, noon: clock.Frozen) -> str:
    """The same in the morning after, with the night's root signed."""
    noon.move_to(NIGHT)
    wallet.function("sign_root")()
    noon.move_to(NIGHT + timedelta(hours=7))
    return paid


def script() -> ModuleType:
    """docs/proofs/check_payment.py, as a citizen has it: nothing of the city's own code."""
    spec = importlib.util.spec_from_file_location("check_payment", ROOT / "docs" / "proofs" / "check_payment.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def both(asking: Callable[[str], Ask]) -> tuple[dict[str, Any], dict[str, Any]]:
    proof = asking("read_proof")("GET", PROOF, subject="ana")
    root = asking("read_roots")("GET", "/roots/2026-11-23", roles=None)
    assert (proof.status, root.status) == (200, 200)
    return proof.json, root.json


def test_a_citizen_s_own_script_believes_what_the_city_answers(
    night: str, asking: Callable[[str], Ask], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    proof, root = both(asking)
    names = [str(tmp_path / name) for name in ("proof.json", "root.json")]
    for name, said in zip(names, (proof, root), strict=True):
        Path(name).write_text(json.dumps(said))

    capsys.readouterr()
    assert script().main(*names) == 0

    printed = capsys.readouterr().out
    assert printed.startswith("YES: -3.00 EUR, city:library, 2026-11-23T11:00:00Z: in the ledger that santander signed")
    assert f"Root {root['root']}, over 2 accounts." in printed


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("entry", "amount_cents"), -2_00),
        (("entry", "payee"), "city:taxes"),
        (("entry", "memo"), {}),
        (("entry", "seq"), 1),
        (("account_id",), "acc_luis"),
        (("prev",), "0" * 64),
        (("later",), ["0" * 64]),
        (("path",), []),
        (("root",), "a.b.c"),
        (("v",), 2),
    ],
    ids=str,
)
def test_the_script_believes_nothing_that_was_changed(
    night: str, asking: Callable[[str], Ask], where: tuple[str, ...], value: Any
):
    proof, root = both(asking)
    changed = copy.deepcopy(proof)
    inner = changed
    for name in where[:-1]:
        inner = inner[name]
    inner[where[-1]] = value

    check = script()
    assert check.check(proof, root)["date"] == "2026-11-23"
    with pytest.raises(check.DoesNotHold):
        check.check(changed, root)


def test_another_s_key_or_none_at_all_signs_nothing(night: str, asking: Callable[[str], Ask]):
    proof, root = both(asking)
    check = script()
    header, payload, _ = root["jws"].split(".")
    unsigned = f"eyJhbGciOiJub25lIn0.{payload}."

    with pytest.raises(check.DoesNotHold, match="one kind"):
        check.check({**proof, "root": unsigned}, {**root, "jws": unsigned})
    forged = f"{header}.{payload}.{'A' * 86}"
    with pytest.raises(check.DoesNotHold, match="did not sign"):
        check.check({**proof, "root": forged}, {**root, "jws": forged})


def test_the_proof_is_its_holder_s_alone(night: str, asking: Callable[[str], Ask]):
    ask = asking("read_proof")

    for who, roles in (("luis", ()), ("sofia", ("staff",)), ("oscar", ("operator",))):
        answer = ask("GET", PROOF, subject=who, roles=roles)
        assert (answer.status, answer.code) == (404, "account_unknown")
    assert ask("GET", PROOF, roles=None).status == 401


def test_of_what_is_not_there_is_no_proof(night: str, asking: Callable[[str], Ask]):
    ask = asking("read_proof")

    never = ask("GET", f"/accounts/acc_ana/entries/{an_id(99)}/proof", subject="ana")
    no_id = ask("GET", "/accounts/acc_ana/entries/ffffffffffff0000000000000000/proof", subject="ana")

    assert (never.status, never.code) == (404, "no_such_entry")
    assert no_id.status == 422


def test_an_entry_of_today_has_its_proof_tomorrow(paid: str, asking: Callable[[str], Ask]):
    answer = asking("read_proof")("GET", PROOF, subject="ana")

    assert (answer.status, answer.code) == (409, "not_in_a_root_yet")


def test_the_root_is_for_everybody_and_tells_nothing_of_anybody(night: str, asking: Callable[[str], Ask]):
    answer = asking("read_roots")("GET", "/roots/2026-11-23", roles=None)

    assert {name: answer.json[name] for name in ("date", "accounts", "previous", "signed_at")} == {
        "date": "2026-11-23",
        "accounts": 2,
        "previous": None,
        "signed_at": "2026-11-24T01:15:00Z",
    }
    assert "acc_" not in answer.text
    assert "max-age=3600" in answer.headers["cache-control"]


def test_a_day_without_a_root_is_not_found(night: str, asking: Callable[[str], Ask]):
    answer = asking("read_roots")("GET", "/roots/2026-11-22", roles=None)

    assert (answer.status, answer.code) == (404, "no_such_root")
