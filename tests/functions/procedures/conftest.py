"""The procedures on moto: the table of infra/procedures.yaml, at noon."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from cercano.kit import clock
from tests.support.aws import Domain
from tests.support.http import Answer, call

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)


@pytest.fixture
def noon() -> Iterator[clock.Frozen]:
    """The clock, stopped."""
    with clock.freeze(NOON) as frozen:
        yield frozen


class Hall:
    """The city hall as people use it."""

    def __init__(self, domain: Domain, clock_: clock.Frozen) -> None:
        self.domain, self.clock = domain, clock_
        self._functions: dict[str, Any] = {}

    def ask(self, use_case: str, method: str, path: str, body: Any = None, **options: Any) -> Answer:
        """Call an HTTP use case, as Ana unless said otherwise."""
        if use_case not in self._functions:
            self._functions[use_case] = self.domain.function(use_case)
        function = self._functions[use_case]
        with function.running():
            return call(function.handler, method, path, body=body, **{"subject": "ana", "roles": (), **options})


@pytest.fixture
def hall(city: Callable[[str], Domain], noon: clock.Frozen) -> Hall:
    """The domain at noon."""
    return Hall(city("procedures"), noon)
