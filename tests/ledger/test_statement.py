"""The journal as people read it: every entry once, newest first, and the balance of any moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cercano.kit.clock import Frozen
from cercano.ledger import book, statement
from cercano.ledger.errors import AccountUnknown
from cercano.ledger.model import Account, Entry
from tests.ledger.conftest import NOON
from tests.ledger.money import a_top_up, archive_all, ids
from tests.support.shelf import Shelf

ANA = "acc_ana"
Fill = Callable[[int], list[Entry]]


@pytest.fixture
def fill(ana: Account, shelf: Shelf, noon: Frozen) -> Fill:
    """`fill(n)` posts n entries of one cent, one a minute, and answers them."""

    def filled(count: int) -> list[Entry]:
        posted = []
        for _ in range(count):
            noon.tick(60)
            posted += book.post_entry(ANA, a_top_up(1)).entries
            archive_all(shelf)
        return posted

    return filled


@pytest.mark.parametrize("count", [0, 1, 5, 6, 7, 12, 13, 31])
@pytest.mark.parametrize("limit", [1, 5, 6, 7, 300])
def test_stretch_by_stretch_every_entry_is_read_once(fill: Fill, count: int, limit: int):
    posted = fill(count)
    found: list[Entry] = []
    cursor = None
    for _ in range(count + 1):
        stretch = statement.entries(ANA, before=cursor, limit=limit)
        found += stretch.entries
        cursor = stretch.cursor
        if cursor is None:
            break

    assert found == posted[::-1]


def test_what_is_posted_between_two_stretches_moves_nothing(fill: Fill):
    posted = fill(20)
    first = statement.entries(ANA, limit=7)
    fill(9)

    second = statement.entries(ANA, before=first.cursor, limit=300)

    assert [*first.entries, *second.entries] == posted[::-1]


def test_entries_that_move_to_a_page_while_we_read_are_there_once(fill: Fill, shelf: Shelf):
    posted = fill(11)

    def before(operation: str, call: Any) -> None:
        if operation == "Query":
            shelf.before = lambda *_: None
            fill(3)

    shelf.before = before
    found = statement.entries(ANA, limit=300).entries

    assert list(found) == posted[::-1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(minute=st.integers(-1, 32), seconds=st.sampled_from([0, 30]))
def test_the_balance_of_any_moment(fill: Fill, minute: int, seconds: int):
    have = book.existing(ANA).seq
    fill(30 - have)
    moment = NOON + timedelta(minutes=minute, seconds=seconds)

    assert statement.at(ANA, moment) == min(30, max(0, minute))


@pytest.mark.parametrize(("start", "end"), [(0, None), (1, 30), (7, 7), (12, 20), (25, None), (31, None)])
def test_all_entries_of_a_time(fill: Fill, start: int, end: int | None):
    posted = fill(30)

    def minute(number: int | None) -> datetime | None:
        return None if number is None else NOON + timedelta(minutes=number)

    found = statement.since(ANA, NOON + timedelta(minutes=start), minute(end))

    wanted = [entry for number, entry in enumerate(posted, start=1) if start <= number <= (end or 99)]
    assert list(found) == wanted[::-1]


def test_entries_of_one_instant_keep_their_order(ana: Account, shelf: Shelf):
    for number in range(20):
        book.post_entry(ANA, a_top_up(1, word=f"{number}"))
        archive_all(shelf)

    assert ids() == [a_top_up(1, word=f"{number}").id for number in reversed(range(20))]


def test_an_account_that_does_not_exist_has_no_statement(shelf: Shelf):
    with pytest.raises(AccountUnknown):
        statement.entries("acc_nobody")
    with pytest.raises(AccountUnknown):
        statement.at("acc_nobody", NOON)
