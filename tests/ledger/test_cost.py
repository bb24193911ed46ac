"""What the ledger costs: write units of a post with its archive and its page, store calls, bytes of a usual row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cercano.kit import ids as kit_ids
from cercano.kit.clock import Frozen
from cercano.ledger import archive, book, pairs, statement
from cercano.ledger.ids import tap_id
from cercano.ledger.model import Account, Concession, Entry, EntryKind, Terms
from tests.ledger.money import a_payment, a_top_up, items, name
from tests.support.shelf import Shelf, size

ACC, OTHER = "acc_01KB2R5Y7Q8W9E0RTYVXC1Z2M3", "acc_01KB2R5Y7Q8W9E0RTYVXC1Z2M4"


@pytest.fixture
def usual(shelf: Shelf, noon: Frozen) -> Account:
    """A young resident's account in its usual state: card, concession, a pass, what access remembers."""
    terms = Terms(
        card_id=kit_ids.new_id("card"),
        card_class="resident",
        citizen_id="1f0c9d4e-0000-4000-8000-000000000001",
        concessions=(Concession("youth", date(2026, 1, 1), date(2026, 12, 31)),),
        heard={"class": 2 * 10**15, "card": 2 * 10**15, "conc:youth": 2 * 10**15},
    )
    fare = {"t": [[1795427900000, "bus", "tus", "1", 66], [1795428900000, "bus", "tus", "3", 0]], "d": 66, "m": 1320}
    opened = Account.new(ACC, "resident", floor_cents=-200, terms=terms, fare=fare)
    book.open_account(Account.new(OTHER, "child"))
    book.open_account(opened)
    return book.post_entry(ACC, a_top_up(500_00)).account


def a_tap(number: int, at: Any) -> Entry:
    return Entry(
        id=tap_id(at, "reader-204", "0011223344556677", number),
        kind=EntryKind.FARE,
        payee="operator:tus",
        amount_cents=-66,
        memo={"t": ["bus", "1", f"{number % 40}", "204", "e"], "w": ["flat", "youth"]},
    )


def test_a_tap_costs_at_most_2_2_write_units_with_archive_and_page(usual: Account, shelf: Shelf, noon: Frozen):
    start, taps = shelf.writes, 120
    for number in range(taps):
        noon.tick(600)
        posted = book.post_entry(ACC, a_tap(number, noon.at))
        archive.keep([(ACC, entry) for entry in posted.entries])

    assert (shelf.writes - start) / taps <= 2.2
    assert max(size(item) for item in items(shelf, "ledger_page")) < 1024
    assert max(size(item) for item in items(shelf, "ledger_counter")) < 512


def test_the_row_of_a_usual_account_stays_under_a_kilobyte(usual: Account, shelf: Shelf, noon: Frozen):
    sizes = []
    for number in range(24):
        noon.tick(600)
        posted = book.post_entry(ACC, a_tap(number, noon.at))
        archive.keep([(ACC, entry) for entry in posted.entries])
        sizes += [size(item) for item in items(shelf, "ledger_account") if ACC in item["pk"]["S"]]

    print(f"bytes of a usual account's row: {min(sizes)} to {max(sizes)}")
    assert max(sizes) <= 1024


COMMANDS: dict[str, tuple[Callable[[], Any], int]] = {
    "a tap or payment": (lambda: book.post_entry(ACC, a_payment(word="new")), 4),
    "a repeat": (lambda: book.post_entry(ACC, a_payment()), 2),
    "a change of terms": (lambda: book.change(ACC, lambda account: replace(account, fare={"new": 1})), 4),
    "a transfer": (lambda: pairs.transfer(ACC, OTHER, name("t"), 1), 4),
    "a refund": (lambda: pairs.refund(ACC, a_payment().id, name("r"), 1), 4),
    "a statement": (lambda: statement.entries(ACC, limit=30), 2),
    "a balance of the past": (lambda: statement.at(ACC, a_payment().at), 2),
}


@pytest.mark.parametrize("archived", [True, False])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_makes_few_calls(usual: Account, shelf: Shelf, noon: Frozen, command: str, archived: bool):
    """`archived` False: the stream stands still, and the command itself archives what must leave the row."""
    do, most = COMMANDS[command]
    for number in range(book.PAGE_OF if archived else book.CROWDED):
        posted = book.post_entry(ACC, a_tap(number, noon.at))
        if archived:
            archive.keep([(ACC, entry) for entry in posted.account.recent])
    book.post_entry(ACC, a_payment())
    before = len(shelf.calls)

    do()

    assert len(shelf.calls) - before <= (most if archived else 5)


def test_a_statement_costs_the_same_at_any_length_of_history(usual: Account, shelf: Shelf, noon: Frozen):
    costs = {}
    for length in (60, 600):
        while book.existing(ACC).seq < length:
            noon.tick(60)
            posted = book.post_entry(ACC, a_tap(book.existing(ACC).seq, noon.at))
            archive.keep([(ACC, entry) for entry in posted.entries])
        asked: list[int] = []
        shelf.before = lambda operation, call, asked=asked: asked.append(call.get("Limit", 0))  # type: ignore[misc]
        calls = len(shelf.calls)
        stretch = statement.entries(ACC, limit=30)
        shelf.before = lambda *_: None
        costs[length] = len(shelf.calls) - calls, tuple(asked), len(stretch.entries)

    assert costs[60] == costs[600]
    assert costs[600][0] == 2
