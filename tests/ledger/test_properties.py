"""Whatever happens to the accounts, in whatever order: both sides are 0, nothing is double, lost or below its floor."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from cercano.kit import clock
from cercano.kit.errors import Refusal
from cercano.ledger import archive, book, holds, pairs
from cercano.ledger.model import Account, Entry, EntryKind, Hold
from tests.ledger.conftest import NOON
from tests.ledger.money import a_fare, a_payment, a_top_up, accounts, check_books, journal, name
from tests.support.shelf import Killed, Shelf

WHO = st.sampled_from(["acc_ana", "acc_bea", "acc_nobody_knows"])
CENTS = st.integers(1, 60_00)
WORDS = st.integers(0, 60).map(str)
"""Few, so that ids come again, with the same words and with others."""


class Ledger(RuleBasedStateMachine):
    """Three accounts, and a model of what each id was used for."""

    def __init__(self) -> None:
        super().__init__()
        self.environment = patch.dict(os.environ, {"LEDGER_TABLE": "ledger"})
        self.environment.start()
        self.shelf = Shelf()
        self.standing = self.shelf.standing_in()
        self.standing.__enter__()
        self.stopped = clock.freeze(NOON)
        self.clock = self.stopped.__enter__()
        self.first: dict[tuple[str, str], Entry] = {}
        self.payments: list[tuple[str, str]] = []
        self.held: list[tuple[str, str]] = []
        book.open_account(Account.new("acc_ana", "resident", floor_cents=-2_00))
        book.open_account(Account.new("acc_bea", "child"))
        book.open_account(Account.new("acc_nobody_knows", "anonymous"))

    def teardown(self) -> None:
        self.stopped.__exit__(None, None, None)
        self.standing.__exit__(None, None, None)
        self.environment.stop()

    def post(self, who: str, entry: Entry) -> None:
        try:
            posted = book.post_entry(who, entry)
        except Refusal:
            return
        known = self.first.setdefault((who, entry.id), posted.entries[0])
        assert posted.entries == (known,), "a repeat is answered with the first entry"
        if entry.kind is EntryKind.PAYMENT:
            self.payments.append((who, entry.id))

    @rule(who=WHO, cents=CENTS, word=WORDS)
    def top_up(self, who: str, cents: int, word: str) -> None:
        self.post(who, a_top_up(cents, id=name(word, NOON)))

    @rule(who=WHO, cents=CENTS, word=WORDS)
    def pay(self, who: str, cents: int, word: str) -> None:
        self.post(who, a_payment(cents, id=name(word, NOON)))

    @rule(who=WHO, cents=st.integers(-1_00, 2_00), word=WORDS)
    def ride(self, who: str, cents: int, word: str) -> None:
        self.post(who, a_fare(cents, id=name(word, NOON)))

    @rule(who=WHO, cents=CENTS, word=WORDS, minutes=st.integers(0, 90))
    def place(self, who: str, cents: int, word: str, minutes: int) -> None:
        hold_id = name(f"hold {word}", NOON)
        expires_at = clock.now() + timedelta(minutes=minutes)
        hold = Hold(amount_cents=cents, expires_at=expires_at, payee="merchant:bikes")
        try:
            book.post(who, [hold_id], lambda account, known: holds.place(account, hold_id, hold))
        except Refusal:
            return
        self.held.append((who, hold_id))

    @rule(data=st.data(), cents=CENTS, void=st.booleans())
    def settle(self, data: st.DataObject, cents: int, void: bool) -> None:
        if not self.held:
            return
        who, hold_id = data.draw(st.sampled_from(self.held))
        entry_id = name(f"settle {hold_id}", NOON)

        def decide(account: Account, known: book.Known) -> book.Posting:
            return holds.void(account, entry_id, hold_id) if void else holds.capture(account, entry_id, hold_id, cents)

        try:
            book.post(who, [entry_id], decide)
        except Refusal:
            return
        self.payments.append((who, entry_id))

    @rule(data=st.data(), cents=st.none() | CENTS, word=WORDS)
    def refund(self, data: st.DataObject, cents: int | None, word: str) -> None:
        if not self.payments:
            return
        who, payment = data.draw(st.sampled_from(self.payments))
        try:
            pairs.refund(who, payment, name(f"refund {word}", NOON), cents)
        except Refusal:
            return

    @rule(giver=WHO, taker=WHO, cents=CENTS, word=WORDS)
    def transfer(self, giver: str, taker: str, cents: int, word: str) -> None:
        if giver == taker:
            return
        try:
            pairs.transfer(giver, taker, name(f"transfer {giver} {word}", NOON), cents)
        except Refusal:
            return

    @rule(data=st.data())
    def archive_some(self, data: st.DataObject) -> None:
        recent = [(one.account_id, entry) for one in accounts(self.shelf) for entry in one.recent]
        if recent:
            archive.keep(data.draw(st.lists(st.sampled_from(recent), max_size=20)))

    @rule(who=WHO, archived=st.booleans())
    def a_busy_day(self, who: str, archived: bool) -> None:
        """So much happens that older entries leave the account's row."""
        for number in range(book.CROWDED + 1):
            self.clock.tick(1)
            self.post(who, a_fare(0, word=f"busy {number}"))
            if archived:
                archive.keep([(who, entry) for entry in book.existing(who).recent])

    @rule(minutes=st.integers(1, 60))
    def time_passes(self, minutes: int) -> None:
        self.clock.tick(minutes * 60)

    @rule(after=st.integers(1, 6), who=WHO, cents=CENTS, word=WORDS)
    def power_cut(self, after: int, who: str, cents: int, word: str) -> None:
        calls = iter(range(1, 100))

        def before(operation: str, call: Any) -> None:
            if next(calls) == after:
                raise Killed

        self.shelf.before = before
        try:
            self.pay(who, cents, word)  # type: ignore[misc]
        except Killed:
            pass
        finally:
            self.shelf.before = lambda *_: None
        self.pay(who, cents, word)  # type: ignore[misc]

    @invariant()
    def the_books_are_right(self) -> None:
        kept = {name: dict(table) for name, table in self.shelf.tables.items()}
        check_books(self.shelf)
        self.shelf.tables = kept
        for (who, payment), refunded in refunds(self.shelf).items():
            paid = next(-entry.amount_cents for entry in journal_of(self.shelf, who) if entry.id == payment)
            assert refunded <= paid


def journal_of(shelf: Shelf, who: str) -> list[Entry]:
    return next(journal(shelf, account) for account in accounts(shelf) if account.account_id == who)


def refunds(shelf: Shelf) -> dict[tuple[str, str], int]:
    """What each payment was refunded, from the journals."""
    sums: dict[tuple[str, str], int] = {}
    for account in accounts(shelf):
        for entry in journal_of(shelf, account.account_id):
            if entry.kind is EntryKind.REFUND:
                key = account.account_id, entry.memo["of"]
                sums[key] = sums.get(key, 0) + entry.amount_cents
    return sums


Ledger.TestCase.settings = settings(deadline=None, max_examples=25, stateful_step_count=50)
TestLedger = pytest.mark.slow(Ledger.TestCase)
