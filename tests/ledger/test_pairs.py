"""Two sides or none: transfers, and refunds that never come to more than was paid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cercano.ledger import book, holds, pairs
from cercano.ledger.errors import (
    EntryExistsWithOtherWords,
    NoSuchEntry,
    NotEnoughMoney,
    NotRefundable,
    OverTheCap,
    RefundTooBig,
)
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import Account, EntryKind, Hold
from tests.ledger.conftest import NOON
from tests.ledger.money import a_fare, a_payment, a_top_up, archive_all, balance, check_books, ids, name
from tests.support.shelf import Killed, Shelf

ANA, BEA = "acc_ana", "acc_bea"


@pytest.fixture
def bea(ana: Account) -> Account:
    """A child's account, empty; Ana's holds 50 euros."""
    book.post_entry(ANA, a_top_up())
    return book.open_account(Account.new(BEA, "child"))


def calls_of(shelf: Shelf, do: Callable[[], Any]) -> list[str]:
    start = len(shelf.calls)
    do()
    return shelf.calls[start:]


def test_money_leaves_one_account_and_enters_the_other(bea: Account, shelf: Shelf):
    pairs.transfer(ANA, BEA, name("t"), 10_00)

    assert (balance(ANA), balance(BEA)) == (40_00, 10_00)
    check_books(shelf)


def test_a_transfer_again_is_the_same_transfer(bea: Account, shelf: Shelf):
    first = pairs.transfer(ANA, BEA, name("t"), 10_00)
    again = pairs.transfer(ANA, BEA, name("t"), 10_00)

    assert (again.is_repeat, again.entries) == (True, first.entries)
    with pytest.raises(EntryExistsWithOtherWords):
        pairs.transfer(ANA, BEA, name("t"), 10_01)
    assert (balance(ANA), balance(BEA)) == (40_00, 10_00)


@pytest.mark.parametrize(("cents", "refusal"), [(50_01, NotEnoughMoney)])
def test_a_refused_transfer_changes_neither(bea: Account, shelf: Shelf, cents: int, refusal: type[Exception]):
    with pytest.raises(refusal):
        pairs.transfer(ANA, BEA, name("t"), cents)

    assert (balance(ANA), balance(BEA)) == (50_00, 0)


def test_the_taker_s_caps_hold_too(bea: Account):
    book.open_account(Account.new("acc_x", "anonymous"))
    for number in range(3):
        book.post_entry(ANA, a_top_up(40_00, word=f"{number}"))

    with pytest.raises(OverTheCap):
        pairs.transfer(ANA, "acc_x", name("t"), 150_01)


@pytest.mark.parametrize("stops_before", range(1, 6))
@pytest.mark.parametrize("crowded", [False, True])
def test_a_power_cut_before_any_call_and_a_retry_end_alike(
    bea: Account, shelf: Shelf, stops_before: int, crowded: bool
):
    for number in range(book.CROWDED if crowded else 0):
        book.post_entry(BEA, a_top_up(1, word=f"{number}"))
    calls = iter(range(1, 100))

    def before(operation: str, call: Any) -> None:
        if next(calls) == stops_before:
            raise Killed

    shelf.before = before
    try:
        pairs.transfer(ANA, BEA, name("t"), 10_00)
    except Killed:
        shelf.before = lambda *_: None
        pairs.transfer(ANA, BEA, name("t"), 10_00)
    shelf.before = lambda *_: None

    assert balance(ANA) == 40_00
    check_books(shelf)


def test_transfers_alone_keep_both_rows_small(bea: Account, shelf: Shelf):
    for number in range(60):
        calls = calls_of(shelf, lambda number=number: pairs.transfer(ANA, BEA, name(f"{number}"), 1))  # type: ignore[misc]
        assert len(calls) <= 5

    assert max(len(book.existing(one).recent) for one in (ANA, BEA)) <= book.CROWDED + book.PAGE_OF
    check_books(shelf)


def pay(cents: int = 10_00) -> str:
    entry = a_payment(cents)
    book.post_entry(ANA, entry)
    return entry.id


def test_parts_are_refunded_until_nothing_is_left(bea: Account, shelf: Shelf):
    payment = pay(10_00)

    pairs.refund(ANA, payment, name("a"), 4_00)
    pairs.refund(ANA, payment, name("b"))

    assert balance() == 50_00
    with pytest.raises(RefundTooBig):
        pairs.refund(ANA, payment, name("c"), 1)
    with pytest.raises(RefundTooBig):
        pairs.refund(ANA, payment, name("c"))
    check_books(shelf)


def test_a_refund_again_is_the_same_refund_even_when_nothing_is_left(bea: Account):
    payment = pay()
    first = pairs.refund(ANA, payment, name("a"))

    again = pairs.refund(ANA, payment, name("a"))

    assert (again.is_repeat, again.entries) == (True, first.entries)
    with pytest.raises(EntryExistsWithOtherWords):
        pairs.refund(ANA, payment, name("a"), 3_00)


@pytest.mark.parametrize("nth", [1, 2, 3], ids=["first call", "second call", "third call"])
def test_two_refunds_at_once_never_exceed_the_payment(bea: Account, shelf: Shelf, nth: int):
    payment = pay(10_00)
    calls: list[str] = []

    def before(called: str, call: Any) -> None:
        calls.append(called)
        if len(calls) == nth:
            shelf.before = lambda *_: None
            pairs.refund(ANA, payment, name("theirs"), 7_00)

    shelf.before = before
    with pytest.raises(RefundTooBig) as refusal:
        pairs.refund(ANA, payment, name("mine"), 7_00)

    assert refusal.value.slots == {"left_cents": 3_00}
    assert balance() == 47_00
    check_books(shelf)


def test_a_payment_of_long_ago_is_refunded_from_the_archive(bea: Account, shelf: Shelf):
    payment = pay()
    for number in range(20):
        archive_all(shelf)
        book.post_entry(ANA, a_fare(1, word=f"{number}"))

    calls = calls_of(shelf, lambda: pairs.refund(ANA, payment, name("a")))

    assert len(calls) <= 5
    assert ids()[0] == name("a")


def test_a_capture_is_refunded_by_what_was_captured(bea: Account):
    hold = Hold(amount_cents=20_00, expires_at=NOON.replace(hour=20), payee="merchant:bikes")
    hold_id, capture_id = name("h"), name("c")
    book.post(ANA, [hold_id], lambda account, known: holds.place(account, hold_id, hold))
    book.post(ANA, [capture_id], lambda account, known: holds.capture(account, capture_id, hold_id, 5_00))

    with pytest.raises(RefundTooBig):
        pairs.refund(ANA, capture_id, name("r"), 5_01)
    pairs.refund(ANA, capture_id, name("r"))
    assert balance() == 50_00


@pytest.mark.parametrize("kind", [EntryKind.TOP_UP, EntryKind.FARE])
def test_only_payments_are_refunded(bea: Account, kind: EntryKind):
    entry = a_fare() if kind is EntryKind.FARE else a_top_up(word="more")
    book.post_entry(ANA, entry)

    with pytest.raises(NotRefundable):
        pairs.refund(ANA, entry.id, name("r"))


def test_what_was_never_paid_is_not_refunded(bea: Account):
    with pytest.raises(NoSuchEntry):
        pairs.refund(ANA, entry_id_of(NOON, "nothing"), name("r"))
