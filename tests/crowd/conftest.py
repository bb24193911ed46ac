"""The settings every crowd function has."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names of the tables; what is behind them is each test's own affair."""
    monkeypatch.setenv("TABLE_NAME", "crowd")
    monkeypatch.setenv("READINGS_TABLE", "readings")
