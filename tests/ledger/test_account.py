"""What an account refuses and allows, without a table: floors, freezes, legal caps, holds and their end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cercano.ledger import holds
from cercano.ledger.errors import (
    AccountClosed,
    AccountFrozen,
    EntryExistsWithOtherWords,
    MoreThanHeld,
    NoSuchHold,
    NotEnoughMoney,
    OverTheCap,
)
from cercano.ledger.ids import entry_id_of, event_time_of, is_entry_id, tap_id
from cercano.ledger.model import Account, Entry, EntryKind, Hold, Status
from cercano.ledger.posting import Posting, apply
from tests.ledger.conftest import NOON
from tests.ledger.money import a_fare, a_payment, a_top_up

pytestmark = pytest.mark.usefixtures("noon")


def an_account(cents: int = 50_00, account_class: str = "resident", **given: Any) -> Account:
    account = Account.new("acc_ana", account_class, **given)
    return account.post(a_top_up(cents, word="first"), now=NOON) if cents else account


def do(account: Account, posting: Posting, now: datetime = NOON) -> Account:
    return apply(account, posting, now, {}).account


def test_ids_begin_with_their_moment_and_taps_have_one_id():
    one = tap_id(NOON, "reader", "0011223344556677", 7)

    assert one == tap_id(NOON, "reader", "0011223344556677", 7) != tap_id(NOON, "reader", "0011223344556677", 8)
    assert (is_entry_id(one), event_time_of(one)) == (True, NOON)
    assert is_entry_id("01930a5e4c7f7b1e8f0123456789abcd")
    assert not any(map(is_entry_id, ["", one.upper(), one + "0", one[:-1], f"{one}\n", "g" * 32]))


@pytest.mark.parametrize(("kind", "reach"), [(EntryKind.FARE, 52_00), (EntryKind.PAYMENT, 50_00)])
def test_only_a_ride_may_go_below_zero_and_not_below_the_floor(kind: EntryKind, reach: int):
    account = an_account(floor_cents=-2_00)

    assert account.post(a_payment(reach, kind=kind), now=NOON).balance_cents == 50_00 - reach
    with pytest.raises(NotEnoughMoney):
        account.post(a_payment(reach + 1, kind=kind), now=NOON)


def test_below_the_floor_a_bank_s_return_still_counts_and_money_still_comes_in():
    account = an_account().post(a_payment(50_00), now=NOON)

    returned = account.post(a_top_up(-50_00, word="r", kind=EntryKind.TOP_UP_RETURN), now=NOON)

    assert returned.balance_cents == -50_00
    assert returned.post(a_top_up(10_00, word="more"), now=NOON).balance_cents == -40_00


def test_an_account_paid_by_the_month_reaches_below_zero_for_anything():
    account = an_account(0, credit_cents=30_00)

    assert account.post(a_payment(30_00), now=NOON).balance_cents == -30_00
    with pytest.raises(NotEnoughMoney):
        account.post(a_payment(30_01), now=NOON)


def test_a_tap_made_before_the_freeze_is_owed_and_one_after_it_is_refused():
    account = an_account().stop("lost", NOON)

    assert account.post(a_fare(id=entry_id_of(NOON - timedelta(hours=1), "t")), now=NOON).balance_cents == 49_34
    with pytest.raises(AccountFrozen):
        account.post(a_fare(id=entry_id_of(NOON, "t")), now=NOON)


def test_a_closed_account_takes_nothing():
    with pytest.raises(AccountClosed):
        replace(an_account(), is_closed=True).post(a_top_up(), now=NOON)


def test_freezes_for_several_reasons_end_one_by_one():
    account = an_account().stop("lost", NOON).stop("direct_debit_returned", NOON)

    assert account.let_go("lost").status is Status.FROZEN
    assert account.let_go("lost").let_go("direct_debit_returned").status is Status.OPEN


def test_an_anonymous_card_holds_150_euros_at_most():
    account = an_account(100_00, "anonymous")

    account.post(a_top_up(50_00), now=NOON)
    with pytest.raises(OverTheCap) as refusal:
        account.post(a_top_up(50_01), now=NOON)
    assert refusal.value.slots == {"cap_cents": 150_00, "would_be_cents": 150_01}


def test_an_anonymous_card_takes_150_euros_a_month_of_madrid():
    account = an_account(150_00, "anonymous").post(a_payment(100_00), now=NOON)
    last_of_november = datetime(2026, 11, 30, 22, 59, 59, tzinfo=UTC)

    with pytest.raises(OverTheCap):
        account.post(a_top_up(1), now=last_of_november)
    december = account.post(a_top_up(100_00), now=last_of_november + timedelta(seconds=1))
    assert (december.month, december.month_in_cents) == ("2026-12", 100_00)


def test_an_anonymous_card_pays_50_euros_at_most_from_afar_and_more_in_a_shop():
    account = an_account(150_00, "anonymous")

    account.post(a_payment(50_01), now=NOON)
    account.post(a_payment(50_00, kind=EntryKind.REMOTE_PAYMENT), now=NOON)
    with pytest.raises(OverTheCap):
        account.post(a_payment(50_01, kind=EntryKind.REMOTE_PAYMENT), now=NOON)


def test_a_refund_is_not_money_put_in():
    account = an_account(150_00, "anonymous").post(a_payment(100_00), now=NOON)

    refunded = account.post(a_top_up(100_00, word="b", kind=EntryKind.REFUND), now=NOON)

    assert refunded.balance_cents == 150_00


def test_an_account_of_an_unknown_class_cannot_be_opened():
    with pytest.raises(ValueError, match="wizard"):
        Account.new("acc_1", "wizard")


def test_entries_are_never_dated_before_the_one_before_them():
    account = an_account().post(a_payment(), now=NOON - timedelta(hours=3))

    assert [entry.posted_at for entry in account.recent] == [NOON, NOON]


HOLD = Hold(amount_cents=20_00, expires_at=NOON + timedelta(hours=1), payee="merchant:bikes", purpose="deposit")
HELD_AS, PAID_AS = entry_id_of(NOON, "hold"), entry_id_of(NOON, "capture")


def holding(cents: int = 50_00) -> Account:
    account = an_account(cents)
    return do(account, holds.place(account, HELD_AS, HOLD))


def test_held_money_is_there_and_cannot_be_spent():
    account = holding()

    assert (account.balance_cents, account.held_cents, account.available_cents) == (50_00, 20_00, 30_00)
    with pytest.raises(NotEnoughMoney):
        account.post(a_payment(30_01), now=NOON)


def test_more_than_there_is_cannot_be_held():
    with pytest.raises(NotEnoughMoney):
        holding(19_99)


def test_a_part_is_captured_and_the_rest_let_go():
    account = holding()

    account = do(account, holds.capture(account, PAID_AS, HELD_AS, 5_00))

    assert (account.balance_cents, account.held_cents, dict(account.holds)) == (45_00, 0, {})
    with pytest.raises(NoSuchHold):
        holds.capture(account, entry_id_of(NOON, "again"), HELD_AS, 1)


@pytest.mark.parametrize("cents", [20_01, 0, -1])
def test_a_capture_takes_something_and_at_most_what_was_held(cents: int):
    account = holding()

    with pytest.raises(MoreThanHeld):
        holds.capture(account, PAID_AS, HELD_AS, cents)


def test_what_is_held_is_captured_even_from_a_frozen_account():
    account = holding().stop("lost", NOON)

    assert do(account, holds.capture(account, PAID_AS, HELD_AS, 20_00)).balance_cents == 30_00


def test_a_voided_hold_is_gone():
    account = holding()

    account = do(account, holds.void(account, PAID_AS, HELD_AS))

    assert (account.available_cents, dict(account.holds)) == (50_00, {})


def test_a_hold_ends_at_its_hour_and_leaves_an_entry():
    account = holding()

    assert account.let_due_holds_go(HOLD.expires_at - timedelta(milliseconds=1)) == account
    after = account.let_due_holds_go(HOLD.expires_at)

    assert (after.available_cents, dict(after.holds)) == (50_00, {})
    assert (after.recent[-1].kind, after.recent[-1].memo) == (EntryKind.EXPIRY, {"hold": HELD_AS})


def test_the_same_capture_asked_with_other_words_is_refused():
    entry = do(holding(), holds.capture(holding(), PAID_AS, HELD_AS, 5_00)).recent[-1]

    holds.check_same(entry, EntryKind.CAPTURE, HELD_AS, 5_00)
    for kind, hold_id, cents in [
        (EntryKind.VOID, HELD_AS, 5_00),
        (EntryKind.CAPTURE, PAID_AS, 5_00),
        (EntryKind.CAPTURE, HELD_AS, 5_01),
    ]:
        with pytest.raises(EntryExistsWithOtherWords):
            holds.check_same(entry, kind, hold_id, cents)


def test_a_fare_s_amount_is_ours_so_a_repeated_tap_is_never_other_words():
    a_fare(66).check_same(a_fare(33))
    with pytest.raises(EntryExistsWithOtherWords):
        a_fare(66).check_same(Entry(id=a_fare().id, kind=EntryKind.FARE, payee="operator:other"))
