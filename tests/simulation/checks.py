"""What must be true of a city's money, seen from its items alone: nothing lost, nothing twice, nothing adrift.

Balances are made again from the journal, links of the chain are computed again, and every entry is looked for on the
other side. Only the unpacking of items is the ledger's own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cercano.ledger.entry import Entry
from cercano.ledger.model import Account
from cercano.ledger.rows import AccountRow, CounterRow, PageRow, account_of, entries_of, entry_of
from tests.simulation.dynamo import Item, Key

_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


@dataclass
class Books:
    """All accounts, journals and other sides of a table."""

    accounts: dict[str, Account] = field(default_factory=dict)
    journals: dict[str, list[Entry]] = field(default_factory=dict)
    sides: dict[tuple[str, str], tuple[str, int, Entry]] = field(default_factory=dict)
    """(account, entry id): payee, cents and entry as the archive has them."""


def books_of(items: Mapping[Key, Item]) -> Books:
    """Read a table: pages in the order of their keys, then the account's own entries."""
    books = Books()
    for (pk, sk), item in sorted(items.items()):
        kind, account_id = item["kind"]["S"], pk.partition("#")[2]
        if kind == "ledger_account":
            books.accounts[account_id] = account_of(AccountRow.from_raw_data(item))
        elif kind == "ledger_page":
            books.journals.setdefault(account_id, []).extend(entries_of(PageRow.from_raw_data(item)))
        elif kind == "ledger_counter":
            row = CounterRow.from_raw_data(item)
            entry_id, _, of_account = sk.partition("#")
            books.sides[of_account, entry_id] = row.payee, row.amount_cents, entry_of(row)
    for account_id, account in books.accounts.items():
        kept = books.journals.setdefault(account_id, [])
        paged = kept[-1].seq if kept else 0
        kept.extend(entry for entry in account.recent if entry.seq > paged)
    return books


def wrongs(books: Books) -> list[str]:
    """What is not as it must be, a sentence each. Nothing may be on its way: the archive has caught up."""
    found: list[str] = []
    for account_id, account in books.accounts.items():
        found += (f"{account_id}: {wrong}" for wrong in _journal(account, books.journals[account_id]))
    journal = {(account, one.id): one for account, entries in books.journals.items() for one in entries}
    for name, keys in (("not archived", journal.keys() - books.sides.keys()),
                       ("archived, in no journal", books.sides.keys() - journal.keys())):  # fmt: skip
        found += (f"{account} {entry_id}: {name}" for account, entry_id in sorted(keys))
    for key in sorted(journal.keys() & books.sides.keys()):
        entry = journal[key]
        if books.sides[key] != (entry.payee, -entry.amount_cents, entry):
            found.append(f"{key}: the archive says something else than the journal")
    total = sum(account.balance_cents for account in books.accounts.values())
    total += sum(cents for _, cents, _ in books.sides.values())
    return found + ([f"both sides together are {total}, not 0"] if total else [])


def _journal(account: Account, entries: list[Entry]) -> Iterable[str]:
    """One account's entries, from its first."""
    if [entry.seq for entry in entries] != list(range(1, account.seq + 1)):
        yield f"{len(entries)} entries, and there should be {account.seq}, numbered without a gap"
        return
    if len({entry.id for entry in entries}) != len(entries):
        yield f"an entry twice among {len(entries)}"
    yield from _chain(account, entries)
    times = [entry.posted_at for entry in entries]
    if times != sorted(times):
        yield "an entry is earlier than the one before"
    if sum(hold.amount_cents for hold in account.holds.values()) != account.held_cents:
        yield "its holds are not what is held"


def _chain(account: Account, entries: list[Entry]) -> Iterable[str]:
    """Balances and hashes, made again."""
    balance = held = 0
    head = hashlib.sha256(f"cercano ledger 1\n{account.account_id}".encode()).hexdigest()
    for entry in entries:
        balance, held = balance + entry.amount_cents, held + entry.held_cents
        if (entry.balance_cents, entry.prev) != (balance, head):
            yield f"entry {entry.seq} does not follow the one before"
        head = _link(head, entry.words())
        if entry.hash != head:
            yield f"entry {entry.seq} has another hash than its words"
    if (balance, held, head) != (account.balance_cents, account.held_cents, account.head):
        yield f"rebuilt {balance} and {held} held; kept {account.balance_cents} and {account.held_cents}"


def _link(before: str, words: Mapping[str, Any]) -> str:
    digest = hashlib.sha256(_canonical(words).encode()).digest()
    return hashlib.sha256(bytes.fromhex(before) + digest).hexdigest()


def fingerprint(items: Mapping[Key, Item]) -> str:
    """A hash of all items: equal when two tables are."""
    said = json.dumps([[key, sorted(item.items())] for key, item in sorted(items.items())], default=bytes.hex)
    return hashlib.sha256(said.encode()).hexdigest()
