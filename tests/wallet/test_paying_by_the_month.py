"""Whatever the order of rides, payments, months closed (again, late) and a return: nobody owes more than is lent, and
what the bank is asked for is what was owed."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from cercano.facts.access import FaresDecided
from cercano.facts.citizen import CitizenVerified
from cercano.kit import clock
from cercano.kit.errors import Refusal
from cercano.ledger import archive, book, statement
from cercano.ledger.entry import Entry, EntryKind
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import MADRID, Account, Terms
from cercano.wallet import catalogue, collecting, end_to_end, lending, levels, mandating, postpaid, refilling, returning
from cercano.wallet.bankfile import Returned
from cercano.wallet.collecting import CollectionRow, CollectionState
from tests.support.shelf import Shelf

BEGINS = datetime(2026, 11, 20, 9, tzinfo=UTC)
LINE, TRUST = 100_00, 2_00
"""The council's; and what a bus lends on trust to anybody, which is not added to it."""
CENTS = st.integers(1, 70_00)


class Months(RuleBasedStateMachine):
    """One account for a few months."""

    def __init__(self) -> None:
        super().__init__()
        self.environment = patch.dict(os.environ, {"LEDGER_TABLE": "ledger", "TABLE_NAME": "ledger"})
        self.environment.start()
        self.standing = Shelf().standing_in()
        self.standing.__enter__()
        self.stopped = clock.freeze(BEGINS)
        self.clock = self.stopped.__enter__()
        self.number = 0
        self.owed: dict[str, int] = {}
        terms = Terms(card_id="card_ana", card_class="resident", citizen_id="ana")
        book.open_account(Account.new("acc_ana", "resident", floor_cents=-TRUST, terms=terms))
        catalogue.keep_table(FaresDecided(at=BEGINS, valid_from=date(2026, 1, 1), table_id="2026", credit_cents=LINE))
        levels.heed(CitizenVerified(at=BEGINS, citizen_id="ana", level=2))
        mandating.give("acc_ana", "ES9121000418450200051332", "Ana Ruiz", BEGINS)
        lending.begin("acc_ana", lambda account: account, BEGINS)

    def teardown(self) -> None:
        self.stopped.__exit__(None, None, None)
        self.standing.__exit__(None, None, None)
        self.environment.stop()

    def account(self) -> Account:
        return book.existing("acc_ana")

    def collections(self) -> list[CollectionRow]:
        days = ((BEGINS + timedelta(days=number)).date() for number in range((clock.now() - BEGINS).days + 2))
        return [row for day in days for row in collecting.of_day(day)]

    def post(self, kind: EntryKind, cents: int) -> None:
        self.number += 1
        entry = Entry(
            id=entry_id_of(clock.now(), str(self.number)), kind=kind, payee="operator:tus", amount_cents=cents
        )
        try:
            book.post_entry("acc_ana", entry)
        except Refusal:
            return

    @rule(cents=CENTS)
    def pay(self, cents: int) -> None:
        self.post(EntryKind.PAYMENT, -cents)

    @rule(cents=st.integers(1, 3_00))
    def ride(self, cents: int) -> None:
        self.post(EntryKind.FARE, -cents)

    @rule(cents=CENTS)
    def top_up(self, cents: int) -> None:
        self.post(EntryKind.TOP_UP, cents)
        refilling.thaw("acc_ana", clock.now())

    @rule(hours=st.integers(1, 500))
    def wait(self, hours: int) -> None:
        if clock.now() < BEGINS + timedelta(days=200):
            self.clock.tick(hours * 3600)
            archive.keep(("acc_ana", entry) for entry in self.account().recent)

    @rule()
    def close(self) -> None:
        first = clock.now().astimezone(MADRID).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        ends_at = first.astimezone(UTC)
        before, row, count = self.account(), postpaid.find("acc_ana"), len(self.collections())
        month = f"{first - timedelta(days=1):%Y-%m}"
        is_news = row is not None and bool(row.is_on) and row.closed < month and row.since < ends_at
        at_its_end = statement.at("acc_ana", ends_at - timedelta(milliseconds=1))
        owed = max(0, min(-before.balance_cents, -at_its_end)) if is_news else 0

        lending.close_month(month, ends_at, clock.now())

        assert self.account().balance_cents == before.balance_cents + owed
        assert len(self.collections()) == count + bool(owed)
        if owed:
            assert month not in self.owed, "a month is collected once"
            self.owed[month] = owed

    @rule()
    def leave(self) -> None:
        before, row = self.account(), postpaid.find("acc_ana")
        is_on = bool(row and row.is_on)
        lending.end("acc_ana", "asked", lambda account: account, clock.now())

        after = self.account()
        assert after.credit_cents == 0
        assert after.balance_cents == (max(0, before.balance_cents) if is_on else before.balance_cents)

    @rule()
    def come_back(self) -> None:
        try:
            lending.begin("acc_ana", lambda account: account, clock.now())
        except Refusal:
            return

    @precondition(lambda self: self.collections())
    @rule(data=st.data())
    def bank_gives_back(self, data: st.DataObject) -> None:
        """In time: a bank that cannot collect says so within the days that count against the line."""
        day = clock.now().astimezone(MADRID).date()
        fresh = [row for row in self.collections() if _day(row) > day - postpaid.BROUGHT_AFTER]
        if not fresh:
            return
        row = data.draw(st.sampled_from(fresh))
        name = end_to_end.written(_day(row), row.sk)
        was = row.state
        news = returning.give_back(Returned(end_to_end=name, amount_cents=row.amount_cents, reason="AM04"), clock.now())

        after = postpaid.find("acc_ana")
        assert news == (was is CollectionState.ORDERED)
        assert after is not None
        if news:
            assert (after.is_on, self.account().credit_cents) == (0, 0)
            assert self.account().frozen_since or self.account().balance_cents >= 0

    @invariant()
    def nobody_owes_more_than_is_lent(self) -> None:
        account = self.account()
        assert account.balance_cents >= -LINE - TRUST
        row = postpaid.find("acc_ana")
        if row and row.is_on:
            assert account.balance_cents >= -max(account.credit_cents, TRUST)
        else:
            assert account.credit_cents == 0

    @invariant()
    def what_is_asked_of_the_bank_was_credited_once(self) -> None:
        entries = statement.since("acc_ana", BEGINS)
        credited = {entry.id: entry.amount_cents for entry in entries if entry.payee == collecting.PAYEE}
        asked = {row.sk: row.amount_cents for row in self.collections()}
        assert {name: cents for name, cents in credited.items() if cents > 0} == asked


def _day(row: CollectionRow) -> date:
    return date.fromisoformat(row.pk.removeprefix("COLLECT#"))


TestMonths = Months.TestCase
TestMonths.settings = settings(
    max_examples=25, stateful_step_count=40, deadline=None, phases=[Phase.explicit, Phase.generate]
)
