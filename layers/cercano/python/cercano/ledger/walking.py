"""Reads the ledger as it lies on the shelf and has all of it checked (checking.py), some parts of it at a time.

An account may move while it is looked at. So what seems wrong is read once more before it is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from cercano.kit import aws
from cercano.kit.batch import find_items
from cercano.kit.settings import setting
from cercano.ledger import checking
from cercano.ledger.checking import Key, Wrong, key_of
from cercano.ledger.heads import PARTS, Head
from cercano.ledger.roots import ROOTS
from cercano.ledger.rows import Item, account_pk

NIGHTS = 28
"""So many nights on end have all the parts had their turn."""


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
    for part in parts:
        roster = items_of(f"ROSTER#{part:02x}")
        wrong = checking.wrongs_of_roster(part, roster, known.get(part, []))
        heads = {head.account_id: head for head in known.get(part, [])}
        ids = [key_of(item)[1] for item in roster]
        yield len(ids), wrong + [one for account_id in ids for one in wrongs_of(account_id, heads.get(account_id))]


def wrongs_of(account_id: str, under: Head | None) -> list[Wrong]:
    """What is wrong with one account, twice in a row."""
    return _looked_at(account_id, under) and _looked_at(account_id, under)


def items_of(pk: str) -> list[Item]:
    """All items of a partition, consistently, in the order of their keys."""
    asked: dict[str, Any] = {
        "TableName": setting("LEDGER_TABLE"),
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": pk}},
        "ConsistentRead": True,
    }
    found: list[Item] = []
    while True:
        answer = aws.client("dynamodb").query(**asked)
        found += answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return found
        asked["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def _looked_at(account_id: str, under: Head | None) -> list[Wrong]:
    return checking.wrongs_of_account(account_id, items_of(account_pk(account_id)), _found, under)


def _found(keys: Sequence[Key]) -> dict[Key, Item]:
    return {key_of(item): item for item in find_items(setting("LEDGER_TABLE"), keys)}
