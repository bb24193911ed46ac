"""A guardian's allowance: set_allowance says it, heed_families knows who may, give_allowances gives it once a month."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cercano.facts.citizen import GuardianshipEnded, GuardianshipGranted
from cercano.kit import aws, bonds, clock
from cercano.kit.facts import Fact, instant
from cercano.ledger import book
from cercano.ledger.model import Account
from cercano.wallet import allowances
from tests.functions.wallet.conftest import Ask
from tests.support.aws import Domain
from tests.support.bank import NOON
from tests.support.cuts import ends_after_every_cut
from tests.support.events import event, fact_event, schedule_event

Open = Callable[..., Account]
Morning = Callable[[int, int], tuple[int, int]]
ANA: dict[str, Any] = {"subject": "ana"}
TO_LEO, ALL = "/accounts/acc_ana/allowances/acc_leo", "/accounts/acc_ana/allowances"
MONTHLY = {"amount_cents": 2000, "day": 1}
BOND = GuardianshipGranted(at=NOON, guardian_id="ana", child_id="leo")


@pytest.fixture
def promise(asking: Callable[[str], Ask]) -> Ask:
    return asking("set_allowance")


@pytest.fixture
def hear(wallet: Domain) -> Callable[..., None]:
    function = wallet.function("heed_families")

    def heard(*facts: Fact) -> None:
        assert function(fact_event(*facts)) == {"batchItemFailures": []}

    return heard


@pytest.fixture
def family(an_account: Open, hear: Callable[..., None]) -> None:
    """Ana has 50 EUR and answers for Leo."""
    an_account(balance_cents=5000)
    an_account("acc_leo", "leo", of_class="child")
    hear(BOND)


@pytest.fixture
def morning(wallet: Domain, noon: clock.Frozen) -> Morning:
    """Run it on a day of a month (of 2026, or of 2027 from 13 on); answers given and refused."""
    function = wallet.function("give_allowances")

    def run(month: int, day: int) -> tuple[int, int]:
        at = datetime(2026 + (month - 1) // 12, (month - 1) % 12 + 1, day, 6, tzinfo=UTC)
        noon.move_to(at)
        done = function(schedule_event(instant(at)))
        return done["given"], done["refused"]

    return run


def money(account_id: str = "acc_leo") -> int:
    return book.existing(account_id).balance_cents


@pytest.mark.usefixtures("family")
def test_an_allowance_is_given_once_a_month_from_the_next_such_day_on(promise: Ask, morning: Morning) -> None:
    assert promise("PUT", TO_LEO, **ANA, body=MONTHLY).status == 200

    given = [morning(*day) for day in ((11, 24), (11, 30), (12, 1), (12, 1), (12, 2), (13, 1))]

    assert given == [(0, 0), (0, 0), (1, 0), (0, 0), (0, 0), (1, 0)]
    assert (money(), money("acc_ana")) == (4000, 1000)
    assert promise("GET", ALL, **ANA).json["items"] == [
        {"to_account_id": "acc_leo", "amount_cents": 2000, "day": 1, "given_in": "2027-01"}
    ]


@pytest.mark.usefixtures("family")
def test_its_day_is_still_to_come_this_month(promise: Ask, morning: Morning) -> None:
    promise("PUT", TO_LEO, **ANA, body=MONTHLY | {"day": 25})

    assert [morning(11, 24), morning(11, 28), morning(12, 24), morning(12, 25)] == [(0, 0), (1, 0), (0, 0), (1, 0)]


@pytest.mark.usefixtures("family")
def test_an_allowance_that_cannot_be_given_is_told_once_and_tried_until_the_month_is_over(
    wallet: Domain, promise: Ask, morning: Morning
) -> None:
    promise("PUT", TO_LEO, **ANA, body=MONTHLY | {"amount_cents": 6000})

    assert [morning(12, 1), morning(12, 2)] == [(0, 1), (0, 1)]
    assert told(wallet) == [{"account_id": "acc_ana", "to_account_id": "acc_leo", "reason": "not_enough_money"}]
    promise("PUT", TO_LEO, **ANA, body=MONTHLY | {"amount_cents": 5000})
    assert [morning(12, 3), morning(12, 4)] == [(1, 0), (0, 0)]
    assert (money(), money("acc_ana")) == (5000, 0)


@pytest.mark.usefixtures("family")
def test_said_again_after_its_day_it_is_still_owed_this_month(promise: Ask, morning: Morning) -> None:
    promise("PUT", TO_LEO, **ANA, body=MONTHLY | {"amount_cents": 6000, "day": 25})

    refused = [morning(11, 25), morning(11, 26)]
    promise("PUT", TO_LEO, **ANA, body=MONTHLY | {"amount_cents": 5000, "day": 25})

    assert [*refused, morning(11, 27), morning(11, 28)] == [(0, 1), (0, 1), (1, 0), (0, 0)]


def told(wallet: Domain) -> list[dict[str, Any]]:
    key = {"pk": {"S": "ALLOWANCES"}, "sk": {"S": "acc_ana#acc_leo"}}
    item = aws.client("dynamodb").get_item(TableName=wallet.ref("LedgerTable"), Key=key)["Item"]
    return [one["data"] for one in json.loads(item.get("told", {"S": "[]"})["S"])]


@pytest.mark.usefixtures("family")
def test_who_stops_giving_gives_no_more(promise: Ask, morning: Morning) -> None:
    promise("PUT", TO_LEO, **ANA, body=MONTHLY)

    assert [promise("DELETE", TO_LEO, **ANA).status for _ in range(2)] == [204, 204]

    assert (morning(12, 1), promise("GET", ALL, **ANA).json["items"]) == ((0, 0), [])


@pytest.mark.usefixtures("family")
def test_nobody_gives_what_is_another_s_or_to_whom_they_do_not_answer_for(
    promise: Ask, an_account: Open, hear: Callable[..., None]
) -> None:
    an_account("acc_luis", "luis", 5000)
    an_account("acc_nobody", None, of_class="anonymous")

    answers = [
        promise("PUT", TO_LEO, subject="luis", body=MONTHLY),
        promise("PUT", "/accounts/acc_ana/allowances/acc_luis", **ANA, body=MONTHLY),
        promise("PUT", "/accounts/acc_ana/allowances/acc_nobody", **ANA, body=MONTHLY),
        promise("PUT", "/accounts/acc_ana/allowances/acc_none", **ANA, body=MONTHLY),
        promise("PUT", "/accounts/acc_none/allowances/acc_ana", **ANA, body=MONTHLY),
        promise("PUT", "/accounts/acc_leo/allowances/acc_ana", subject="leo", body=MONTHLY),
        promise("PUT", TO_LEO, subject="eva", roles=("staff",), body=MONTHLY),
    ]

    assert {answer.code for answer in answers} == {"not_your_family"}
    assert promise("GET", ALL, subject="luis").code == "account_unknown"
    assert promise("DELETE", TO_LEO, subject="luis").code == "account_unknown"


@pytest.mark.usefixtures("family")
def test_an_allowance_ends_with_the_bond(promise: Ask, morning: Morning, hear: Callable[..., None]) -> None:
    promise("PUT", TO_LEO, **ANA, body=MONTHLY)
    hear(GuardianshipEnded(at=NOON + timedelta(days=1), guardian_id="ana", child_id="leo"), BOND, BOND)

    assert (morning(12, 1), money(), promise("GET", ALL, **ANA).json["items"]) == ((0, 1), 0, [])


@pytest.mark.parametrize("changed", [{"day": 0}, {"day": 29}, {"amount_cents": 99}, {"amount_cents": 20_001}])
def test_an_allowance_has_its_bounds(promise: Ask, changed: dict[str, int]) -> None:
    assert promise("PUT", TO_LEO, **ANA, body=MONTHLY | changed).status == 422


def test_the_power_may_go_at_any_call(monkeypatch: pytest.MonkeyPatch, an_account: Open) -> None:
    monkeypatch.setenv("LEDGER_TABLE", "ledger")
    monkeypatch.setenv("TABLE_NAME", "ledger")

    def prepare() -> None:
        an_account(balance_cents=5000)
        an_account("acc_leo", "leo", of_class="child")
        bonds.heed(BOND)
        allowances.promise("ana", "acc_ana", "acc_leo", 2000, 1, NOON)

    whole, cut = ends_after_every_cut(prepare, lambda: allowances.give_due(datetime(2026, 12, 1, 6, tzinfo=UTC)))

    assert len(cut) >= 5
    assert all(tables == whole for tables in cut)


@pytest.mark.usefixtures("family")
def test_the_statement_says_what_it_was(promise: Ask, morning: Morning) -> None:
    from cercano.wallet.explaining import explained

    promise("PUT", TO_LEO, **ANA, body=MONTHLY)
    morning(12, 1)

    entry = book.existing("acc_leo").recent[-1]
    assert explained(entry, "es") == "Traspaso desde otra cuenta: la paga del mes"
    assert explained(entry, "en") == "Moved from another account: the month's allowance"


def test_the_samples_are_taken(wallet: Domain, promise: Ask, an_account: Open) -> None:
    for letter in "BC":
        an_account(f"acc_01JDCE5ZJ8W3Q6Y1N0T9KXGR2{letter}", "ana")
    sample = event("wallet", "set_allowance")
    assert promise("PUT", sample["path"], **ANA, body=sample["body"]).status == 200
    assert wallet.function("heed_families")(event("wallet", "heed_families")) == {"batchItemFailures": []}
    assert wallet.function("give_allowances")(event("wallet", "give_allowances"))["refused"] == 1
