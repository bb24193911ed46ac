"""Many rows in few calls: what DynamoDB leaves undone is asked for again, with growing pauses, until it is done."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from cercano.kit import aws
from cercano.kit.settings import setting
from cercano.kit.table import Row

R = TypeVar("R", bound=Row)
Requests = dict[str, Any]

GET_LIMIT = 100
WRITE_LIMIT = 25
ATTEMPTS = 8
FIRST_PAUSE_S = 0.05


class LeftUndone(RuntimeError):
    """DynamoDB still refused part of a batch after every attempt; the rest of it was done."""


def find_many(kind: type[R], keys: Iterable[tuple[str, str]], *, consistent: bool = True) -> list[R]:
    """The rows of these (pk, sk), those that exist, in no order."""
    found = find_items(setting(kind.table_setting), keys, consistent=consistent)
    return [kind.from_raw_data(item) for item in found]


def find_items(table: str, keys: Iterable[tuple[str, str]], *, consistent: bool = True) -> list[dict[str, Any]]:
    """The same as they lie in DynamoDB, for whoever looks at their bytes."""
    found: list[dict[str, Any]] = []

    def read(todo: Requests) -> Requests:
        answer = aws.client("dynamodb").batch_get_item(RequestItems=todo)
        found.extend(answer["Responses"].get(table, []))
        return answer.get("UnprocessedKeys") or {}

    for chunk in _chunks(sorted(set(keys)), GET_LIMIT):
        asked = [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in chunk]
        _until_done(read, {table: {"Keys": asked, "ConsistentRead": consistent}})
    return found


def put_many(rows: Iterable[Row]) -> None:
    """Write rows whatever is there: for rows that are the same whoever writes them."""
    _write([(setting(row.table_setting), {"PutRequest": {"Item": row.serialize()}}) for row in rows])


def _write(requests: list[tuple[str, dict[str, Any]]]) -> None:
    def write(todo: Requests) -> Requests:
        return aws.client("dynamodb").batch_write_item(RequestItems=todo).get("UnprocessedItems") or {}

    for chunk in _chunks(requests, WRITE_LIMIT):
        todo: Requests = {}
        for table, request in chunk:
            todo.setdefault(table, []).append(request)
        _until_done(write, todo)


def _until_done(send: Callable[[Requests], Requests], todo: Requests) -> None:
    """Send what is still to do, time and again; `send` answers what was left."""
    for attempt in range(ATTEMPTS):
        todo = send(todo)
        if not todo:
            return
        time.sleep(random.uniform(0.5, 1) * FIRST_PAUSE_S * 2**attempt)  # noqa: S311 - a pause, not a secret
    raise LeftUndone(f"still undone after {ATTEMPTS} attempts: {', '.join(todo)}")


def _chunks(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (items[start : start + size] for start in range(0, len(items), size))
