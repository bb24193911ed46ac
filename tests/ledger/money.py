"""Builders for the ledger's tests: entries by what matters of them, the stream's work, and what must always hold."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cercano.kit import clock
from cercano.ledger import archive, book, chain, statement
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import Account, Entry, EntryKind
from cercano.ledger.rows import AccountRow, CounterRow, PageRow, account_of, entries_of
from tests.support.shelf import Shelf


def name(word: str, at: datetime | None = None) -> str:
    """The id of an entry called `word`, of now."""
    return entry_id_of(at or clock.now(), word)


def a_top_up(cents: int = 50_00, word: str = "top-up", **changed: Any) -> Entry:
    """Money in, by default 50 euros at the gateway."""
    plain: dict[str, Any] = {"kind": EntryKind.TOP_UP, "payee": "gateway:redsys", "amount_cents": cents}
    return Entry(**{"id": name(word), **plain, **changed})


def a_payment(cents: int = 1_00, word: str = "payment", **changed: Any) -> Entry:
    """Money out, by default one euro to a shop."""
    plain: dict[str, Any] = {"kind": EntryKind.PAYMENT, "payee": "merchant:bakery", "amount_cents": -cents}
    return Entry(**{"id": name(word), **plain, **changed})


def a_fare(cents: int = 66, word: str = "tap", **changed: Any) -> Entry:
    """A ride."""
    plain: dict[str, Any] = {"kind": EntryKind.FARE, "payee": "operator:tus", "amount_cents": -cents}
    return Entry(**{"id": name(word), **plain, "memo": {"line": "1", "stop": "15"}, **changed})


def archive_all(shelf: Shelf) -> None:
    """What the stream's function does in time: archive every account's recent entries."""
    for account in accounts(shelf):
        archive.keep([(account.account_id, entry) for entry in account.recent])


def accounts(shelf: Shelf) -> list[Account]:
    """Every account on the shelf, without asking DynamoDB."""
    rows = [AccountRow.from_raw_data(item) for item in items(shelf, "ledger_account")]
    return [account_of(row) for row in rows]


def items(shelf: Shelf, kind: str) -> list[Any]:
    """The items of one kind, in the order of their keys."""
    return [item for _, item in sorted(shelf.tables.get("ledger", {}).items()) if item["kind"]["S"] == kind]


def journal(shelf: Shelf, account: Account) -> list[Entry]:
    """All entries of an account, oldest first, from its pages and its row."""
    pages = [PageRow.from_raw_data(item) for item in items(shelf, "ledger_page")]
    own = [page for page in pages if page.pk == f"ACCOUNT#{account.account_id}"]
    paged = [entry for page in own for entry in entries_of(page) if entry.seq <= account.seq - len(account.recent)]
    return sorted([*paged, *account.recent], key=lambda entry: entry.seq)


def check_books(shelf: Shelf) -> None:
    """What holds after every operation: both sides are 0, and each account is what its journal says."""
    archive_all(shelf)
    counters = [CounterRow.from_raw_data(item) for item in items(shelf, "ledger_counter")]
    assert sum(account.balance_cents for account in accounts(shelf)) + sum(row.amount_cents for row in counters) == 0
    for account in accounts(shelf):
        entries = journal(shelf, account)
        assert [entry.seq for entry in entries] == list(range(1, account.seq + 1)), "an entry is missing or double"
        assert account.balance_cents == sum(entry.amount_cents for entry in entries)
        assert account.held_cents == sum(entry.held_cents for entry in entries)
        assert account.held_cents == sum(hold.amount_cents for hold in account.holds.values())
        assert account.available_cents >= min(0, account.floor_cents)
        verify(account, entries)


def verify(account: Account, entries: list[Entry]) -> None:
    """The chain leads from the account's own beginning to its head."""
    digests = [chain.digest(entry.words()) for entry in entries]
    assert chain.follow(chain.genesis(account.account_id), digests) == account.head


def balance(account_id: str = "acc_ana") -> int:
    """As it stands."""
    return book.existing(account_id).balance_cents


def ids(account_id: str = "acc_ana") -> list[str]:
    """Of the whole journal, newest first."""
    found, cursor = [], None
    while True:
        stretch = statement.entries(account_id, before=cursor, limit=50)
        found += [entry.id for entry in stretch.entries]
        cursor = stretch.cursor
        if cursor is None:
            return found
