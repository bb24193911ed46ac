"""An order's life: each pair of states is tried, and what the bank says is never believed twice."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date

import pytest

from cercano.wallet.errors import NotificationContradicts
from cercano.wallet.gateway import Said
from cercano.wallet.topups import NEXT, TopUp, TopUpState, order_number
from tests.support.bank import NOON

ASKED = TopUp(
    order="2519K7Q2M9X4",
    account_id="acc_ana",
    amount_cents=2000,
    asked_by="ana",
    asked_at=NOON,
    entry_id="0" * 28,
)
PAID = Said(order=ASKED.order, amount_cents=2000, currency=978, is_paid=True, response="0000", authorisation="714205")
REFUSED = replace(PAID, is_paid=False, response="0190", authorisation="")


@pytest.mark.parametrize(("before", "after"), list(itertools.product(TopUpState, TopUpState)))
def test_an_order_goes_only_where_it_may(before: TopUpState, after: TopUpState) -> None:
    order = replace(ASKED, state=before)

    if after in NEXT[before]:
        assert order.to(after, said=PAID, at=NOON).state is after
    else:
        with pytest.raises(NotificationContradicts):
            order.to(after, said=PAID, at=NOON)


def test_money_once_credited_or_to_go_back_never_moves_again() -> None:
    assert NEXT[TopUpState.CREDITED] == NEXT[TopUpState.TO_RETURN] == frozenset()


@pytest.mark.parametrize(
    ("state", "said", "is_repeat"),
    [
        (TopUpState.ASKED, PAID, False),
        (TopUpState.ASKED, REFUSED, False),
        (TopUpState.REFUSED, PAID, False),
        (TopUpState.REFUSED, REFUSED, True),
        (TopUpState.CREDITED, PAID, True),
        (TopUpState.CREDITED, REFUSED, True),
        (TopUpState.TO_RETURN, PAID, True),
        (TopUpState.LAPSED, REFUSED, True),
    ],
)
def test_what_was_said_before_changes_nothing(state: TopUpState, said: Said, is_repeat: bool) -> None:
    assert replace(ASKED, state=state, authorisation="714205").is_repeat(said) is is_repeat


@pytest.mark.parametrize(
    "said",
    [
        replace(PAID, amount_cents=2001),
        replace(PAID, currency=840),
        replace(PAID, order="2519AAAAAAAA"),
        replace(REFUSED, amount_cents=1),
    ],
)
def test_what_does_not_fit_the_order_contradicts_it(said: Said) -> None:
    with pytest.raises(NotificationContradicts):
        ASKED.is_repeat(said)


def test_a_late_payment_of_a_lapsed_order_is_for_a_person_to_look_at() -> None:
    with pytest.raises(NotificationContradicts):
        replace(ASKED, state=TopUpState.LAPSED).is_repeat(PAID)


def test_an_orders_number_is_as_the_bank_wants_it() -> None:
    assert order_number(date(2026, 11, 23), 0) == "251800000000"
    assert order_number(date(2026, 11, 23), 2**40 - 1) == "2518ZZZZZZZZ"
    assert len({order_number(date(2026, 11, 23), chance) for chance in range(1000)}) == 1000
