"""POST /accounts/{account_id}/payments: a payment happens once, to whom it says, out of the payer's own money."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cercano.ledger import book
from cercano.ledger.model import Account
from tests.functions.wallet.conftest import Ask, an_id
from tests.support.events import event

PATH = "/accounts/acc_ana/payments"


def a_payment(**changed: Any) -> dict[str, Any]:
    whole = {
        "entry_id": an_id(),
        "payee": "city:sports",
        "amount_cents": 450,
        "purpose": "ticket",
        "reference": "POOL-2026-11",
    }
    return {name: value for name, value in (whole | changed).items() if value is not None}


@pytest.fixture
def ask(asking: Callable[[str], Ask]) -> Ask:
    return asking("take_payment")


def balance(account_id: str = "acc_ana") -> int:
    return book.existing(account_id).balance_cents


def test_what_is_paid_leaves_the_account_and_the_receipt_says_why(ask: Ask, an_account: Callable[..., Account]) -> None:
    an_account(balance_cents=1000)

    answer = ask("POST", PATH, subject="ana", body=a_payment())

    assert answer.status == 201
    assert answer.json["available_cents"] == 550
    assert {name: answer.json["entry"][name] for name in ("amount_cents", "balance_cents", "payee", "text")} == {
        "amount_cents": -450,
        "balance_cents": 550,
        "payee": "city:sports",
        "text": "Pago a los deportes municipales: una entrada",
    }


def test_the_same_order_again_is_the_same_payment(ask: Ask, an_account: Callable[..., Account]) -> None:
    an_account(balance_cents=1000)

    answers = [ask("POST", PATH, subject="ana", body=a_payment()) for _ in range(3)]

    assert [answer.json["entry"] for answer in answers] == [answers[0].json["entry"]] * 3
    assert balance() == 550


@pytest.mark.parametrize(
    "changed", [{"amount_cents": 451}, {"payee": "city:culture"}, {"purpose": "fee"}, {"reference": "OTHER"}]
)
def test_the_same_id_with_other_words_is_refused(
    ask: Ask, an_account: Callable[..., Account], changed: dict[str, Any]
) -> None:
    an_account(balance_cents=1000)
    ask("POST", PATH, subject="ana", body=a_payment())

    answer = ask("POST", PATH, subject="ana", body=a_payment(**changed))

    assert (answer.status, answer.code, balance()) == (409, "entry_exists_with_other_words", 550)


def test_nobody_pays_with_more_than_there_is(ask: Ask, an_account: Callable[..., Account]) -> None:
    an_account(balance_cents=449)

    answer = ask("POST", PATH, subject="ana", body=a_payment())

    assert (answer.status, answer.code, balance()) == (409, "not_enough_money", 449)


@pytest.mark.parametrize("who", [{"subject": "bea"}, {"subject": "eva", "roles": ("staff",)}])
def test_nobody_pays_with_the_account_of_another_also_not_by_repeating_their_order(
    ask: Ask, an_account: Callable[..., Account], who: dict[str, Any]
) -> None:
    an_account(balance_cents=1000)
    first = ask("POST", PATH, **who, body=a_payment(entry_id=an_id(2)))
    ask("POST", PATH, subject="ana", body=a_payment())

    again = ask("POST", PATH, **who, body=a_payment())
    unknown = ask("POST", "/accounts/acc_nobody/payments", **who, body=a_payment())

    assert {(answer.status, answer.code) for answer in (first, again, unknown)} == {(404, "account_unknown")}
    assert balance() == 550


def test_an_anonymous_card_pays_little_at_a_distance(ask: Ask, an_account: Callable[..., Account]) -> None:
    an_account(balance_cents=10_000, of_class="tourist")

    answers = [ask("POST", PATH, subject="ana", body=a_payment(amount_cents=cents)) for cents in (5001, 5000)]

    assert [(answer.status, answer.json.get("code")) for answer in answers] == [(409, "over_the_cap"), (201, None)]


@pytest.mark.parametrize(
    "amount", ["450", 4.5, -450, 0, True, None, 2**63, 1e309, "NaN", [450], {"cents": 450}, 10_000_001]
)
def test_an_amount_is_a_whole_number_of_cents_above_zero(
    ask: Ask, an_account: Callable[..., Account], amount: Any
) -> None:
    an_account(balance_cents=1000)
    raw = a_payment() | {"amount_cents": amount}

    answer = ask("POST", PATH, subject="ana", body=raw)

    assert answer.status in (400, 422)
    assert balance() == 1000


@pytest.mark.parametrize("written", ["1e309", "NaN", "-0", "450.0", "9223372036854775808", "0x1c2", "1" * 5000])
def test_no_way_of_writing_a_number_gets_around_it(ask: Ask, an_account: Callable[..., Account], written: str) -> None:
    an_account(balance_cents=1000)
    body = f'{{"entry_id":"{an_id()}","payee":"city:sports","amount_cents":{written},"purpose":"ticket"}}'

    assert ask("POST", PATH, subject="ana", body=body).status in (400, 422)
    assert balance() == 1000


@pytest.mark.parametrize(
    "extra",
    [
        {"balance_cents": 10**6}, {"account_id": "acc_bea"}, {"kind": "top_up"}, {"pk": "ACCOUNT#acc_bea"},
        {"held_cents": -100}, {"roles": ["admin"]}, {"memo": {}}, {"posted_at": "2020-01-01T00:00:00Z"},
    ],
)  # fmt: skip
def test_nothing_but_the_order_is_taken_from_the_body(
    ask: Ask, an_account: Callable[..., Account], extra: dict[str, Any]
) -> None:
    an_account(balance_cents=1000)

    assert ask("POST", PATH, subject="ana", body=a_payment() | extra).status == 422
    assert balance() == 1000


@pytest.mark.parametrize(
    "payee",
    ["gateway:redsys", "desk", "account:acc_bea", "kiosk:1", "city:", "city:a#b", "CITY:sports", "city:sports\n", ""],
)
def test_only_those_who_may_be_paid_are_paid(ask: Ask, an_account: Callable[..., Account], payee: str) -> None:
    an_account(balance_cents=1000)

    assert ask("POST", PATH, subject="ana", body=a_payment(payee=payee)).status == 422


@pytest.mark.parametrize(
    ("entry_id", "status"),
    [
        (f"{0:012x}7{1:019x}", 422), (f"{2**48 - 1:012x}7{1:019x}", 422), (an_id().upper(), 422), (an_id()[:-1], 422),
        ("x" * 32, 422), (an_id() + "\n", 422),
    ],
)  # fmt: skip
def test_an_id_that_is_not_of_this_moment_is_refused(
    ask: Ask, an_account: Callable[..., Account], entry_id: str, status: int
) -> None:
    an_account(balance_cents=1000)

    assert ask("POST", PATH, subject="ana", body=a_payment(entry_id=entry_id)).status == status
    assert balance() == 1000


def test_the_sample_is_taken(ask: Ask, an_account: Callable[..., Account]) -> None:
    an_account(balance_cents=1000)

    assert ask("POST", PATH, subject="ana", body=event("wallet", "take_payment")["body"]).status == 201
