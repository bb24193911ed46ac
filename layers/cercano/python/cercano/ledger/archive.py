"""The other side of every entry, kept for ever: what each payee received, and which ids were used.

Written from the table's stream (the account's row holds its newest entries until this is done) and, should the stream
lag, by the next command itself. The rows are the same whoever writes them and however often.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from cercano.kit.batch import find_items, put_many
from cercano.kit.settings import setting
from cercano.ledger.entry import Entry
from cercano.ledger.packing import unpack_newest
from cercano.ledger.rows import (
    COUNTER_BUCKETS,
    AccountRow,
    CounterRow,
    Item,
    counter_key,
    counter_of,
    counter_pk,
    entry_of,
    recent_of,
)

Image = Mapping[str, Any]
"""An item as the stream writes it."""
_OF_ITS_ENTRIES = ("pk", "kind", "seq", "balance_cents", "before", "head", "recent")


class Side(NamedTuple):
    """What a payee received (below 0: gave back) by one entry of one account."""

    account_id: str
    payee: str
    amount_cents: int
    entry: Entry


def find(account_id: str, entry_ids: Iterable[str]) -> dict[str, Entry]:
    """Those of these entries that are archived. Read it only AFTER the account: see book.py."""
    return {entry_id: entry_in(item) for entry_id, item in sides(account_id, entry_ids).items()}


def sides(account_id: str, entry_ids: Iterable[str]) -> dict[str, Item]:
    """The items of those of these entries that are archived, which are not all worth unpacking; by id."""
    keys = [counter_key(account_id, entry_id) for entry_id in entry_ids]
    found = find_items(setting(CounterRow.table_setting), keys) if keys else ()
    return {item["sk"]["S"].partition("#")[0]: item for item in found}


def entry_in(item: Item) -> Entry:
    """The entry whose other side an item is.

    Raises:
        LedgerBroken: it is not what was written.
    """
    return entry_of(CounterRow.from_raw_data(item))


def added(old: Image | None, new: Image | None) -> tuple[str, tuple[Entry, ...]] | None:
    """The account of a change, and the entries that its row has now and had not before; None for any other row.

    Raises:
        LedgerBroken: the row's entries do not lead to its head.
    """
    if not new or new.get("kind", {}).get("S") != "ledger_account":
        return None
    account_id = new["pk"]["S"].partition("#")[2]
    known = int(old["seq"]["N"]) if old else 0
    count = int(new["seq"]["N"]) - known
    if old and count > 0:  # its new entries follow the head before: the older ones were read with their own change
        before, balance_cents = _bytes(old["head"]).hex(), int(old["balance_cents"]["N"])
        entries = unpack_newest(_bytes(new["recent"]), count, seq=known, balance_cents=balance_cents, prev=before)
        if len(entries) == count and _leads_to(entries[-1], new):
            return account_id, entries
    row = AccountRow.from_raw_data({name: _typed(new[name]) for name in _OF_ITS_ENTRIES})
    return account_id, tuple(entry for entry in recent_of(row) if entry.seq > known)


def _leads_to(last: Entry, row: Image) -> bool:
    """Whether a row's head and balance are those after its last entry."""
    return (last.hash, last.balance_cents) == (_bytes(row["head"]).hex(), int(row["balance_cents"]["N"]))


def keep(entries: Iterable[tuple[str, Entry]]) -> int:
    """Put the other sides of (account, entry), and say how many. Twice is once."""
    rows = {(row.pk, row.sk): row for row in (counter_of(account_id, entry) for account_id, entry in entries)}
    put_many(rows.values())
    return len(rows)


def of_day(on: date, payee: str | None = None) -> Iterator[Side]:
    """The other sides of all events of a UTC day (16 queries); of one payee, or of all.

    Raises:
        LedgerBroken: a row is not what was written. Who is paid by these must not be.
    """
    at = datetime.combine(on, time(), UTC)
    for bucket in range(COUNTER_BUCKETS):
        for row in CounterRow.every(counter_pk(at, bucket)):
            row.check_seal()
            if payee is None or row.payee == payee:
                yield Side(row.sk.partition("#")[2], row.payee, row.amount_cents, entry_of(row))


def sums_of_day(on: date) -> dict[str, int]:
    """What each payee received by the events of a UTC day, in cents. A day can grow later: taps arrive late."""
    sums: Counter[str] = Counter()
    for side in of_day(on):
        sums[side.payee] += side.amount_cents
    return dict(sums)


def _typed(value: Mapping[str, Any]) -> dict[str, Any]:
    """A value as DynamoDB itself gives it."""
    return {"B": _bytes(value)} if "B" in value else dict(value)


def _bytes(value: Mapping[str, Any]) -> bytes:
    """Bytes as DynamoDB itself gives them: a stream's event is JSON, with bytes in base 64."""
    said: str | bytes = value["B"]
    return base64.b64decode(said) if isinstance(said, str) else said
