"""Holds, refunds, transfers, stops and adjustments: hold_money, refund_payment, transfer_money, freeze_account,
adjust_account. Each happens once, to whom it may, and never makes or loses a cent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cercano.kit import clock
from cercano.ledger import book
from cercano.ledger.model import Account
from cercano.wallet import adjusting
from tests.functions.wallet.conftest import Ask, acts_for, an_id
from tests.support.aws import Domain
from tests.support.events import event
from tests.support.http import Answer, call
from tests.support.shelf import Shelf

Open = Callable[..., Account]
STAFF: dict[str, Any] = {"subject": "eva", "roles": ("staff",)}
BIKES: dict[str, Any] = {"subject": "pilar", "roles": ("operator",)}
OTHER_STAFF: dict[str, Any] = {"subject": "luis", "roles": ("staff",)}
HOLDS, PAYMENTS = "/accounts/acc_ana/holds", "/accounts/acc_ana/payments"


def balance(account_id: str = "acc_ana") -> tuple[int, int]:
    account = book.existing(account_id)
    return account.balance_cents, account.held_cents


def a_hold(**changed: Any) -> dict[str, Any]:
    usual = {"entry_id": an_id(1), "payee": "operator:bikes", "amount_cents": 500, "purpose": "deposit", "minutes": 60}
    return usual | changed


@pytest.fixture
def hold(asking: Callable[[str], Ask]) -> Ask:
    acts_for("operator:bikes", "pilar")
    return asking("hold_money")


@pytest.fixture
def refund(asking: Callable[[str], Ask]) -> Ask:
    return asking("refund_payment")


@pytest.fixture
def transfer(asking: Callable[[str], Ask]) -> Ask:
    return asking("transfer_money")


@pytest.fixture
def adjust(asking: Callable[[str], Ask]) -> Ask:
    return asking("adjust_account")


def paid(asking: Callable[[str], Ask], cents: int = 450) -> str:
    body = {"entry_id": an_id(1), "payee": "city:sports", "amount_cents": cents, "purpose": "ticket"}
    assert asking("take_payment")("POST", PAYMENTS, subject="ana", body=body).status == 201
    return an_id(1)


# ---- holds ----------------------------------------------------------------------------------------------------------


def test_what_is_held_can_be_spent_on_nothing_else_and_is_captured_once(hold: Ask, an_account: Open) -> None:
    an_account(balance_cents=600)

    held = [hold("POST", HOLDS, subject="ana", body=a_hold()) for _ in range(2)]
    too_much = hold("POST", HOLDS, subject="ana", body=a_hold(entry_id=an_id(2), amount_cents=101))
    capture = {"entry_id": an_id(3), "amount_cents": 120}
    captured = [hold("POST", f"{HOLDS}/{an_id(1)}/capture", **BIKES, body=capture) for _ in range(3)]
    again = hold("POST", f"{HOLDS}/{an_id(1)}/capture", **BIKES, body=capture | {"entry_id": an_id(4)})

    assert [answer.status for answer in held] == [201, 201]
    assert held[0].json["available_cents"] == 100
    assert too_much.code == "not_enough_money"
    assert [answer.status for answer in captured] == [200] * 3
    assert again.code == "no_such_hold"
    assert balance() == (480, 0)


def test_what_is_voided_is_free_again(hold: Ask, an_account: Open) -> None:
    an_account(balance_cents=600)
    hold("POST", HOLDS, subject="ana", body=a_hold())

    voided = [hold("POST", f"{HOLDS}/{an_id(1)}/void", **BIKES, body={"entry_id": an_id(2)}) for _ in range(2)]
    late = hold("POST", f"{HOLDS}/{an_id(1)}/capture", **BIKES, body={"entry_id": an_id(3), "amount_cents": 1})

    assert ([answer.status for answer in voided], late.code, balance()) == ([200, 200], "no_such_hold", (600, 0))


def test_a_hold_nobody_took_in_time_is_free_again_by_itself(
    hold: Ask, an_account: Open, asking: Callable[[str], Ask], noon: clock.Frozen
) -> None:
    an_account(balance_cents=600)
    hold("POST", HOLDS, subject="ana", body=a_hold(minutes=60))

    noon.tick(3599)
    before = asking("read_accounts")("GET", "/accounts/acc_ana", subject="ana").json
    noon.tick(1)
    after = asking("read_accounts")("GET", "/accounts/acc_ana", subject="ana").json
    late = hold("POST", f"{HOLDS}/{an_id(1)}/capture", **BIKES, body={"entry_id": an_id(3), "amount_cents": 1})

    assert (before["available_cents"], [one["amount_cents"] for one in before["holds"]]) == (100, [500])
    assert (after["available_cents"], after["holds"], late.code) == (600, [], "no_such_hold")


@pytest.mark.parametrize(("cents", "code"), [(501, "more_than_held"), (0, "invalid"), (-1, "invalid")])
def test_no_more_is_captured_than_was_held(hold: Ask, an_account: Open, cents: int, code: str) -> None:
    an_account(balance_cents=600)
    hold("POST", HOLDS, subject="ana", body=a_hold())

    body = {"entry_id": an_id(3), "amount_cents": cents}
    assert hold("POST", f"{HOLDS}/{an_id(1)}/capture", **BIKES, body=body).code == code
    assert balance() == (600, 500)


def test_the_same_hold_with_other_words_is_refused(hold: Ask, an_account: Open) -> None:
    an_account(balance_cents=600)
    hold("POST", HOLDS, subject="ana", body=a_hold())

    for changed in ({"amount_cents": 400}, {"payee": "operator:parking"}, {"purpose": "bike"}):
        answer = hold("POST", HOLDS, subject="ana", body=a_hold(**changed))
        assert (answer.status, answer.code) == (409, "entry_exists_with_other_words")


def test_only_the_holder_holds_and_only_the_payees_side_takes(hold: Ask, an_account: Open) -> None:
    an_account(balance_cents=600)
    assert hold("POST", HOLDS, subject="bea", body=a_hold()).code == "account_unknown"
    hold("POST", HOLDS, subject="ana", body=a_hold())
    assert hold("POST", HOLDS, subject="bea", body=a_hold()).code == "account_unknown"

    capture = {"entry_id": an_id(3), "amount_cents": 1}
    assert hold("POST", f"{HOLDS}/{an_id(1)}/capture", subject="ana", body=capture).code == "not_allowed"
    assert hold("POST", f"{HOLDS}/{an_id(1)}/void", subject="ana", body={"entry_id": an_id(3)}).code == "not_allowed"
    assert balance() == (600, 500)


# ---- refunds --------------------------------------------------------------------------------------------------------


def test_refunds_together_never_exceed_what_was_paid(
    refund: Ask, an_account: Open, asking: Callable[[str], Ask]
) -> None:
    an_account(balance_cents=1000)
    path = f"{PAYMENTS}/{paid(asking)}/refunds"

    first = [refund("POST", path, **STAFF, body={"entry_id": an_id(2), "amount_cents": 300}) for _ in range(2)]
    too_much = refund("POST", path, **STAFF, body={"entry_id": an_id(3), "amount_cents": 151})
    rest = refund("POST", path, **STAFF, body={"entry_id": an_id(3)})
    more = refund("POST", path, **STAFF, body={"entry_id": an_id(4), "amount_cents": 1})

    assert [answer.status for answer in (*first, rest)] == [201] * 3
    assert (too_much.code, more.code, balance()) == ("refund_too_big", "refund_too_big", (1000, 0))


def test_what_was_no_payment_is_not_refunded(refund: Ask, an_account: Open) -> None:
    an_account(balance_cents=1000)

    answer = refund("POST", f"{PAYMENTS}/{an_id(9)}/refunds", **STAFF, body={"entry_id": an_id(2)})

    assert (answer.code, balance()) == ("no_such_entry", (1000, 0))


def test_nobody_refunds_themselves(refund: Ask, an_account: Open, asking: Callable[[str], Ask]) -> None:
    an_account(balance_cents=1000)
    path = f"{PAYMENTS}/{paid(asking)}/refunds"

    assert refund("POST", path, subject="ana", body={"entry_id": an_id(2)}).code == "not_allowed"
    assert balance() == (550, 0)


# ---- transfers ------------------------------------------------------------------------------------------------------


def test_money_moves_between_ones_own_cards_once_and_whole(transfer: Ask, an_account: Open) -> None:
    an_account(balance_cents=1000)
    an_account("acc_two", "ana", 50)
    body = {"entry_id": an_id(1), "to_account_id": "acc_two", "amount_cents": 700}

    answers = [transfer("POST", "/accounts/acc_ana/transfers", subject="ana", body=body) for _ in range(3)]
    other = transfer("POST", "/accounts/acc_ana/transfers", subject="ana", body=body | {"amount_cents": 1})
    too_much = transfer("POST", "/accounts/acc_ana/transfers", subject="ana", body=body | {"entry_id": an_id(2)})

    assert [answer.status for answer in answers] == [201] * 3
    assert (other.code, too_much.code) == ("entry_exists_with_other_words", "not_enough_money")
    assert (balance(), balance("acc_two")) == ((300, 0), (750, 0))


@pytest.mark.parametrize(
    ("who", "path", "to"),
    [
        ("bea", "acc_ana", "acc_bea"),
        ("bea", "acc_bea", "acc_ana"),
        ("ana", "acc_ana", "acc_bea"),
        ("ana", "acc_ana", "acc_x"),
    ],
)
def test_nothing_moves_from_or_to_an_account_of_another(
    transfer: Ask, an_account: Open, who: str, path: str, to: str
) -> None:
    an_account(balance_cents=1000)
    an_account("acc_bea", "bea", 1000)
    body = {"entry_id": an_id(1), "to_account_id": to, "amount_cents": 1}

    assert transfer("POST", f"/accounts/{path}/transfers", subject=who, body=body).code == "account_unknown"
    assert (balance(), balance("acc_bea")) == ((1000, 0), (1000, 0))


def test_an_account_gives_nothing_to_itself(transfer: Ask, an_account: Open) -> None:
    an_account(balance_cents=1000)
    body = {"entry_id": an_id(1), "to_account_id": "acc_ana", "amount_cents": 1}

    assert transfer("POST", "/accounts/acc_ana/transfers", subject="ana", body=body).code == "same_account"


# ---- stops ----------------------------------------------------------------------------------------------------------


def test_a_stopped_account_takes_and_does_not_pay_until_it_is_let_go(
    asking: Callable[[str], Ask], an_account: Open
) -> None:
    an_account(balance_cents=1000)
    stop, pay = asking("freeze_account"), asking("take_payment")
    body = {"entry_id": an_id(1), "payee": "city:sports", "amount_cents": 450, "purpose": "ticket"}

    frozen = [stop("POST", "/accounts/acc_ana/freeze", **STAFF, body={"reason": "fraud"}) for _ in range(2)]
    refused = pay("POST", PAYMENTS, subject="ana", body=body)
    other = stop("POST", "/accounts/acc_ana/thaw", **STAFF, body={"reason": "dispute"})
    thawed = stop("POST", "/accounts/acc_ana/thaw", **STAFF, body={"reason": "fraud"})

    assert [answer.json["status"] for answer in (*frozen, other, thawed)] == ["frozen", "frozen", "frozen", "open"]
    assert refused.code == "account_frozen"
    assert pay("POST", PAYMENTS, subject="ana", body=body).status == 201


def test_nobody_but_staff_stops_an_account(asking: Callable[[str], Ask], an_account: Open) -> None:
    an_account()

    for path in ("/accounts/acc_ana/freeze", "/accounts/acc_ana/thaw"):
        answer = asking("freeze_account")("POST", path, subject="ana", body={"reason": "fraud"})
        assert answer.code == "not_allowed"


# ---- adjustments ----------------------------------------------------------------------------------------------------


def proposal(cents: Any = 2500, number: int = 40, **changed: Any) -> dict[str, Any]:
    usual = {"entry_id": an_id(number), "account_id": "acc_ana", "amount_cents": cents, "purpose": "lost_top_up"}
    return usual | changed


def test_more_than_a_little_money_needs_somebody_else_to_look(adjust: Ask, an_account: Open) -> None:
    an_account()
    proposed = adjust("POST", "/adjustments", **STAFF, body=proposal()).json
    path = f"/adjustments/{proposed['adjustment_id']}/approve"

    own = adjust("POST", path, **STAFF)
    listed = adjust("GET", "/adjustments", **STAFF).json["items"]
    before = balance()
    approved = [adjust("POST", path, **OTHER_STAFF) for _ in range(3)]

    assert (own.status, own.code, before) == (403, "four_eyes", (0, 0))
    assert [one["adjustment_id"] for one in listed] == [proposed["adjustment_id"]]
    assert [(one.json["state"], one.json["approved_by"]) for one in approved] == [("applied", "luis")] * 3
    assert balance() == (2500, 0)
    assert adjust("GET", "/adjustments", **STAFF).json["items"] == []


@pytest.mark.parametrize(
    ("cents", "state"), [(1000, "applied"), (-1000, "applied"), (1001, "proposed"), (-1001, "proposed")]
)
def test_a_little_money_is_put_right_at_once(adjust: Ask, an_account: Open, cents: int, state: str) -> None:
    an_account(balance_cents=5000)

    answer = adjust("POST", "/adjustments", **STAFF, body=proposal(cents))

    assert (answer.status, answer.json["state"]) == (201, state)
    assert balance() == (5000 + (cents if state == "applied" else 0), 0)


@pytest.mark.parametrize(("cents", "after"), [(700, 700), (2500, 0)])
def test_the_same_proposal_sent_twice_is_one(adjust: Ask, an_account: Open, cents: int, after: int) -> None:
    an_account()
    an_account("acc_two", "leo")

    answers = [adjust("POST", "/adjustments", **STAFF, body=proposal(cents)) for _ in range(2)]
    others = [
        adjust("POST", "/adjustments", **STAFF, body=proposal(cents + 1)),
        adjust("POST", "/adjustments", **STAFF, body=proposal(cents, account_id="acc_two")),
        adjust("POST", "/adjustments", **STAFF, body=proposal(cents, purpose="goodwill")),
        adjust("POST", "/adjustments", **OTHER_STAFF, body=proposal(cents)),
    ]

    assert answers[0].json == answers[1].json
    assert [answer.code for answer in others] == ["entry_exists_with_other_words"] * 4
    assert (balance(), balance("acc_two")) == ((after, 0), (0, 0))


def test_what_one_puts_right_alone_in_a_day_has_a_limit_and_then_waits(
    adjust: Ask, an_account: Open, noon: clock.Frozen
) -> None:
    for number in range(1, 8):
        an_account(f"acc_{number}", "ana", 5000)

    def put(number: int, cents: int, who: dict[str, Any] = STAFF) -> tuple[str, str | None]:
        body = proposal(cents, 40 + number, account_id=f"acc_{number}")
        if noon.at.day != 23:
            body["entry_id"] = f"{int(noon.at.timestamp() * 1000):012x}7{number:019x}"
        said = adjust("POST", "/adjustments", **who, body=body).json
        return said["state"], said["waits_for"]

    today = [put(number, cents) for number, cents in enumerate([1000, -1000, 1000, -1000, 900, 101], 1)]
    another = put(7, 1000, OTHER_STAFF)
    noon.tick(13 * 3600)

    assert today == [("applied", None)] * 5 + [("proposed", "persons_day")]
    assert another == ("applied", None)
    assert put(5, 1000) == ("applied", None)


def test_what_is_put_right_alone_on_one_account_in_a_day_has_a_limit(adjust: Ask, an_account: Open) -> None:
    an_account(balance_cents=5000)
    cents = [1000, -1000, 1]

    answers = [adjust("POST", "/adjustments", **STAFF, body=proposal(one, 40 + one)).json for one in cents[:1]]
    answers += [
        adjust("POST", "/adjustments", **OTHER_STAFF, body=proposal(one, 60 + i)).json
        for i, one in enumerate(cents[1:])
    ]
    own = adjust("POST", f"/adjustments/{answers[2]['adjustment_id']}/approve", **OTHER_STAFF)
    approved = adjust("POST", f"/adjustments/{answers[2]['adjustment_id']}/approve", **STAFF)

    assert [one["waits_for"] for one in answers] == [None, None, "accounts_day"]
    assert (own.code, approved.json["state"]) == ("four_eyes", "applied")
    assert balance() == (5001, 0)


def test_two_at_once_cannot_both_use_up_what_is_left_of_a_day(
    wallet: Domain, an_account: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the reading and the write of one, the other is done whole."""
    an_account(balance_cents=5000)
    function, read = wallet.function("adjust_account"), adjusting._read
    numbers = iter([41, 42, 43])

    def ask(number: int) -> Answer:
        return call(function.module.app, "POST", "/adjustments", **STAFF, body=proposal(1000, number))

    def overtaken(*words: Any) -> Any:
        found = read(*words)
        number = next(numbers, None)
        if number is not None:
            ask(number)
        return found

    with function.running():
        monkeypatch.setattr(adjusting, "_read", overtaken)
        ask(40)

    assert balance() == (5000 + 2000, 0)


@pytest.mark.parametrize("cents", ["2500", 25.0, 0, True, None, 2**63, 1_000_001])
def test_an_adjustment_is_of_whole_cents_and_of_some(adjust: Ask, an_account: Open, cents: Any) -> None:
    an_account()

    assert adjust("POST", "/adjustments", **STAFF, body=proposal(cents)).status in (400, 422)


def test_nobody_puts_their_own_account_right_nor_approves_it(adjust: Ask, an_account: Open) -> None:
    an_account("acc_ana", OTHER_STAFF["subject"], 5000)
    waiting = adjust("POST", "/adjustments", **STAFF, body=proposal(2_500)).json["adjustment_id"]

    little = adjust("POST", "/adjustments", **OTHER_STAFF, body=proposal(900, 41))
    approved = adjust("POST", f"/adjustments/{waiting}/approve", **OTHER_STAFF)

    assert {(answer.status, answer.code) for answer in (little, approved)} == {(403, "ones_own_account")}
    assert balance() == (5_000, 0)


def test_whoever_serves_the_city_has_no_hand_in_their_own_money(
    asking: Callable[[str], Ask], hold: Ask, an_account: Open
) -> None:
    an_account(balance_cents=1_000)
    payment = paid(asking)
    hold("POST", HOLDS, subject="ana", body=a_hold(entry_id=an_id(2), amount_cents=100))
    before, own = balance(), {"subject": "ana", "roles": ("staff", "operator")}
    name, top_up = {"entry_id": an_id(9)}, {"entry_id": an_id(9), "amount_cents": 500, "means": "cash"}

    answers = [
        asking("refund_payment")("POST", f"{PAYMENTS}/{payment}/refunds", **own, body=name),
        hold("POST", f"{HOLDS}/{an_id(2)}/capture", **own, body={**name, "amount_cents": 1}),
        hold("POST", f"{HOLDS}/{an_id(2)}/void", **own, body=name),
        asking("freeze_account")("POST", "/accounts/acc_ana/freeze", **own, body={"reason": "dispute"}),
        asking("freeze_account")("POST", "/accounts/acc_ana/thaw", **own, body={"reason": "dispute"}),
        asking("top_up_by_hand")("POST", "/accounts/acc_ana/desk-top-ups", **own, body=top_up),
    ]

    assert [(answer.status, answer.code) for answer in answers] == [(403, "ones_own_account")] * 6
    assert balance() == before


def test_citizens_adjust_nothing(adjust: Ask, an_account: Open) -> None:
    an_account()
    proposed = adjust("POST", "/adjustments", **STAFF, body=proposal()).json["adjustment_id"]

    answers = [
        adjust("POST", "/adjustments", subject="ana", body=proposal()),
        adjust("GET", "/adjustments", subject="ana"),
        adjust("POST", f"/adjustments/{proposed}/approve", subject="ana"),
    ]

    assert {answer.code for answer in answers} == {"not_allowed"}
    assert adjust("POST", "/adjustments/adjustment_none/approve", **STAFF).code == "no_such_adjustment"
    assert balance() == (0, 0)


# ---- what they cost -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("use_case", "path", "who", "body"),
    [
        (
            "take_payment",
            PAYMENTS,
            {"subject": "ana"},
            {"entry_id": an_id(5), "payee": "city:sports", "amount_cents": 1, "purpose": "fee"},
        ),
        (
            "top_up_by_hand",
            "/accounts/acc_ana/desk-top-ups",
            STAFF,
            {"entry_id": an_id(5), "amount_cents": 500, "means": "cash"},
        ),
        ("hold_money", HOLDS, {"subject": "ana"}, a_hold(entry_id=an_id(5))),
        (
            "transfer_money",
            "/accounts/acc_ana/transfers",
            {"subject": "ana"},
            {"entry_id": an_id(5), "to_account_id": "acc_two", "amount_cents": 1},
        ),
        ("refund_payment", f"{PAYMENTS}/{an_id(1)}/refunds", STAFF, {"entry_id": an_id(5)}),
        ("freeze_account", "/accounts/acc_ana/freeze", STAFF, {"reason": "fraud"}),
        ("adjust_account", "/adjustments", STAFF, proposal(500, 5)),
        ("adjust_account", "/adjustments", STAFF, proposal(5000, 5)),
    ],
)
def test_each_command_takes_four_store_calls_at_most(
    wallet: Domain, an_account: Open, use_case: str, path: str, who: dict[str, Any], body: dict[str, Any]
) -> None:
    shelf = Shelf()
    functions = {name: wallet.function(name) for name in ("take_payment", use_case)}

    def ask(name: str, to: str, **more: Any) -> Answer:
        with functions[name].running():
            return call(functions[name].module.app, "POST", to, **{"roles": (), **more})

    with shelf.standing_in():
        an_account(balance_cents=5000)
        an_account("acc_two", "ana")
        first = {"entry_id": an_id(1), "payee": "city:sports", "amount_cents": 450, "purpose": "ticket"}
        ask("take_payment", PAYMENTS, subject="ana", body=first)
        shelf.calls.clear()

        answer = ask(use_case, path, **who, body=body)

    assert answer.status in (200, 201)
    assert len(shelf.calls) <= 4, shelf.calls


def test_a_client_whose_clock_is_hours_away_is_told_so(hold: Ask, an_account: Open, noon: clock.Frozen) -> None:
    an_account(balance_cents=600)
    noon.move_to(noon.at + timedelta(days=8))

    assert hold("POST", HOLDS, subject="ana", body=a_hold()).code == "wrong_entry_id"


@pytest.mark.parametrize("use_case", ["hold_money", "transfer_money", "freeze_account", "adjust_account"])
def test_the_samples_are_taken(asking: Callable[[str], Ask], an_account: Open, use_case: str) -> None:
    for letter in "BC":
        an_account(f"acc_01JDCE5ZJ8W3Q6Y1N0T9KXGR2{letter}", "ana", 1000)
    sample = event("wallet", use_case)
    who = STAFF if "staff" in sample["headers"]["Authorization"] else {"subject": "ana"}
    key = {name: value for name, value in sample["headers"].items() if name == "Idempotency-Key"}

    answer = asking(use_case)("POST", sample["path"], **who, body=sample["body"], headers=key)

    assert answer.status in (200, 201)
