"""A bank card that a citizen asked us to remember: one charge for each fall of the account, whatever breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

import pytest

from cercano.facts.citizen import CitizenErased
from cercano.kit import clock
from cercano.kit.facts import instant
from cercano.ledger import book
from cercano.ledger.model import Account, Entry, EntryKind
from cercano.wallet import bankcards, fundings, orders
from cercano.wallet.crossings import Crossing, Line
from cercano.wallet.errors import GatewayAway
from infra.local.bank import Bank
from tests.functions.wallet.conftest import Ask, an_id
from tests.functions.wallet.test_filling_itself import told_by
from tests.support.aws import Domain
from tests.support.bank import NOON, SECRET
from tests.support.events import fact_event, queue_event, schedule_event
from tests.support.http import Answer, call

ANA: dict[str, Any] = {"subject": "ana"}
CARD, REFILL = "/accounts/acc_ana/bank-card", "/accounts/acc_ana/auto-top-up"
RULE = {"threshold_cents": 500, "amount_cents": 2000, "means": "card"}


class Wire:
    """The way to the bank: what went over it, and what becomes of the answers."""

    def __init__(self) -> None:
        self.bank = Bank(SECRET)
        self.charges: list[dict[str, str]] = []
        self.is_cut = False

    def post(self, url: str, said: dict[str, str]) -> dict[str, str]:
        if url.endswith("/question"):
            return self.bank.asked(said)
        answer = self.bank.charged(said, NOON)
        self.charges.append(answer)
        if self.is_cut:
            raise GatewayAway
        return answer


@pytest.fixture(autouse=True)
def line() -> Iterator[Wire]:
    line = Wire()
    with patch("cercano.wallet.asking._post", line.post):
        yield line


@pytest.fixture
def card(wallet: Domain, asking: Callable[[str], Ask], line: Wire, an_account: Callable[..., Account]) -> str:
    """Ana tops up by 10 euros, and asks to have the card remembered; the bank tells us so. Answers the reference."""
    an_account(balance_cents=0)
    remember(wallet, asking, line)
    row = bankcards.find("acc_ana")
    assert row is not None
    return str(row.reference)


def remember(wallet: Domain, asking: Callable[[str], Ask], line: Wire, *, asked: bool = True) -> Answer:
    body = {"amount_cents": 1000, "remember_card": asked}
    form = asking("start_top_up")("POST", "/accounts/acc_ana/top-ups", **ANA, body=body).json["form"]
    said = line.bank.decide(line.bank.read(form["fields"]), is_paid=True, at=NOON)
    hear, headers = wallet.function("hear_gateway"), {"Content-Type": "application/x-www-form-urlencoded"}
    with hear.running():
        return call(hear.module.app, "POST", "/gateway/notifications", body=urlencode(said), headers=headers)


@pytest.fixture
def follow(wallet: Domain) -> Callable[..., None]:
    function = wallet.function("follow_balances")

    def followed(version: int = 7) -> None:
        fall = Crossing(account_id="acc_ana", line=Line.REFILL, version=version, available_cents=1, at=clock.now())
        assert function(queue_event(fall.words())) == {"batchItemFailures": []}

    return followed


def spend(cents: int, number: int = 1) -> None:
    book.post_entry(
        "acc_ana", Entry(id=an_id(number), kind=EntryKind.PAYMENT, payee="operator:tus", amount_cents=-cents)
    )


def balance() -> int:
    return book.existing("acc_ana").balance_cents


def stopped() -> str:
    return fundings.of(fundings.find("acc_ana")).card_stopped


def sweep(wallet: Domain) -> None:
    wallet.function("sweep_top_ups")(schedule_event(instant(clock.now())))


def test_the_bank_s_word_brings_the_card_and_its_reference_is_never_shown(
    card: str, asking: Callable[[str], Ask], capsys: pytest.CaptureFixture[str]
) -> None:
    shown = asking("keep_bank_card")("GET", CARD, **ANA)

    assert shown.json == {
        "brand": "visa",
        "last4": "0003",
        "expires_on": "2049-12-31",
        "remembered_at": "2026-11-23T11:00:00Z",
        "is_paused": False,
        "paused_because": "",
    }
    assert balance() == 1000
    assert card not in shown.text + capsys.readouterr().out
    row = bankcards.find("acc_ana")
    assert row is not None
    assert card not in repr(bankcards.of(row))


def test_a_card_that_nobody_asked_to_remember_is_not_remembered(
    wallet: Domain, asking: Callable[[str], Ask], line: Wire, an_account: Callable[..., Account]
) -> None:
    an_account()
    remember(wallet, asking, line, asked=False)

    assert asking("keep_bank_card")("GET", CARD, **ANA).json["code"] == "no_such_bank_card"
    assert asking("set_auto_top_up")("PUT", REFILL, **ANA, body=RULE).json["code"] == "no_bank_card"


def test_a_fall_is_one_charge_however_often_it_is_heard_of(
    card: str, asking: Callable[[str], Ask], line: Wire, follow: Any
) -> None:
    view = asking("set_auto_top_up")("PUT", REFILL, **ANA, body=RULE)
    spend(600)

    for _ in range(3):
        follow()

    assert view.json == {**RULE, "is_suspended": False}
    assert (balance(), len(line.charges)) == (400 + 2000, 1)


def test_an_answer_that_never_came_is_asked_for_and_charged_once(
    card: str, wallet: Domain, asking: Callable[[str], Ask], line: Wire, follow: Any, noon: clock.Frozen
) -> None:
    asking("set_auto_top_up")("PUT", REFILL, **ANA, body=RULE)
    spend(600)
    line.is_cut = True
    for _ in range(2):
        follow()
    before = balance()

    noon.tick(16 * 60)
    sweep(wallet)

    assert [answer.get("errorCode") for answer in line.charges] == [None, "SIS0051"]
    assert (before, balance()) == (400, 2400)


def test_a_card_that_is_refused_is_charged_no_more_until_its_holder_says_so(
    card: str, wallet: Domain, asking: Callable[[str], Ask], line: Wire, follow: Any
) -> None:
    ask = asking("set_auto_top_up")
    dear = {**RULE, "amount_cents": 13_000}
    ask("PUT", REFILL, **ANA, body=dear)
    spend(600)

    follow(7)
    (told,) = told_by(wallet, "ACCOUNT#acc_ana", "FUNDING")
    follow(8)

    assert (balance(), len(line.charges), stopped()) == (400, 1, "card_declined")
    assert (told["name"], told["data"]) == ("RefillRefused", {"account_id": "acc_ana", "reason": "card_declined"})
    assert ask("GET", REFILL, **ANA).json["is_suspended"] is True
    assert ask("PUT", REFILL, **ANA, body=RULE).json["is_suspended"] is False
    follow(9)
    assert balance() == 2400


def test_a_refusal_that_is_heard_of_late_stops_the_card_too(
    card: str, wallet: Domain, asking: Callable[[str], Ask], line: Wire, follow: Any, noon: clock.Frozen
) -> None:
    asking("set_auto_top_up")("PUT", REFILL, **ANA, body={**RULE, "amount_cents": 13_000})
    spend(600)
    line.is_cut = True
    follow()
    assert stopped() == ""

    noon.tick(16 * 60)
    sweep(wallet)

    assert (stopped(), balance()) == ("card_declined", 400)


def test_a_card_is_charged_twice_a_day_at_most(
    card: str, asking: Callable[[str], Ask], line: Wire, follow: Any
) -> None:
    asking("set_auto_top_up")("PUT", REFILL, **ANA, body=RULE)
    for number in (1, 2, 3):
        spend(balance() - 100, number)
        follow(number)

    assert (balance(), len(line.charges)) == (100, 2)


def test_a_card_that_has_expired_is_not_charged(
    card: str, asking: Callable[[str], Ask], line: Wire, follow: Any
) -> None:
    asking("set_auto_top_up")("PUT", REFILL, **ANA, body=RULE)
    spend(600)
    row = bankcards.find("acc_ana")
    assert row is not None
    row.expires = "2026-10"
    row.keep()

    follow()

    assert (balance(), line.charges, stopped()) == (400, [], "card_expired")


def test_a_forgotten_card_is_gone_with_its_refills(
    card: str, asking: Callable[[str], Ask], line: Wire, follow: Any
) -> None:
    asking("set_auto_top_up")("PUT", REFILL, **ANA, body=RULE)
    spend(600)

    gone = [asking("keep_bank_card")("DELETE", CARD, **ANA).status for _ in range(2)]
    follow()

    assert gone == [204, 204]
    assert bankcards.find("acc_ana") is None
    assert asking("set_auto_top_up")("GET", REFILL, **ANA).json["code"] == "no_refill"
    assert (balance(), line.charges) == (400, [])


def test_a_charge_that_the_account_may_not_hold_is_not_asked_for(
    card: str, asking: Callable[[str], Ask], line: Wire, follow: Any
) -> None:
    asking("set_auto_top_up")("PUT", REFILL, **ANA, body=RULE)
    spend(600)
    book.change("acc_ana", lambda account: account.stop("fraud", NOON))

    follow()

    assert (balance(), line.charges) == (400, [])


def test_who_leaves_leaves_no_card_behind(card: str, wallet: Domain) -> None:
    left = fact_event(CitizenErased(at=NOON, citizen_id="ana"))

    for _ in range(2):
        assert wallet.function("heed_citizens")(left) == {"batchItemFailures": []}

    assert bankcards.find("acc_ana") is None
    assert fundings.of(fundings.find("acc_ana")).has_card is False


def test_nobody_sees_or_forgets_the_card_of_another(card: str, asking: Callable[[str], Ask]) -> None:
    ask = asking("keep_bank_card")

    assert [ask(method, CARD, subject="ben").json["code"] for method in ("GET", "DELETE")] == ["account_unknown"] * 2
    assert bankcards.find("acc_ana") is not None


def test_an_order_knows_that_it_was_placed_by_a_fall(
    card: str, asking: Callable[[str], Ask], line: Wire, follow: Any
) -> None:
    asking("set_auto_top_up")("PUT", REFILL, **ANA, body=RULE)
    spend(600)
    follow()

    name = book.existing("acc_ana").recent[-1].memo["order"]
    row = orders.find(name)
    assert row is not None
    assert (orders.of(row).is_automatic, orders.of(row).asked_by) == (True, "ana")
    assert timedelta(0) <= clock.now() - orders.of(row).asked_at
