"""The settings of the functions that are simulated, and a quiet log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from cercano.kit.log import log

SETTINGS = {
    "TABLE_NAME": "wallet",
    "LEDGER_TABLE": "wallet",
    "STAGE": "simulation",
    "CITY_KEYS_URL": "https://city.test/api/card/keys",
    "POWERTOOLS_SERVICE_NAME": "wallet",
    "POWERTOOLS_METRICS_NAMESPACE": "Cercano",
    "AWS_DEFAULT_REGION": "eu-south-2",
}


@contextmanager
def surroundings() -> Iterator[None]:
    """One table of money; what is logged goes nowhere."""
    level = log.log_level
    log.setLevel("CRITICAL")
    with patch.dict("os.environ", SETTINGS):
        yield
    log.setLevel(level)
