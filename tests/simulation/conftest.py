"""The settings of the functions that are simulated, and a quiet log."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cercano.kit.log import log


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One table of money."""
    for name, value in {
        "TABLE_NAME": "wallet",
        "LEDGER_TABLE": "wallet",
        "STAGE": "simulation",
        "POWERTOOLS_SERVICE_NAME": "wallet",
        "POWERTOOLS_METRICS_NAMESPACE": "Cercano",
        "AWS_DEFAULT_REGION": "eu-south-2",
    }.items():
        monkeypatch.setenv(name, value)
    level = log.log_level
    log.setLevel("CRITICAL")
    yield
    log.setLevel(level)
