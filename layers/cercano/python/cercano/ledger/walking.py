"""Reads the ledger as it lies on the shelf and has all of it checked (checking.py), some parts of it at a time.

An account may move while it is looked at. So what seems wrong is read once more before it is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from cercano.kit import aws
from cercano.kit.batch import find_items
from cercano.kit.settings import setting
from cercano.ledger import checking, strangers
from cercano.ledger.checking import Key, Wrong, key_of
from cercano.ledger.entry import Entry
from cercano.ledger.heads import PARTS, Head
from cercano.ledger.packing import LedgerBroken
from cercano.ledger.roots import ROOTS
from cercano.ledger.rows import BALANCE, AccountRow, Item, account_pk
from cercano.ledger.strangers import Tally

NIGHTS = 32
"""So many nights on end have all the parts had their turn. A night's parts share one bucket of the archive."""


def turn_of(day: date) -> range:
    """The parts that are looked at on a day."""
    return range(day.toordinal() % NIGHTS, PARTS, NIGHTS)


def wrongs_in(parts: Iterable[int], signed: date, jwk: Mapping[str, Any]) -> Iterator[tuple[int, list[Wrong]]]:
    """For each of these parts (0 to 255) how many accounts were looked at, and what is wrong.

    What is wrong with the root of the day `signed` comes first: whatever was before it must be under it.
    """
    roots = [item for item in items_of(ROOTS) if key_of(item)[1] == signed.isoformat()]
    under = items_of(f"ROOT#{signed}") if roots else []
    wrong = checking.wrongs_of_root(roots[0], under, jwk) if roots else [Wrong(ROOTS, f"{signed}", "it is not there")]
    yield 0, wrong
    known = {} if wrong else checking.heads_under(roots[0], under)
    tally, parts = Tally(), tuple(parts)
    for part in parts:
        roster = items_of(f"ROSTER#{part:02x}")
        wrong = checking.wrongs_of_roster(part, roster, known.get(part, []))
        heads = {head.account_id: head for head in known.get(part, [])}
        ids = [key_of(item)[1] for item in roster]
        found = [one for account_id in ids for one in wrongs_of(account_id, heads.get(account_id), tally)]
        yield len(ids), wrong + found
    yield 0, list(strangers.in_the_archive(parts, tally, signed, items_of, _entries_of))


def wrongs_among_credentials(day: date) -> list[Wrong]:
    """What is wrong with the credentials of a part of the table: nothing lists them, so the table is gone through."""
    asked: dict[str, Any] = {
        "TableName": setting("LEDGER_TABLE"),
        "FilterExpression": "pk BETWEEN :first AND :last",
        "ExpressionAttributeValues": {":first": {"S": "CREDENTIAL#"}, ":last": {"S": "CREDENTIAL#~"}},
        "Segment": day.toordinal() % NIGHTS,
        "TotalSegments": NIGHTS,
    }
    found: list[Wrong] = []
    for items in _answers("scan", asked):
        found += strangers.among_credentials(items, _cards_of)
    return found


def wrongs_of(account_id: str, under: Head | None, tally: Tally | None = None) -> list[Wrong]:
    """What is wrong with one account, twice in a row; what is right of it goes into the tally."""
    archived: list[Entry] = []

    def tell(entries: list[Entry]) -> None:
        archived[:] = entries

    found = _looked_at(account_id, under, tell) and _looked_at(account_id, under, tell)
    if tally is not None:
        tally.add(archived)
    return found


def items_of(pk: str) -> list[Item]:
    """All items of a partition, consistently, in the order of their keys."""
    asked: dict[str, Any] = {
        "TableName": setting("LEDGER_TABLE"),
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": pk}},
        "ConsistentRead": True,
    }
    return [item for items in _answers("query", asked) for item in items]


def _answers(operation: str, asked: dict[str, Any]) -> Iterator[list[Item]]:
    """The items of a query or a scan, as many at a time as DynamoDB gives."""
    while True:
        answer = getattr(aws.client("dynamodb"), operation)(**asked)
        yield answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return
        asked = asked | {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def _entries_of(account_id: str) -> list[Entry] | None:
    """All entries of an account; None when it is broken, which was said then."""
    items = items_of(account_pk(account_id))
    if checking.unsealed([item for item in items if item["kind"]["S"].startswith("ledger_")]):
        return None
    try:
        return checking.entries_in(items)
    except LedgerBroken:
        return None


def _cards_of(account_ids: Sequence[str]) -> dict[str, str]:
    """Those of these accounts that are there, each with its card; "" where that is unknown, or the row is broken."""
    items = find_items(setting("LEDGER_TABLE"), [(account_pk(one), BALANCE) for one in account_ids])
    sound = {key_of(item)[0]: not checking.unsealed([item]) for item in items}
    cards = {pk: AccountRow.from_raw_data(item).state.get("card") for item in items if sound[pk := key_of(item)[0]]}
    return {pk.partition("#")[2]: (cards.get(pk) or [""])[0] for pk in sound}


def _looked_at(account_id: str, under: Head | None, tell: Callable[[list[Entry]], None]) -> list[Wrong]:
    return checking.wrongs_of_account(account_id, items_of(account_pk(account_id)), _found, under, tell)


def _found(keys: Sequence[Key]) -> dict[Key, Item]:
    return {key_of(item): item for item in find_items(setting("LEDGER_TABLE"), keys)}
