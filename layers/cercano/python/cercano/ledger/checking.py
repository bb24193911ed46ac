"""Whether what lies on the shelf is what was written: every byte of it, every sum, and what the city signed.

Items as DynamoDB holds them go in, sentences come out, each with the row it is about. None is the good answer.
Three guards, each for what the one before cannot see: a row's seal (a byte changed), the chain and the sums (a row was
changed and sealed again), the signed root (a whole journal was written anew).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cercano.ledger import chain, heads, merkle
from cercano.ledger.entry import Entry, EntryKind
from cercano.ledger.heads import PARTS, Head
from cercano.ledger.model import Account
from cercano.ledger.packing import LedgerBroken
from cercano.ledger.rows import (
    BALANCE,
    AccountRow,
    CounterRow,
    Item,
    PageRow,
    PartRow,
    RefundsRow,
    RootRow,
    RosterRow,
    account_of,
    account_pk,
    counter_key,
    entries_of,
    entry_of,
    part_of,
    recent_of,
    roster_pk,
    seal_of,
)
from cercano.ledger.verify import FalseProof, payload_of, signed

Key = tuple[str, str]
OURS = ("PAGE#", "REFUNDS#")
"""What an account's partition holds of the ledger, beside the account itself."""
FindItems = Callable[[Sequence[Key]], Mapping[Key, Item]]
"""The items of these keys, those that there are."""


class Wrong(NamedTuple):
    """What is not as it was written, and in which row."""

    pk: str
    sk: str
    why: str


def unsealed(items: Sequence[Item]) -> list[Wrong]:
    """The rows whose bytes do not fit their seals."""
    return [
        Wrong(pk, sk, "it does not fit its seal")
        for item in items
        for pk, sk in [key_of(item)]
        if item.get("seal", {}).get("B") != seal_of(item)
    ]


def wrongs_of_account(
    account_id: str,
    items: Sequence[Item],
    find: FindItems,
    under: Head | None,
    tell: Callable[[list[Entry]], None] = lambda entries: None,
) -> list[Wrong]:
    """All that is wrong with one account: its partition, read in the order of its keys, and its other sides.

    `under`: where a signed root says that its journal stood; None when no root knows it yet. `tell`: is told which of
    its entries are in the archive as they should be.
    """
    by_sk = {sk: item for item in items for _, sk in [key_of(item)] if sk == BALANCE or sk.startswith(OURS)}
    if broken := unsealed(list(by_sk.values())):
        return broken
    if BALANCE not in by_sk:
        return [Wrong(account_pk(account_id), BALANCE, "the roster names it, and it is not there")]
    try:
        account = account_of(AccountRow.from_raw_data(by_sk[BALANCE]))
        paged = [one for sk, item in by_sk.items() if sk.startswith("PAGE#") for one in _page(item)]
        archived = _other_sides(account_id, [*paged, *account.recent], find)
    except LedgerBroken as broken_chain:
        return [Wrong(account_pk(account_id), BALANCE, str(broken_chain))]
    whole = {one.seq: one for one in [*paged, *account.recent]}
    entries = [one for _, one in sorted(whole.items()) if one.seq <= account.seq]
    drifts = [*_sums(account, entries), *_chain(account, entries, under)]
    found = [Wrong(account_pk(account_id), BALANCE, why) for why in drifts]
    found += _archive(account, entries, archived)
    tell([one for one in entries if archived.get(one.id) == one])
    found += _refunds(account_id, entries, [item for sk, item in by_sk.items() if sk.startswith("REFUNDS#")])
    return found


def wrongs_of_roster(part: int, items: Sequence[Item], known: Sequence[Head]) -> list[Wrong]:
    """All that is wrong with one part of the roster; `known` are the accounts that a signed root has in it."""
    if broken := unsealed(items):
        return broken
    rows = [RosterRow.from_raw_data(item) for item in items]
    strangers = [Wrong(row.pk, row.sk, "it is in the wrong part") for row in rows if part_of(row.sk) != part]
    missing = {head.account_id for head in known} - {row.sk for row in rows}
    return strangers + [
        Wrong(roster_pk(one), one, "a signed root knows it, and the roster does not") for one in missing
    ]


def wrongs_of_root(root: Item, parts: Sequence[Item], jwk: Mapping[str, Any]) -> list[Wrong]:
    """All that is wrong with a signed root and the accounts under it. `jwk`: the city's key, from where it is made."""
    if broken := unsealed([root, *parts]):
        return broken
    row = RootRow.from_raw_data(root)
    try:
        said = signed(row.jws, jwk)
    except FalseProof as false:
        return [Wrong(row.pk, row.sk, str(false))]
    hashes = [row.parts[at : at + 32] for at in range(0, len(row.parts), 32)]
    by_part = heads_under(root, parts)
    found = [] if merkle.root(hashes).hex() == said["root"] else [Wrong(row.pk, row.sk, "its parts are not its root's")]
    return found + [
        Wrong(f"ROOT#{row.sk}", f"{said['root']}#{part:02x}", "its accounts are not its root's")
        for part in range(PARTS)
        if heads.root_of_part(by_part.get(part, [])) != hashes[part]
    ]


def heads_under(root: Item, parts: Sequence[Item]) -> dict[int, list[Head]]:
    """The accounts of each part under a root; what an unfinished run left beside it is not looked at."""
    name = payload_of(root["jws"]["S"])["root"]
    rows = [PartRow.from_raw_data(item) for item in parts]
    return {int(row.sk[-2:], 16): heads.unpack(row.heads) for row in rows if row.sk.startswith(f"{name}#")}


def key_of(item: Item) -> Key:
    """The (pk, sk) of an item."""
    return item["pk"]["S"], item["sk"]["S"]


def entries_in(items: Sequence[Item]) -> list[Entry]:
    """All entries of an account, out of its partition."""
    pages = [one for item in items if item["kind"]["S"] == "ledger_page" for one in _page(item)]
    rows = [AccountRow.from_raw_data(item) for item in items if item["kind"]["S"] == "ledger_account"]
    return pages + [one for row in rows for one in recent_of(row)]


def _page(item: Item) -> tuple[Entry, ...]:
    return entries_of(PageRow.from_raw_data(item))


def _other_sides(account_id: str, entries: Sequence[Entry], find: FindItems) -> dict[str, Entry]:
    """The archived ones among these entries, as the archive says them."""
    keys = sorted({counter_key(account_id, entry.id) for entry in entries})
    items = find(keys) if keys else {}
    if broken := unsealed(list(items.values())):
        raise LedgerBroken("; ".join(f"{one.pk} {one.sk}: {one.why}" for one in broken))
    rows = [CounterRow.from_raw_data(item) for item in items.values()]
    return {row.sk.partition("#")[0]: entry_of(row) for row in rows}


def _sums(account: Account, entries: Sequence[Entry]) -> Iterator[str]:
    if [entry.seq for entry in entries] != list(range(1, account.seq + 1)):
        yield "an entry is missing"
    if sum(entry.amount_cents for entry in entries) != account.balance_cents:
        yield "its balance is not the sum of its entries"
    held = sum(entry.held_cents for entry in entries), sum(hold.amount_cents for hold in account.holds.values())
    if held != (account.held_cents, account.held_cents):
        yield "what is held is not the sum of its holds"


def _chain(account: Account, entries: Sequence[Entry], under: Head | None) -> Iterator[str]:
    head, balance = chain.genesis(account.account_id), 0
    for entry in entries:
        balance += entry.amount_cents
        if (entry.prev, entry.balance_cents) != (head, balance):
            yield f"entry {entry.seq} does not follow the one before"
            return
        head = entry.hash
        if under and entry.seq == under.seq and head != under.hash:
            yield f"entry {entry.seq} is not the one under the signed root"
    if head != account.head:
        yield "its last entry is not its head"
    if under and under.seq > account.seq:
        yield f"the signed root knows {under.seq} entries of it, and there are {account.seq}"


def _archive(account: Account, entries: Sequence[Entry], archived: Mapping[str, Entry]) -> Iterator[Wrong]:
    """An entry may wait for its other side only as long as it is among the recent ones."""
    recent = {entry.id for entry in account.recent}
    for entry in entries:
        there = archived.get(entry.id)
        if there != entry and not (there is None and entry.id in recent):
            why = "the other side is missing" if there is None else "the other side says something else"
            pk, sk = counter_key(account.account_id, entry.id)
            yield Wrong(pk, sk, why)


def _refunds(account_id: str, entries: Sequence[Entry], items: Sequence[Item]) -> Iterator[Wrong]:
    rows = {row.sk.removeprefix("REFUNDS#"): row for row in (RefundsRow.from_raw_data(one) for one in items)}
    given: dict[str, int] = {}
    for entry in entries:
        if entry.kind is EntryKind.REFUND:
            given[str(entry.memo["of"])] = given.get(str(entry.memo["of"]), 0) + entry.amount_cents
    for payment_id, row in rows.items():
        if row.refunded_cents != given.pop(payment_id, 0):
            yield Wrong(row.pk, row.sk, "it is not the sum of the payment's refunds")
    for payment_id in given:
        yield Wrong(account_pk(account_id), f"REFUNDS#{payment_id}", "a payment was refunded, and it does not say so")
