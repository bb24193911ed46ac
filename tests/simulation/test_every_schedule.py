"""One account's protocol, all of it: a payment delivered twice, another one beside it, the archive's consumer, and one
fault at any call. Whatever the order, each payment is made once; and a protocol that is broken on purpose is caught.

Complete within its scope: one account, pages of two entries, each call to the store whole, every process sent again
until it is answered. Eventually consistent reads, if there were any, may show what was before.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cercano.ledger import book
from tests.simulation.breaks import (
    BESIDE,
    TWICE,
    archive_read_first,
    archive_read_maybe_stale,
    leaving_unarchived,
    leaving_unpaged,
    page_after_the_row,
    without_archive_read,
    without_condition,
)
from tests.simulation.protocol import ANA, Scene, entry, explored, scene


@pytest.mark.parametrize(
    ("it", "faults"),
    [
        pytest.param(scene(TWICE, before=1, archived=1), 1, id="a payment and its duplicate, one fault"),
        pytest.param(scene(TWICE, before=2, archived=2), 1, id="the payment turns a page, one fault"),
        pytest.param(scene(TWICE, before=1, archived=0), 1, id="the archive is behind, one fault"),
        pytest.param(scene(BESIDE, before=1, archived=1), 0, id="another payment turns the page it is on"),
    ],
)
@pytest.mark.slow
def test_in_every_order_a_payment_is_made_once(it: Scene, faults: int) -> None:
    found = explored(it, faults=faults)

    print(f"{found.schedules:,} schedules through {found.places:,} places, {found.runs:,} runs of the code")
    assert found.violations == []
    assert found.schedules > 100_000


@pytest.mark.parametrize(
    ("break_it", "it", "faults"),
    [
        (without_condition, scene(BESIDE[1:], before=1, archived=1), 0),
        (without_archive_read, scene(BESIDE, before=1, archived=1), 0),
        (archive_read_first, scene(BESIDE, before=1, archived=1), 0),
        (archive_read_maybe_stale, scene(BESIDE, before=1, archived=1), 0),
        (leaving_unarchived, scene(BESIDE, before=1, archived=1), 0),
        (leaving_unpaged, scene(TWICE, before=2, archived=2), 0),
        (page_after_the_row, scene(TWICE, before=2, archived=2), 1),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_a_protocol_broken_on_purpose_is_caught(break_it: Any, it: Scene, faults: int) -> None:
    found = explored(it, faults=faults, broken=[break_it()], stop_at_first=True)

    story, wrong = found.violations[0]
    print(f"{wrong}; after {len(story)} steps, at schedule {found.schedules:,}")


def test_a_scene_that_gives_up_is_a_violation() -> None:
    """Whoever sends a payment is answered in the end: a delivery that never is would be seen."""
    it = scene(TWICE, before=1, archived=1)
    poor = replace(it, deliveries=[lambda: book.post_entry(ANA, entry("a", OVER)).entries[0].id])

    with pytest.raises(Exception, match="not enough money"):
        explored(poor)


OVER = 1_000_000
