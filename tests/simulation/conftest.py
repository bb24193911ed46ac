"""What every simulation runs in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.simulation.surroundings import surroundings


@pytest.fixture(autouse=True)
def settings() -> Iterator[None]:
    """One table of money."""
    with surroundings():
        yield
