"""The wallet of a small city: its table as infra/wallet.yaml says it, at noon on Monday, 23 November 2026."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cercano.kit import clock
from cercano.ledger import acting, book, holders
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import Account, Entry, EntryKind, Terms
from tests.support.aws import Domain
from tests.support.bank import NOON
from tests.support.http import Answer, call

Ask = Callable[..., Answer]


@pytest.fixture
def noon() -> Iterator[clock.Frozen]:
    """The clock, stopped."""
    with clock.freeze(NOON) as frozen:
        yield frozen


@pytest.fixture
def wallet(city: Callable[[str], Domain], noon: clock.Frozen) -> Domain:
    """The domain on moto."""
    return city("wallet")


@pytest.fixture
def an_account(wallet: Domain) -> Callable[..., Account]:
    """`an_account("acc_ana", "ana", 1000)` opens an account of somebody, with money in it."""

    def opened(
        account_id: str = "acc_ana",
        citizen_id: str | None = "ana",
        balance_cents: int = 0,
        *,
        of_class: str = "resident",
    ) -> Account:
        terms = Terms(card_id=f"card_{account_id}", card_class=of_class, citizen_id=citizen_id)
        book.open_account(Account.new(account_id, of_class, terms=terms))
        if citizen_id:
            holders.ownership(citizen_id, account_id).keep()
        if balance_cents:
            first = Entry(
                id=entry_id_of(NOON, "first", account_id),
                kind=EntryKind.TOP_UP,
                payee="desk",
                amount_cents=balance_cents,
            )
            book.post_entry(account_id, first)
        return book.existing(account_id)

    return opened


@pytest.fixture
def asking(wallet: Domain) -> Callable[[str], Ask]:
    """`asking("take_payment")` answers a way to call that use case: `ask("POST", path, subject="ana", body={...})`."""

    def of(use_case: str) -> Ask:
        function = wallet.function(use_case)

        def ask(method: str, path: str, **more: Any) -> Answer:
            more.setdefault("roles", ())
            with function.running():
                return call(function.module.app, method, path, **more)

        return ask

    return of


def acts_for(payee: str, *people: str) -> None:
    """Let these people act for a payee, as two of the staff decided."""
    for row in acting.changed(payee, (), people, NOON):
        row.keep()


def an_id(number: int = 1) -> str:
    """A client's own id for an order of noon: a UUID version 7 as it asks."""
    return f"{int(NOON.timestamp() * 1000):012x}7{number:019x}"
