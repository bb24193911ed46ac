"""A shelf for the ledger, and accounts on it, at noon on Monday, 23 November 2026."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from cercano.kit import clock
from cercano.ledger import book
from cercano.ledger.model import Account
from tests.support.shelf import Shelf

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """The only table there is."""
    monkeypatch.setenv("LEDGER_TABLE", "ledger")
    monkeypatch.setattr(book, "FIRST_PAUSE_S", 0.0)
    with Shelf().standing_in() as standing:
        yield standing


@pytest.fixture
def noon() -> Iterator[clock.Frozen]:
    """The clock, stopped."""
    with clock.freeze(NOON) as frozen:
        yield frozen


@pytest.fixture
def ana(shelf: Shelf, noon: clock.Frozen) -> Account:
    """A resident's account, empty."""
    return book.open_account(Account.new("acc_ana", "resident"))
