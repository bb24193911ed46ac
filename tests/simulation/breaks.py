"""The protocol, broken on purpose: each way leaves out one thing that book.py says cannot be left out.

Each answers something to be entered with `with`; whatever proves the protocol must find every one of them.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from unittest.mock import patch

from cercano.kit import batch, table
from cercano.kit.table import Row
from cercano.ledger import archive, book
from cercano.ledger.entry import Entry
from cercano.ledger.model import Account
from cercano.ledger.rows import CounterRow
from tests.simulation.protocol import entry

TWICE = [("a", 500), ("a", 500)]
BESIDE = [*TWICE, ("b", 300)]
"""A payment that is delivered twice, and another one beside it."""


def without_condition() -> Any:
    """The account is written whatever version was read."""
    return patch.object(table, "over", lambda _: {})


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
    real_existing, real_find = book.existing, archive.sides
    names = {entry(name, 0).id for name, _ in BESIDE}
    seen: dict[str, CounterRow] = {}

    def existing(account_id: str) -> Account:
        before = real_find(account_id, sorted(names))
        account = real_existing(account_id)
        seen.clear()
        seen.update(before)
        return account

    def find(account_id: str, ids: Collection[str]) -> dict[str, CounterRow]:
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
    real = batch.find_items
    return patch.object(archive, "find_items", lambda table, keys: real(table, keys, consistent=False))
