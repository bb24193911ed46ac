"""A guardian sees a child's account and fills it; what is in it stays the child's, and the guardian's part ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cercano.facts.citizen import (
    GuardianshipEnded,
    GuardianshipGranted,
    RepresentationEnded,
    RepresentationGranted,
)
from cercano.kit import clock
from cercano.kit.facts import Fact
from cercano.ledger import book
from cercano.ledger.model import Account
from tests.functions.wallet.conftest import Ask, an_id
from tests.support.aws import Domain
from tests.support.bank import NOON
from tests.support.events import fact_event
from tests.support.http import Answer

OF_AGE = datetime(2027, 3, 1, 23, tzinfo=UTC)
BOND = GuardianshipGranted(at=NOON, guardian_id="ana", child_id="leo", ends_at=OF_AGE)
LEO = "/accounts/acc_leo"
MONEY = {"entry_id": an_id(), "amount_cents": 300}


@pytest.fixture
def hear(wallet: Domain) -> Callable[..., None]:
    function = wallet.function("heed_families")

    def heard(*facts: Fact) -> None:
        assert function(fact_event(*facts)) == {"batchItemFailures": []}

    return heard


@pytest.fixture
def accounts(an_account: Callable[..., Account]) -> None:
    """Ana has 50 EUR, her son Leo 10, and Eva, whom she does not know, 20."""
    an_account("acc_ana", "ana", 5000)
    an_account("acc_leo", "leo", 1000, of_class="child")
    an_account("acc_eva", "eva", 2000)


@pytest.fixture
def looks(accounts: None, asking: Callable[[str], Ask]) -> Callable[[str], list[Answer]]:
    """What somebody is answered who looks at Leo's account in every way there is."""
    ways = [
        ("read_accounts", "/accounts?citizen_id=leo"),
        ("read_accounts", LEO),
        ("read_accounts", f"{LEO}/balance?at=2026-11-23T11:00:00Z"),
        ("read_entries", f"{LEO}/entries"),
        ("read_statement", f"{LEO}/statement/2026-11/csv"),
    ]

    def of(subject: str) -> list[Answer]:
        return [asking(use_case)("GET", path, subject=subject) for use_case, path in ways]

    return of


def codes(answers: list[Answer]) -> set[Any]:
    return {answer.code if answer.status >= 400 else answer.status for answer in answers}


def test_a_guardian_sees_the_childs_account_and_nobody_elses(
    looks: Callable[[str], list[Answer]], hear: Callable[..., None], asking: Callable[[str], Ask]
) -> None:
    before = looks("ana")
    hear(BOND)

    after = looks("ana")

    assert codes(before) == {"no_such_person", "account_unknown"}
    assert codes(after) == {200}
    assert [one["account_id"] for one in after[0].json["items"]] == ["acc_leo"]
    assert codes(looks("eva")) == {"no_such_person", "account_unknown"}
    read = asking("read_accounts")
    assert read("GET", "/accounts?citizen_id=eva", subject="ana").code == "no_such_person"
    assert read("GET", "/accounts/acc_eva", subject="ana").code == "account_unknown"
    assert [one["account_id"] for one in read("GET", "/accounts", subject="ana").json["items"]] == ["acc_ana"]


def test_a_guardian_fills_the_account_at_the_bank_or_from_their_own(
    accounts: None, hear: Callable[..., None], asking: Callable[[str], Ask]
) -> None:
    hear(BOND)

    ordered = asking("start_top_up")("POST", f"{LEO}/top-ups", subject="ana", body={"amount_cents": 1000})
    moved = asking("transfer_money")(
        "POST", "/accounts/acc_ana/transfers", subject="ana", body={**MONEY, "to_account_id": "acc_leo"}
    )

    assert (ordered.status, moved.status) == (201, 201)
    assert book.existing("acc_leo").balance_cents == 1300


def test_a_guardian_takes_nothing_out_and_links_nothing(
    accounts: None, hear: Callable[..., None], asking: Callable[[str], Ask]
) -> None:
    hear(BOND)
    paid = {**MONEY, "payee": "city:sports", "purpose": "ticket"}
    bank = {"iban": "ES9121000418450200051332", "holder": "Ana"}
    tries = {
        "transfer_money": ("POST", f"{LEO}/transfers", {**MONEY, "to_account_id": "acc_ana"}),
        "take_payment": ("POST", f"{LEO}/payments", paid),
        "hold_money": ("POST", f"{LEO}/holds", {**paid, "minutes": 60}),
        "link_bank": ("POST", f"{LEO}/mandate", bank),
    }

    answers = [
        asking(use_case)(method, path, subject="ana", body=body) for use_case, (method, path, body) in tries.items()
    ]

    assert codes(answers) == {"account_unknown"}
    assert book.existing("acc_leo").balance_cents == 1000


@pytest.mark.parametrize("is_told", [True, False])
def test_at_eighteen_the_child_is_the_only_one_again(
    looks: Callable[[str], list[Answer]],
    hear: Callable[..., None],
    asking: Callable[[str], Ask],
    noon: clock.Frozen,
    is_told: bool,
) -> None:
    hear(BOND)
    noon.move_to(OF_AGE - timedelta(seconds=1))
    assert codes(looks("ana")) == {200}

    noon.move_to(OF_AGE)
    if is_told:
        hear(GuardianshipEnded(at=OF_AGE, guardian_id="ana", child_id="leo"))

    assert codes(looks("ana")) == {"no_such_person", "account_unknown"}
    top_up = asking("start_top_up")("POST", f"{LEO}/top-ups", subject="ana", body={"amount_cents": 1000})
    allowed = asking("set_allowance")(
        "PUT", "/accounts/acc_ana/allowances/acc_leo", subject="ana", body={"amount_cents": 500, "day": 1}
    )
    assert (top_up.code, allowed.code) == ("account_unknown", "not_your_family")
    assert codes(looks("leo")) == {200}


def test_a_representative_does_what_was_agreed_until_it_is_ended(
    looks: Callable[[str], list[Answer]], hear: Callable[..., None]
) -> None:
    two = {"representative_id": "luis", "represented_id": "leo"}
    granted = RepresentationGranted(at=NOON, **two, scope=("wallet", "procedures"), ends_at=OF_AGE)
    other = RepresentationGranted(at=NOON, **two | {"representative_id": "eva"}, scope=("card",), ends_at=OF_AGE)
    hear(granted, other)

    assert (codes(looks("luis")), codes(looks("eva"))) == ({200}, {"no_such_person", "account_unknown"})

    hear(RepresentationEnded(at=NOON + timedelta(hours=1), **two), granted)

    assert codes(looks("luis")) == {"no_such_person", "account_unknown"}
