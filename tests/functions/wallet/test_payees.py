"""keep_payee and read_payees: proposed by one, approved by another as it was read, remembered for ever."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cercano.ledger import acting
from cercano.wallet import payee_store
from tests.functions.wallet.conftest import Ask
from tests.support.events import event
from tests.support.http import Answer

EVA: dict[str, Any] = {"subject": "eva", "roles": ("staff",)}
LUIS: dict[str, Any] = {"subject": "luis", "roles": ("staff",)}
PATH = "/payees/operator:tus"
TUS: dict[str, Any] = {"name": "TUS", "iban": "ES91 2100 0418 4502 0005 1332", "people": ["pilar", "pau"]}


@pytest.fixture
def keep(asking: Callable[[str], Ask]) -> Ask:
    ask = asking("keep_payee")

    def kept(method: str, path: str, **more: Any) -> Answer:
        _, version = payee_store.find(path.split("/")[2])
        return ask(method, path, **{"headers": {"If-Match": f'"{version}"'}, **more})

    return kept


@pytest.fixture
def read(asking: Callable[[str], Ask]) -> Ask:
    return asking("read_payees")


def test_a_payee_is_proposed_by_one_and_approved_by_another(keep: Ask, read: Ask) -> None:
    proposed = keep("PUT", PATH, **EVA, body=TUS)
    own = keep("POST", f"{PATH}/approval", **EVA)
    acted = acting.acts_for("pilar", "operator:tus")
    approved = keep("POST", f"{PATH}/approval", **LUIS)

    waiting = proposed.json["proposal"]
    assert (waiting["iban"], waiting["proposed_by"], waiting["changes_iban"]) == (
        "ES9121000418450200051332",
        "eva",
        False,
    )
    assert (proposed.json["iban_end"], proposed.json["people"], acted) == (None, [], False)
    assert (own.status, own.code) == (403, "four_eyes")
    assert approved.json == {
        **{"payee": "operator:tus", "name": "TUS", "iban_end": "1332", "people": ["pau", "pilar"]},
        **{"held_until": None, "proposal": None},
    }
    assert read("GET", PATH, **EVA).json == approved.json
    assert read("GET", PATH, **EVA).headers["etag"] == approved.headers["etag"]
    assert acting.payees_of("pilar") == acting.payees_of("pau") == ["operator:tus"]


def test_what_somebody_else_changed_meanwhile_is_neither_overwritten_nor_approved(keep: Ask) -> None:
    first = keep("PUT", PATH, **EVA, body=TUS).headers["etag"]
    keep("PUT", PATH, **EVA, body=TUS | {"iban": "ES7620770024003102575766"})

    stale = {"headers": {"If-Match": first}}
    answers = [
        keep("POST", f"{PATH}/approval", **LUIS, **stale),
        keep("PUT", PATH, **LUIS, body=TUS, **stale),
        keep("DELETE", f"{PATH}/proposal", **LUIS, **stale),
    ]
    without = [keep("POST", f"{PATH}/approval", **LUIS, headers={}), keep("PUT", PATH, **EVA, body=TUS, headers={})]

    assert [answer.status for answer in answers] == [412] * 3
    assert [answer.status for answer in without] == [428] * 2
    assert payee_store.find("operator:tus")[0].details is None


def test_a_changed_bank_account_is_shown_as_waiting_and_remembered(keep: Ask, read: Ask) -> None:
    keep("PUT", PATH, **EVA, body=TUS)
    keep("POST", f"{PATH}/approval", **LUIS)
    changed = keep("PUT", PATH, **LUIS, body=TUS | {"iban": "ES7620770024003102575766"}).json
    approved = keep("POST", f"{PATH}/approval", **EVA).json

    assert (changed["proposal"]["changes_iban"], changed["iban_end"]) == (True, "1332")
    assert (approved["iban_end"], approved["held_until"]) == ("5766", "2026-11-30T11:00:00Z")
    kept = read("GET", f"{PATH}/history", **EVA).json["items"]
    assert [(one["iban_end"], one["proposed_by"], one["approved_by"]) for one in kept] == [
        ("5766", "luis", "eva"),
        ("1332", "eva", "luis"),
    ]
    assert [one["payee"] for one in read("GET", "/payees", **EVA).json["items"]] == ["operator:tus"]


def test_who_is_taken_away_acts_no_longer_at_once(keep: Ask, read: Ask) -> None:
    keep("PUT", PATH, **EVA, body=TUS)
    keep("POST", f"{PATH}/approval", **LUIS)

    left = keep("PUT", PATH, **EVA, body=TUS | {"people": ["pau"]}).json

    assert (left["people"], left["proposal"]) == (["pau"], None)
    assert (acting.acts_for("pilar", "operator:tus"), acting.acts_for("pau", "operator:tus")) == (False, True)
    (newest, *_) = read("GET", f"{PATH}/history", **EVA).json["items"]
    assert (newest["proposed_by"], newest["approved_by"]) == ("eva", None)


def test_a_proposal_can_be_withdrawn(keep: Ask) -> None:
    keep("PUT", PATH, **EVA, body=TUS)

    assert keep("DELETE", f"{PATH}/proposal", **LUIS).json["proposal"] is None
    assert keep("POST", f"{PATH}/approval", **LUIS).code == "nothing_proposed"


def test_nobody_changes_a_payee_of_their_own(keep: Ask) -> None:
    mixed: dict[str, Any] = {"subject": "pilar", "roles": ("staff", "operator")}

    assert keep("PUT", PATH, **mixed, body=TUS).code == "ones_own_payee"
    keep("PUT", PATH, **EVA, body=TUS)
    assert keep("POST", f"{PATH}/approval", **mixed).code == "ones_own_payee"
    assert acting.payees_of("pilar") == []


@pytest.mark.parametrize(
    ("changed", "path", "status"),
    [
        ({"iban": "ES9121000418450200051333"}, PATH, 422),
        ({"iban": "US1234567890123456"}, PATH, 422),
        ({"people": ["a#b"]}, PATH, 422),
        ({"people": ["x" * 129]}, PATH, 422),
        ({}, "/payees/city:taxes", 422),
        ({"approved_by": "luis"}, PATH, 422),
    ],
)
def test_what_is_kept_of_a_payee_is_checked(keep: Ask, changed: dict[str, Any], path: str, status: int) -> None:
    assert keep("PUT", path, **EVA, body=TUS | changed).status == status


def test_payees_are_the_business_of_staff_alone(keep: Ask, read: Ask) -> None:
    operator: dict[str, Any] = {"subject": "pilar", "roles": ("operator", "merchant")}

    assert keep("PUT", PATH, **operator, body=TUS).code == "not_allowed"
    assert keep("POST", f"{PATH}/approval", **operator).code == "not_allowed"
    assert {read("GET", path, **operator).code for path in (PATH, "/payees", f"{PATH}/history")} == {"not_allowed"}
    assert read("GET", PATH, **EVA).code == read("GET", f"{PATH}/history", **EVA).code == "no_such_payee"


def test_the_samples_are_taken(keep: Ask, read: Ask) -> None:
    sample = event("wallet", "keep_payee")
    headers = {"If-Match": sample["headers"]["If-Match"]}
    assert keep("PUT", sample["path"], **EVA, body=sample["body"], headers=headers).status == 200
    assert read("GET", event("wallet", "read_payees")["path"], **EVA).status == 200
