"""A table as lines of JSON and back: what DynamoDB's own export writes to S3 (`{"Item": {...}}`, bytes in base 64)."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Mapping

from tests.simulation.dynamo import Dynamo, Item, Key, key_of


def exported(items: Mapping[Key, Item]) -> Iterator[str]:
    """A line for each item, in no order that matters."""
    for _, item in sorted(items.items(), reverse=True):
        yield json.dumps({"Item": {name: _as_json(typed) for name, typed in item.items()}})


def restored(lines: Iterable[str], table: str) -> Dynamo:
    """A fresh store with a table of these lines."""
    store = Dynamo()
    for line in lines:
        item = {name: _as_bytes(typed) for name, typed in json.loads(line)["Item"].items()}
        store.table(table).put(key_of(item), item, 0.0)
    return store


def _as_json(typed: dict) -> dict:
    return {"B": base64.b64encode(typed["B"]).decode()} if "B" in typed else typed


def _as_bytes(typed: dict) -> dict:
    return {"B": base64.b64decode(typed["B"])} if "B" in typed else typed
