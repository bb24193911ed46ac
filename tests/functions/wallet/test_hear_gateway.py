"""From the citizen's wish to the bank's word: money comes in once, by what the bank signed, and in no other way."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from cercano.kit import clock
from cercano.ledger import book
from cercano.ledger.model import Account, EntryKind
from cercano.wallet import orders
from infra.local.bank import Bank
from tests.functions.wallet.conftest import Ask
from tests.support.aws import Domain
from tests.support.bank import BANK, posted, signed
from tests.support.events import event
from tests.support.http import Answer, call
from tests.support.shelf import Shelf

Open = Callable[..., Account]
Hear = Callable[[str | bytes], Answer]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def start(asking: Callable[[str], Ask]) -> Callable[..., Answer]:
    """Begin a top-up of Ana's account."""
    ask = asking("start_top_up")

    def started(amount_cents: Any = 2000, subject: str = "ana", account_id: str = "acc_ana") -> Answer:
        return ask("POST", f"/accounts/{account_id}/top-ups", subject=subject, body={"amount_cents": amount_cents})

    return started


@pytest.fixture
def hear(wallet: Domain) -> Hear:
    """The bank, or anybody, posts something."""
    function = wallet.function("hear_gateway")

    def heard(body: str | bytes) -> Answer:
        with function.running():
            return call(function.module.app, "POST", "/gateway/notifications", body=body, headers=FORM)

    return heard


def money() -> int:
    return book.existing("acc_ana").balance_cents


def state(order: str) -> str:
    row = orders.find(order)
    assert row is not None
    return row.state.value


def test_what_the_bank_says_was_paid_is_in_the_account_once(
    start: Callable[..., Answer], hear: Hear, an_account: Open, asking: Callable[[str], Ask]
) -> None:
    an_account()
    started = start(2000)
    order = BANK.read(started.json["form"]["fields"])

    said = urlencode(BANK.decide(order, is_paid=True, at=clock.now()))
    answers = [hear(said) for _ in range(3)]

    assert started.status == 201
    assert (order.amount_cents, order.notify_url) == (2000, "https://city.test/api/wallet/gateway/notifications")
    assert [answer.status for answer in answers] == [200] * 3
    assert money() == 2000
    (entry,) = book.existing("acc_ana").recent
    assert (entry.kind, entry.payee, entry.memo["order"]) == (EntryKind.TOP_UP, "gateway:redsys", order.order)
    read = asking("start_top_up")("GET", f"/top-ups/{order.order}", subject="ana").json
    assert (read["state"], read["amount_cents"]) == ("credited", 2000)


def test_the_browsers_way_back_credits_nothing(start: Callable[..., Answer], an_account: Open) -> None:
    an_account()
    order = start().json["order"]

    assert (money(), state(order)) == (0, "asked")


def test_a_refused_card_credits_nothing_and_another_card_may_still_pay(
    start: Callable[..., Answer], hear: Hear, an_account: Open
) -> None:
    an_account()
    order = start().json["order"]

    refused = hear(posted(order, 2000, Ds_Response="0190", Ds_AuthorisationCode=""))
    assert (refused.status, money(), state(order)) == (200, 0, "refused")
    paid = hear(posted(order, 2000))
    late_refusal = hear(posted(order, 2000, Ds_Response="0190", Ds_AuthorisationCode=""))

    assert (paid.status, late_refusal.status, money(), state(order)) == (200, 200, 2000, "credited")


@pytest.mark.parametrize(
    "forge",
    [
        lambda order: urlencode(Bank("another-key-of-somebody-elsewhere").sign({"Ds_Order": order})),
        lambda order: urlencode(signed(order, 2000) | {"Ds_Signature": "A" * 86}),
        lambda order: urlencode(signed(order, 2000) | {"Ds_SignatureVersion": "none"}),
        lambda order: urlencode(signed(order, 2000) | {"Ds_Signature": signed(order, 200)["Ds_Signature"]}),
        lambda order: posted(order, 2000, Ds_MerchantCode="111111111"),
        lambda order: json.dumps(signed(order, 2000)),
        lambda order: "",
        lambda order: "Ds_Order=" + order + "&Ds_Response=0000&Ds_Amount=2000",
    ],
)  # fmt: skip
def test_a_forged_notification_is_refused_and_logged_and_moves_nothing(
    start: Callable[..., Answer], hear: Hear, an_account: Open, capsys: Any, forge: Callable[[str], str]
) -> None:
    an_account()
    order = start().json["order"]
    capsys.readouterr()

    answer = hear(forge(order))

    assert (answer.status, answer.code) == (400, "notification_refused")
    assert (money(), state(order)) == (0, "asked")
    said = capsys.readouterr().out
    assert "notification_refused" in said
    assert "Ds_MerchantParameters" not in said


@pytest.mark.parametrize(
    "contradict",
    [
        lambda order: posted(order, 2001),
        lambda order: posted(order, 200_000),
        lambda order: posted(order, 2000, Ds_Currency="840"),
        lambda order: posted("2519AAAAAAAA", 2000),
    ],
)
def test_an_authentic_notification_of_something_else_is_refused_with_an_alarm(
    start: Callable[..., Answer], hear: Hear, an_account: Open, capsys: Any, contradict: Callable[[str], str]
) -> None:
    an_account()
    order = start().json["order"]
    capsys.readouterr()

    answer = hear(contradict(order))

    assert (answer.status, answer.code) == (409, "notification_contradicts")
    assert (money(), state(order)) == (0, "asked")
    assert '"alarm":true' in capsys.readouterr().out


def test_a_second_payment_of_the_same_order_is_not_a_second_credit(
    start: Callable[..., Answer], hear: Hear, an_account: Open
) -> None:
    an_account()
    order = start().json["order"]
    hear(posted(order, 2000))

    answer = hear(posted(order, 2000, Ds_AuthorisationCode="999999"))

    assert (answer.status, answer.code, money()) == (409, "notification_contradicts", 2000)


def test_one_order_is_credited_to_the_account_that_placed_it_alone(
    start: Callable[..., Answer], hear: Hear, an_account: Open
) -> None:
    an_account()
    an_account("acc_bea", "bea")
    of_ana, of_bea = start().json["order"], start(subject="bea", account_id="acc_bea").json["order"]

    hear(posted(of_bea, 2000))

    assert (money(), book.existing("acc_bea").balance_cents) == (0, 2000)
    assert [state(of_ana), state(of_bea)] == ["asked", "credited"]


def test_what_the_law_does_not_let_in_is_refused_before_anybody_pays(
    start: Callable[..., Answer], an_account: Open
) -> None:
    an_account(balance_cents=14_000, of_class="tourist")

    assert [(one.status, one.json.get("code")) for one in (start(1001), start(1000))] == [
        (409, "over_the_cap"),
        (201, None),
    ]


def test_money_that_may_not_come_in_any_more_is_to_go_back(
    start: Callable[..., Answer], hear: Hear, an_account: Open, capsys: Any
) -> None:
    an_account(balance_cents=9_000, of_class="tourist")
    first, second = start(5000).json["order"], start(5000).json["order"]

    answers = [hear(posted(order, 5000)) for order in (first, second, second)]

    assert [answer.status for answer in answers] == [200, 200, 200]
    assert (money(), state(first), state(second)) == (14_000, "credited", "to_return")
    assert "top_up_to_return" in capsys.readouterr().out


def test_a_frozen_account_still_takes_what_was_paid(start: Callable[..., Answer], hear: Hear, an_account: Open) -> None:
    an_account()
    order = start().json["order"]
    book.change("acc_ana", lambda account: account.stop("fraud", clock.now()))

    assert hear(posted(order, 2000)).status == 200
    assert money() == 2000


@pytest.mark.parametrize("amount", ["2000", 20.5, -2000, 0, 99, 15_001, True, None, 2**63, 1e309])
def test_an_order_is_for_whole_cents_within_reason(start: Callable[..., Answer], an_account: Open, amount: Any) -> None:
    an_account()

    assert start(amount).status in (400, 422)


def test_nobody_orders_for_or_reads_of_another(
    start: Callable[..., Answer], an_account: Open, asking: Callable[[str], Ask]
) -> None:
    an_account()
    order = start().json["order"]
    ask = asking("start_top_up")

    assert start(subject="bea").code == "account_unknown"
    assert ask("GET", f"/top-ups/{order}", subject="bea").code == "no_such_top_up"
    assert ask("GET", "/top-ups/2519AAAAAAAA", subject="ana").code == "no_such_top_up"
    assert ask("GET", "/top-ups/x%23y", subject="ana").status == 422
    assert ask("GET", f"/top-ups/{order}", subject="eva", roles=("staff",)).status == 200


def test_the_way_to_the_bank_and_its_word_cost_few_calls(wallet: Domain, an_account: Open) -> None:
    shelf = Shelf()
    begin, heard = wallet.function("start_top_up"), wallet.function("hear_gateway")
    with shelf.standing_in():
        an_account()
        shelf.calls.clear()
        with begin.running():
            app, path = begin.module.app, "/accounts/acc_ana/top-ups"
            order = call(app, "POST", path, roles=(), body={"amount_cents": 2000}).json["order"]
        to_start, _ = list(shelf.calls), shelf.calls.clear()
        with heard.running():
            call(heard.module.app, "POST", "/gateway/notifications", body=posted(order, 2000), headers=FORM)
        to_hear = list(shelf.calls)

    assert to_start == ["GetItem", "PutItem", "PutItem"]
    assert to_hear == ["GetItem", "GetItem", "BatchGetItem", "TransactWriteItems"]


def test_the_samples_are_read(hear: Hear, an_account: Open, asking: Callable[[str], Ask]) -> None:
    an_account()
    sample = event("wallet", "start_top_up")

    assert asking("start_top_up")("POST", "/accounts/acc_ana/top-ups", body=sample["body"]).status == 201
    assert hear(event("wallet", "hear_gateway")["body"]).code == "notification_contradicts"
