"""An entry gets into an account once, whatever fails; what is refused leaves no trace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from cercano.kit.clock import Frozen
from cercano.ledger import archive, book
from cercano.ledger.errors import AccountBusy, AccountFrozen, AccountUnknown, EntryExistsWithOtherWords, NotEnoughMoney
from cercano.ledger.model import Account
from cercano.ledger.packing import LedgerBroken
from tests.ledger.conftest import NOON
from tests.ledger.money import (
    a_fare,
    a_payment,
    a_top_up,
    accounts,
    archive_all,
    balance,
    check_books,
    ids,
    items,
    journal,
)
from tests.support.shelf import Killed, Shelf

pytestmark = pytest.mark.usefixtures("noon")
ANA = "acc_ana"


def test_money_comes_in_and_goes_out(ana: Account, shelf: Shelf):
    book.post_entry(ANA, a_top_up(50_00))

    posted = book.post_entry(ANA, a_payment(1_20))

    assert (posted.account.balance_cents, posted.is_repeat) == (48_80, False)
    assert posted.entries[0].balance_cents == 48_80
    check_books(shelf)


def test_the_same_id_is_answered_with_the_first_entry_for_ever(ana: Account, shelf: Shelf, noon: Frozen):
    first = book.post_entry(ANA, a_top_up(50_00)).entries[0]
    for number in range(20):
        noon.tick(60)
        book.post_entry(ANA, a_fare(word=f"tap {number}"))
        archive_all(shelf)
    before = len(shelf.calls), balance()

    with_old_id = a_top_up(50_00, id=first.id)
    again = book.post_entry(ANA, with_old_id)

    assert again.is_repeat
    assert again.entries == (first,)
    assert balance() == before[1]
    assert "PutItem" not in shelf.calls[before[0] :]


def test_a_repeat_is_answered_even_when_it_would_be_refused_now(ana: Account):
    book.post_entry(ANA, a_top_up(1_00))
    book.post_entry(ANA, a_payment(1_00))
    book.change(ANA, lambda account: account.stop("direct_debit_returned", NOON))

    assert book.post_entry(ANA, a_payment(1_00)).is_repeat


@pytest.mark.parametrize("archived", [False, True])
@pytest.mark.parametrize("other", [{"amount_cents": -2_00}, {"payee": "merchant:cinema"}])
def test_other_words_under_one_id_are_refused(ana: Account, shelf: Shelf, archived: bool, other: dict[str, Any]):
    book.post_entry(ANA, a_top_up())
    book.post_entry(ANA, a_payment())
    if archived:
        for number in range(8):
            archive_all(shelf)
            book.post_entry(ANA, a_fare(word=f"{number}"))

    with pytest.raises(EntryExistsWithOtherWords):
        book.post_entry(ANA, a_payment(**other))
    check_books(shelf)


def test_what_is_refused_writes_nothing(ana: Account, shelf: Shelf):
    book.post_entry(ANA, a_top_up(1_00))
    writes = shelf.writes

    with pytest.raises(NotEnoughMoney) as refusal:
        book.post_entry(ANA, a_payment(1_01))

    assert refusal.value.slots == {"available_cents": 1_00, "needed_cents": 1_01}
    assert shelf.writes == writes


def test_an_account_that_does_not_exist_is_not_made(shelf: Shelf):
    with pytest.raises(AccountUnknown):
        book.post_entry("acc_nobody", a_top_up())
    assert not shelf.writes


def test_opening_twice_keeps_the_first(ana: Account):
    book.post_entry(ANA, a_top_up(50_00))

    again = book.open_account(Account.new(ANA, "anonymous"))

    assert (again.account_class, again.balance_cents) == ("resident", 50_00)


def test_every_page_holds_the_same_six_whoever_writes_it(ana: Account, shelf: Shelf, noon: Frozen):
    for number in range(40):
        noon.tick(1)
        book.post_entry(ANA, a_top_up(1, word=f"{number}"))
        if number % 3 == 0:
            archive_all(shelf)

    starts = [int(item["seq"]["N"]) for item in items(shelf, "ledger_page")]
    assert starts == list(range(0, 6 * len(starts), 6))
    assert len(book.existing(ANA).recent) <= book.CROWDED
    check_books(shelf)


def test_an_entry_stays_in_the_row_until_it_is_seen_in_the_archive(ana: Account, shelf: Shelf):
    for number in range(book.CROWDED):
        book.post_entry(ANA, a_top_up(1, word=f"{number}"))

    assert not items(shelf, "ledger_page")
    assert len(book.existing(ANA).recent) == book.CROWDED


def test_a_stream_that_stands_still_stops_nobody(ana: Account, shelf: Shelf, noon: Frozen):
    for number in range(60):
        noon.tick(1)
        book.post_entry(ANA, a_top_up(1, word=f"{number}"))

    assert len(book.existing(ANA).recent) <= book.CROWDED + 1
    assert len(ids()) == 60
    check_books(shelf)


def interrupt(shelf: Shelf, operation: str, once: Callable[[], None]) -> None:
    """Do something else right before the next call of this kind."""

    def before(called: str, call: Any) -> None:
        if called == operation:
            shelf.before = lambda *_: None
            once()

    shelf.before = before


def a_life_passes(shelf: Shelf, entry: Any) -> None:
    """Somebody else delivers the entry, it is archived, and six more push it out of the row."""
    book.post_entry(ANA, entry)
    for number in range(12):
        archive_all(shelf)
        book.post_entry(ANA, a_top_up(1, word=f"push {number}"))


@pytest.mark.parametrize("operation", ["GetItem", "BatchGetItem", "PutItem"])
def test_an_entry_that_came_went_and_was_paged_meanwhile_is_not_posted_again(
    ana: Account, shelf: Shelf, operation: str
):
    book.post_entry(ANA, a_top_up())
    entry = a_payment()
    interrupt(shelf, operation, lambda: a_life_passes(shelf, entry))

    assert book.post_entry(ANA, entry).is_repeat

    assert ids().count(entry.id) == 1
    check_books(shelf)


def test_read_the_other_way_round_it_would_be_posted_twice(ana: Account, shelf: Shelf, monkeypatch: pytest.MonkeyPatch):
    """Why the archive is read after the account: with the two steps swapped, the very same interruption doubles it."""
    book.post_entry(ANA, a_top_up())
    entry = a_payment()
    read, find = book.existing, archive.sides
    seen: dict[str, Any] = {}

    def archive_first(account_id: str) -> Account:
        seen.update(find(account_id, [entry.id]))
        return read(account_id)

    monkeypatch.setattr(book, "existing", archive_first)
    monkeypatch.setattr(archive, "sides", lambda account_id, wanted: dict(seen))

    def meanwhile() -> None:
        with monkeypatch.context() as right:
            right.setattr(book, "existing", read)
            right.setattr(archive, "sides", find)
            a_life_passes(shelf, entry)

    interrupt(shelf, "GetItem", meanwhile)
    book.post_entry(ANA, entry)

    posted = [one.id for account in accounts(shelf) for one in journal(shelf, account)]
    assert posted.count(entry.id) == 2, "if one, the order of the two reads did not matter"


def lost(operation: str) -> ReadTimeoutError:
    return ReadTimeoutError(endpoint_url=f"https://dynamodb.test/{operation}")


def test_a_reply_that_was_lost_after_the_write_is_found_again(ana: Account, shelf: Shelf):
    book.post_entry(ANA, a_top_up())
    put, lose = shelf._put_item, iter([True, False])

    def put_and_lose(call: Any) -> Any:
        put(call)
        if next(lose, False):
            raise lost("PutItem")
        return {}

    shelf._put_item = put_and_lose  # type: ignore[method-assign]
    book.post_entry(ANA, a_payment())

    assert balance() == 49_00
    check_books(shelf)


@pytest.mark.parametrize("code", ["ProvisionedThroughputExceededException", "InternalServerError"])
def test_a_busy_table_is_asked_again(ana: Account, shelf: Shelf, code: str):
    fail = iter([True, True])

    def before(operation: str, call: Any) -> None:
        if operation == "PutItem" and next(fail, False):
            raise ClientError({"Error": {"Code": code, "Message": ""}}, operation)

    shelf.before = before
    book.post_entry(ANA, a_top_up())

    assert balance() == 50_00


def test_our_own_mistake_is_not_called_a_busy_account(ana: Account, shelf: Shelf):
    def before(operation: str, call: Any) -> None:
        if operation == "PutItem":
            raise ClientError({"Error": {"Code": "ValidationException", "Message": ""}}, operation)

    shelf.before = before
    with pytest.raises(Exception, match="ValidationException") as fault:
        book.post_entry(ANA, a_top_up())
    assert not isinstance(fault.value, AccountBusy)


def test_who_is_overtaken_again_and_again_is_told_to_come_back(ana: Account, shelf: Shelf):
    numbers = iter(range(1000))

    def before(operation: str, call: Any) -> None:
        if operation == "PutItem":
            shelf.before = lambda *_: None
            book.post_entry(ANA, a_top_up(1, word=f"other {next(numbers)}"))
            shelf.before = before

    shelf.before = before
    with pytest.raises(AccountBusy):
        book.post_entry(ANA, a_top_up(50_00))
    shelf.before = lambda *_: None

    assert balance() == book.ATTEMPTS
    check_books(shelf)


@pytest.mark.parametrize("stops_before", range(1, 6))
def test_a_power_cut_before_any_call_and_a_retry_end_alike(ana: Account, shelf: Shelf, stops_before: int):
    for number in range(book.CROWDED):
        book.post_entry(ANA, a_top_up(1_00, word=f"{number}"))
    calls = iter(range(1, 100))

    def before(operation: str, call: Any) -> None:
        if next(calls) == stops_before:
            raise Killed

    shelf.before = before
    with pytest.raises(Killed):
        book.post_entry(ANA, a_payment(50))
    shelf.before = lambda *_: None
    book.post_entry(ANA, a_payment(50))

    assert balance() == book.CROWDED * 1_00 - 50
    check_books(shelf)


def test_terms_change_without_an_entry_and_only_when_they_do(ana: Account, shelf: Shelf):
    book.change(ANA, lambda account: replace(account, fare={"day": 3}))
    writes = shelf.writes

    book.change(ANA, lambda account: replace(account, fare={"day": 3}))

    assert book.existing(ANA).fare == {"day": 3}
    assert shelf.writes == writes


def test_a_frozen_account_takes_money_and_pays_none(ana: Account):
    book.change(ANA, lambda account: account.stop("direct_debit_returned", NOON))

    book.post_entry(ANA, a_top_up())
    with pytest.raises(AccountFrozen):
        book.post_entry(ANA, a_payment())


def test_a_row_whose_bytes_were_changed_is_not_worked_on(ana: Account, shelf: Shelf):
    book.post_entry(ANA, a_top_up())
    item = shelf.tables["ledger"][f"ACCOUNT#{ANA}", "BALANCE"]
    item["balance_cents"]["N"] = "999999"

    with pytest.raises(LedgerBroken):
        book.post_entry(ANA, a_payment())
