"""The settings that the proofs' small cities share, and a quiet log."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cercano.kit import clock
from cercano.ledger import book
from tests.support.bank import NOON
from tests.support.shelf import Shelf


@pytest.fixture
def noon() -> Iterator[clock.Frozen]:
    """The clock, stopped at noon on Monday, 23 November 2026."""
    with clock.freeze(NOON) as frozen:
        yield frozen


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch, noon: clock.Frozen) -> Iterator[Shelf]:
    """The ledger's table, of a few lines."""
    monkeypatch.setenv("LEDGER_TABLE", "ledger")
    monkeypatch.setattr(book, "FIRST_PAUSE_S", 0.0)
    with Shelf().standing_in() as standing:
        yield standing
