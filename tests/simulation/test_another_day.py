"""The other half of a hundred thousand operations, in a file of its own: two cores live through them in a minute.

One core needs longer than that for all of them in one day (docs/reference/benchmarks.md has the seconds).
"""

from __future__ import annotations

import pytest

from tests.simulation.test_a_day import SEED, lived_and_told


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_another_long_day_of_fifty_thousand_operations_leaves_nothing_wrong():
    lived_and_told(SEED + 1)
