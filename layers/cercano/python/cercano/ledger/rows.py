"""The ledger's items in DynamoDB, as they lie on the shelf (setting LEDGER_TABLE).

ACCOUNT#<id>              BALANCE                            the account and its newest entries: one write each
ACCOUNT#<id>              PAGE#<posted at>#<seq>             six entries that left the account's row together
ACCOUNT#<id>              REFUNDS#<entry id>                 what was given back of a payment
COUNTER#<day>#<bucket>    <entry id>#<account id>            the other side of an entry, for ever
CREDENTIAL#<id>           ACCOUNT                            which account a phone's key or a chip speaks for
ROSTER#<00-ff>            <account id>                       that an account exists
"""

from __future__ import annotations

import functools
import hashlib
from datetime import datetime
from typing import Any

from cercano.kit.table import BinaryAttribute, IntegerAttribute, JsonAttribute, Row, TextAttribute
from cercano.ledger.entry import Entry
from cercano.ledger.ids import event_time_of
from cercano.ledger.model import Account
from cercano.ledger.packing import (
    LedgerBroken,
    pack_entries,
    pack_one,
    pack_state,
    unpack_entries,
    unpack_last,
    unpack_one,
    unpack_state,
)

BALANCE = "BALANCE"
COUNTER_BUCKETS = 16
"""A day's other sides lie in so many partitions: 16,000 entries a second of one day."""
PAGE_OF = 6
"""Entries of a page. Entry number n is in the page that begins at 6 * ((n - 1) // 6) + 1, whoever writes it."""


Item = dict[str, dict[str, Any]]
"""A row as DynamoDB holds it."""


class LedgerRow(Row):
    """A row of the ledger, sealed: a byte of it that changes on the shelf does not fit its seal any more.

    The seal finds damage, in what no chain covers too (a floor, a class). Whoever changes a row on purpose can seal it
    again: against them stand the chain and the signed roots (checking.py looks at all three).
    """

    table_setting = "LEDGER_TABLE"

    seal = BinaryAttribute(null=True)

    def serialize(self, null_check: bool = True) -> dict[str, dict[str, Any]]:
        """The item, with its seal."""
        item = super().serialize(null_check)
        item["seal"] = {"B": seal_of(item)}
        return item

    def check_seal(self) -> None:
        """Whether a row that tells no facts is what was written.

        Raises:
            LedgerBroken: a byte of it changed.
        """
        if self.seal != seal_of(self.serialize()):
            raise LedgerBroken(f"{self.pk} {self.sk}: it does not fit its seal")


def seal_of(item: Item) -> bytes:
    """Eight bytes that stand for all others of a row: names, kinds, lengths and values, in the order of the names."""
    said: list[bytes] = []
    for name in _in_order(tuple(item)):
        for kind, value in item[name].items():
            raw = value if kind == "B" else value.encode()
            said += _heading(name, kind, len(raw)), raw
    return hashlib.sha256(b"".join(said)).digest()[:8]


@functools.lru_cache(maxsize=256)
def _in_order(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names that a seal stands for: a class of rows has a few such sets at most."""
    return tuple(name for name in sorted(names) if name != "seal")


@functools.lru_cache(maxsize=4096)
def _heading(name: str, kind: str, length: int) -> bytes:
    return f"{name} {kind} {length} ".encode()


class AccountRow(LedgerRow, discriminator="ledger_account"):
    """An account as it stands."""

    balance_cents = IntegerAttribute()
    held_cents = IntegerAttribute()
    floor_cents = IntegerAttribute()
    seq = IntegerAttribute()
    before = BinaryAttribute()
    """Hash of the last entry that is on a page."""
    head = BinaryAttribute()
    recent = BinaryAttribute()
    state = JsonAttribute()


class PageRow(LedgerRow, discriminator="ledger_page"):
    """Six entries: the same bytes whoever writes them, so it is written without asking."""

    seq = IntegerAttribute()
    """Of the entry before its first."""
    balance_cents = IntegerAttribute()
    """After that entry."""
    before = BinaryAttribute()
    """Hash of that entry."""
    head = BinaryAttribute()
    entries = BinaryAttribute()


class CounterRow(LedgerRow, discriminator="ledger_counter"):
    """The other side of an entry: what its payee received. Nothing else says that the entry's id was used."""

    payee = TextAttribute()
    amount_cents = IntegerAttribute()
    """The entry's with the other sign: both sides together are 0."""
    entry = JsonAttribute()
    head = BinaryAttribute()
    """The entry's hash."""


class RefundsRow(LedgerRow, discriminator="ledger_refunds"):
    """What was given back of one payment so far."""

    refunded_cents = IntegerAttribute()


class CredentialRow(LedgerRow, discriminator="ledger_credential"):
    """Which account a credential speaks for; kept when it has ended, so that a late word does not revive it."""

    account_id = TextAttribute()
    card_id = TextAttribute()
    stamp = IntegerAttribute()
    """See terms.stamp_of; odd when it has ended."""


class RosterRow(LedgerRow, discriminator="ledger_roster"):
    """That an account exists: the daily root goes through these."""


class RootRow(LedgerRow, discriminator="ledger_root"):
    """A day's signed root. The first one stands: a day has one."""

    jws = TextAttribute()
    jwk = JsonAttribute()
    parts = BinaryAttribute()
    """The roots of the 256 parts, one after the other."""


class PartRow(LedgerRow, discriminator="ledger_part"):
    """One part of the accounts as they were under a root. Its key holds the root: two runs never mix."""

    heads = BinaryAttribute()


def account_pk(account_id: str) -> str:
    """Partition of all that is one account's."""
    return f"ACCOUNT#{account_id}"


def page_sk(first: datetime, seq: int) -> str:
    """Sort key of the page whose first entry was posted at an instant, as number `seq`."""
    return f"PAGE#{moment(first)}#{seq:010d}"


def moment(at: datetime) -> str:
    """An instant as it stands in keys: "2026-11-23T09:15:00.123Z"."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@functools.lru_cache(maxsize=1024)
def counter_key(account_id: str, entry_id: str) -> tuple[str, str]:
    """Where the other side of an entry is, known before anything is read."""
    return counter_pk(event_time_of(entry_id), part_of(account_id) % COUNTER_BUCKETS), f"{entry_id}#{account_id}"


def counter_pk(at: datetime, bucket: int) -> str:
    """Partition of the other sides of a UTC day's events, of one bucket."""
    return f"COUNTER#{at.date().isoformat()}#{bucket}"


def roster_pk(account_id: str) -> str:
    """Partition of the roster that names an account; there is one for each part of the daily root."""
    return f"ROSTER#{part_of(account_id):02x}"


@functools.lru_cache(maxsize=1024)
def part_of(account_id: str) -> int:
    """Which of the 256 parts of the city's accounts it is in."""
    return hashlib.sha256(account_id.encode()).digest()[0]


def row_of(account: Account) -> AccountRow:
    """The account as its item, of the version it was read in."""
    before = account.recent[0].prev if account.recent else account.head
    row = AccountRow(
        account_pk(account.account_id),
        BALANCE,
        balance_cents=account.balance_cents,
        held_cents=account.held_cents,
        floor_cents=account.floor_cents,
        seq=account.seq,
        before=bytes.fromhex(before),
        head=bytes.fromhex(account.head),
        recent=pack_entries(account.recent),
        state=pack_state(account),
    )
    row.version = account.version
    return row


def account_of(row: AccountRow) -> Account:
    """The account in an item.

    Raises:
        LedgerBroken: its entries do not lead to its head.
    """
    return Account(
        account_id=row.pk.partition("#")[2],
        balance_cents=row.balance_cents,
        held_cents=row.held_cents,
        floor_cents=row.floor_cents,
        seq=row.seq,
        head=row.head.hex(),
        recent=recent_of(row),
        version=row.version,
        **unpack_state(row.state),
    )


def recent_of(row: AccountRow) -> tuple[Entry, ...]:
    """The entries that are in the account's own item, oldest first.

    Raises:
        LedgerBroken: they do not lead to its head.
    """
    before = row.before.hex()
    recent = unpack_last(row.recent, seq=row.seq, balance_cents=row.balance_cents, prev=before)
    if (recent[-1].hash if recent else before) != row.head.hex():
        raise LedgerBroken(f"{row.pk}: the newest entries do not lead to the head")
    return recent


def page_of(account_id: str, entries: tuple[Entry, ...]) -> PageRow:
    """Six entries as a page."""
    first, last = entries[0], entries[-1]
    if len(entries) != PAGE_OF or first.seq % PAGE_OF != 1:
        raise ValueError(f"entries {first.seq} to {last.seq} are no page")
    return PageRow(
        account_pk(account_id),
        page_sk(first.posted_at, first.seq),
        seq=first.seq - 1,
        balance_cents=first.balance_cents - first.amount_cents,
        before=bytes.fromhex(first.prev),
        head=bytes.fromhex(last.hash),
        entries=pack_entries(entries),
    )


def entries_of(row: PageRow) -> tuple[Entry, ...]:
    """The entries of a page.

    Raises:
        LedgerBroken: they do not lead to its head.
    """
    found = unpack_entries(row.entries, seq=row.seq, balance_cents=row.balance_cents, prev=row.before.hex())
    if found[-1].hash != row.head.hex():
        raise LedgerBroken(f"{row.pk} {row.sk}: its entries do not lead to its head")
    return found


def counter_of(account_id: str, entry: Entry) -> CounterRow:
    """The other side of an entry."""
    pk, sk = counter_key(account_id, entry.id)
    return CounterRow(
        pk,
        sk,
        payee=entry.payee,
        amount_cents=-entry.amount_cents,
        entry=pack_one(entry),
        head=bytes.fromhex(entry.hash),
    )


def entry_of(row: CounterRow) -> Entry:
    """The entry whose other side it is.

    Raises:
        LedgerBroken: it is not what was written.
    """
    entry = unpack_one(row.entry)
    if entry.hash != row.head.hex() or entry.amount_cents + row.amount_cents or entry.payee != row.payee:
        raise LedgerBroken(f"{row.pk} {row.sk}: the entry does not lead to its hash")
    return entry
