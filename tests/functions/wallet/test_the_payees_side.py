"""hold_money, refund_payment: only who acts for a payee takes what was set aside for it, or gives back what it got.

The role of an operator opens nothing by itself. To everybody else a hold, a payment, an old answer are as if they were
not there; nothing is written, and a line is logged.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cercano.ledger import acting, book
from cercano.ledger.model import Account
from tests.functions.wallet.conftest import Ask, acts_for, an_id
from tests.support.bank import NOON
from tests.support.http import Answer

Open = Callable[..., Account]
HELD, PAID, MINE = an_id(1), an_id(2), an_id(9)
HOLDS, PAYMENTS = "/accounts/acc_ana/holds", "/accounts/acc_ana/payments"
PEOPLE: dict[str, dict[str, Any]] = {
    "one of the bikes": {"subject": "pilar", "roles": ("operator",)},
    "one of the buses": {"subject": "luis", "roles": ("operator",)},
    "an operator of nobody": {"subject": "nadie", "roles": ("operator",)},
    "one of the bikes, no operator any more": {"subject": "pilar", "roles": ("citizen",)},
    "one who was of the bikes": {"subject": "antes", "roles": ("operator",)},
    "a shop": {"subject": "tienda", "roles": ("merchant",)},
    "staff": {"subject": "eva", "roles": ("staff",)},
    "an admin": {"subject": "root", "roles": ("admin",)},
}
OTHERS = [name for name in PEOPLE if name != "one of the bikes"]


@pytest.fixture
def act(asking: Callable[[str], Ask], an_account: Open) -> Callable[..., Answer]:
    """Ana set 5 euros aside for the bikes, and paid them 3; `act(who, what)` does what the payee's side may do."""
    an_account(balance_cents=10_00)
    for payee, subject in (("bikes", "pilar"), ("bikes", "antes"), ("tus", "luis")):
        acts_for(f"operator:{payee}", subject)
    acts_for("merchant:shop_1", "tienda")
    for row in acting.changed("operator:bikes", ["pilar", "antes"], ["pilar"], NOON):
        row.keep()
    hold = {"entry_id": HELD, "payee": "operator:bikes", "amount_cents": 500, "purpose": "deposit", "minutes": 60}
    assert asking("hold_money")("POST", HOLDS, subject="ana", body=hold).status == 201
    paid = {"entry_id": PAID, "payee": "operator:bikes", "amount_cents": 300, "purpose": "bike"}
    assert asking("take_payment")("POST", PAYMENTS, subject="ana", body=paid).status == 201

    def done(who: str, what: str, **changed: Any) -> Answer:
        use_case, path, body = {
            "capture": ("hold_money", f"{HOLDS}/{HELD}/capture", {"entry_id": MINE, "amount_cents": 200}),
            "capture too much": ("hold_money", f"{HOLDS}/{HELD}/capture", {"entry_id": MINE, "amount_cents": 501}),
            "void": ("hold_money", f"{HOLDS}/{HELD}/void", {"entry_id": MINE}),
            "refund": ("refund_payment", f"{PAYMENTS}/{PAID}/refunds", {"entry_id": MINE, "amount_cents": 100}),
            "refund all": ("refund_payment", f"{PAYMENTS}/{PAID}/refunds", {"entry_id": MINE}),
        }[what]
        return asking(use_case)("POST", path, **PEOPLE[who], body=body | changed)

    return done


@pytest.mark.parametrize(("what", "left"), [("capture", (500, 0)), ("void", (700, 0)), ("refund", (800, 500))])
def test_who_acts_for_the_payee_takes_lets_go_and_gives_back(
    act: Callable[..., Answer], what: str, left: tuple[int, int]
) -> None:
    answers = [act("one of the bikes", what) for _ in range(2)]

    assert [answer.status for answer in answers] in ([200, 200], [201, 201])
    account = book.existing("acc_ana")
    assert (account.balance_cents, account.held_cents) == left


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("what", ["capture", "capture too much", "void", "refund", "refund all"])
def test_for_everybody_else_there_is_nothing(
    act: Callable[..., Answer], who: str, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = book.existing("acc_ana")
    capsys.readouterr()

    answer = act(who, what)

    assert (answer.status, answer.code) in ((403, "not_allowed"), (404, "no_such_hold"), (404, "no_such_entry"))
    assert book.existing("acc_ana") == before
    is_operator = set(PEOPLE[who]["roles"]) & {"operator", "staff", "admin"}
    assert ("not_ones_payee" in capsys.readouterr().out) == bool(is_operator)


@pytest.mark.parametrize("what", ["capture", "void", "refund"])
def test_an_old_answer_is_read_by_nobody_else(act: Callable[..., Answer], what: str) -> None:
    assert act("one of the bikes", what).status in (200, 201)

    answers = [act(who, what) for who in OTHERS]

    assert {answer.status for answer in answers} == {403, 404}
    assert all("available_cents" not in answer.text for answer in answers)


def test_an_account_that_is_none_is_not_told_from_one_that_is(asking: Callable[[str], Ask], act: Any) -> None:
    other = PEOPLE["one of the buses"]
    body = {"entry_id": MINE, "amount_cents": 1}

    answers = [
        asking("hold_money")("POST", f"/accounts/{account}/holds/{hold}/capture", **other, body=body).json
        for account in ("acc_ana", "acc_nobody")
        for hold in (HELD, an_id(77))
    ]

    assert len({str({**answer, "instance": ""}) for answer in answers}) == 1


def test_staff_act_for_what_the_city_itself_sells(asking: Callable[[str], Ask], an_account: Open) -> None:
    an_account(balance_cents=10_00)
    paid = {"entry_id": PAID, "payee": "city:sports", "amount_cents": 300, "purpose": "ticket"}
    asking("take_payment")("POST", PAYMENTS, subject="ana", body=paid)
    acts_for("operator:city", "pilar")

    path, body = f"{PAYMENTS}/{PAID}/refunds", {"entry_id": MINE}
    refused = asking("refund_payment")("POST", path, **PEOPLE["one of the bikes"], body=body)
    done = asking("refund_payment")("POST", path, **PEOPLE["staff"], body=body)

    assert (refused.code, done.status) == ("no_such_entry", 201)
