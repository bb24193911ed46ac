"""One account's protocol, all of it: a payment delivered twice, another one beside it, the archive's consumer, and one
fault at any call. Whatever the order, each payment is made once; and a protocol that is broken on purpose is caught.

Complete within its scope: one account, pages of two entries, each call to the store whole, every process sent again
until it is answered. Eventually consistent reads, if there were any, may show what was before.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest

from cercano.kit import batch
from cercano.kit.table import Row
from cercano.ledger import archive, book
from cercano.ledger.entry import Entry
from cercano.ledger.model import Account
from cercano.ledger.rows import CounterRow
from tests.simulation.protocol import ANA, Scene, entry, explored, scene

TWICE = [("a", 500), ("a", 500)]
BESIDE = [*TWICE, ("b", 300)]


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


def without_condition() -> Any:
    """The account is written whatever version was read."""
    return patch.object(Row, "_unchanged_since", lambda *_: None)


def without_archive_read() -> Any:
    """A duplicate is looked for among the recent entries only."""
    real = book.recall

    def recall(account: Account, wanted: Any) -> tuple[dict[str, Entry], frozenset[str]]:
        known, proven = real(account, wanted)
        recent = {one.id for one in account.recent}
        return {one: known[one] for one in known.keys() & recent}, proven

    return patch.object(book, "recall", recall)


def archive_read_first() -> Any:
    """The archive is read before the account, not after it."""
    heard: dict[str, dict[str, CounterRow]] = {}
    real_existing, real_find = book.existing, archive.sides

    def existing(account_id: str) -> Account:
        seen = real_find(account_id, [entry(name, 0).id for name, _ in BESIDE])
        account = real_existing(account_id)
        heard[f"{account.version} {account.head}"] = seen
        recall_of[0] = seen
        return account

    recall_of: list[dict[str, CounterRow]] = [{}]
    names = {entry(name, 0).id for name, _ in BESIDE}

    def find(account_id: str, ids: Collection[str]) -> dict[str, CounterRow]:
        seen = recall_of[0]
        old = real_find(account_id, [one for one in ids if one not in names]) if set(ids) - names else {}
        return old | {one: seen[one] for one in ids if one in seen}

    return _Both(patch.object(book, "existing", existing), patch.object(archive, "sides", find))


class _Both:
    """Two breaks that only make sense together."""

    def __init__(self, *patches: Any) -> None:
        self._patches = patches

    def __enter__(self) -> None:
        for one in self._patches:
            one.__enter__()

    def __exit__(self, *trouble: Any) -> None:
        for one in self._patches:
            one.__exit__(*trouble)


def leaving_unarchived() -> Any:
    """Entries leave the account's row whether the archive has them or not."""
    real = book.recall

    def recall(account: Account, wanted: Any) -> tuple[dict[str, Entry], frozenset[str]]:
        known, _ = real(account, wanted)
        return known, frozenset(one.id for one in account.recent)

    return patch.object(book, "recall", recall)


def leaving_unpaged() -> Any:
    """Entries leave the account's row, and no page is written."""
    return patch.object(book, "put_many", list)


def page_after_the_row() -> Any:
    """The row is put first, and the page that left it a moment later."""
    late: list[Any] = []
    real = Row.keep

    def keep(self: Row, **how: Any) -> Row:
        kept = real(self, **how)
        if late:
            batch.put_many(late.pop())
        return kept

    return _Both(
        patch.object(book, "put_many", lambda pages: late.append(list(pages))), patch.object(Row, "keep", keep)
    )


def archive_read_maybe_stale() -> Any:
    """The archive is asked for what it may have been a moment ago."""
    real = batch.find_many
    return patch.object(archive, "find_many", lambda kind, keys: real(kind, keys, consistent=False))


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
