"""What DynamoDB keeps and refuses: items, conditions, transactions, queries, the stream of changes, consumed capacity.

Each operation happens whole and at once; waiting, failing and being late are the client's (client.py). What the real
one answers with a ValidationException is an AssertionError here: no test may pass on a call that AWS would refuse.
"""

from __future__ import annotations

import bisect
import math
import re
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from tests.simulation.expressions import Item, condition, update
from tests.support.shelf import TransactionCanceledException, size

Call = dict[str, Any]
Key = tuple[str, str]
OnChange = Callable[[str, Key, Item | None, Item | None], None]


class Table:
    """The items of one table, in order; for each key also what it held before its last change, and until when."""

    def __init__(self) -> None:
        self.items: dict[Key, Item] = {}
        self.before: dict[Key, tuple[float, Item | None]] = {}
        self.order: dict[str, list[str]] = {}

    def put(self, key: Key, item: Item | None, now_s: float) -> Item | None:
        """Set or remove an item; what was there."""
        old = self.items.get(key)
        self.before[key] = (now_s, old)
        if item is None:
            self.items.pop(key, None)
        else:
            self.items[key] = item
        if old is None:
            order = self.order.setdefault(key[0], [])
            at = bisect.bisect_left(order, key[1])
            if order[at : at + 1] != [key[1]]:
                order.insert(at, key[1])
        return old


class Dynamo:
    """Every table there is."""

    def __init__(self) -> None:
        self.tables: dict[str, Table] = {}
        self.on_change: OnChange = lambda table, key, old, new: None
        self.now_s = 0.0
        self.stale: Callable[[float], bool] = lambda changed_s: False
        """Whether a read that may be stale does not see the change of that moment yet."""
        self.locked: set[tuple[str, Key]] = set()
        self.tokens: dict[str, str] = {}
        self.writes = self.reads = 0.0
        self.metered = True
        """Capacity is counted; off, it costs no processor."""
        self.counts: dict[str, int] = {}

    def answer(self, operation: str, call: Call) -> Any:
        """Do it, or raise what botocore would."""
        self.counts[operation] = self.counts.get(operation, 0) + 1
        return _OPERATIONS[operation](self, call)

    def fork(self) -> Dynamo:
        """Another that begins as this one is."""
        other = Dynamo()
        other.metered = self.metered
        for name, table in self.tables.items():
            twin = other.table(name)
            twin.items, twin.before = dict(table.items), dict(table.before)
            twin.order = {pk: list(order) for pk, order in table.order.items()}
        other.tokens = dict(self.tokens)
        return other

    def table(self, name: str) -> Table:
        """By name; there as soon as it is named."""
        if name not in self.tables:
            self.tables[name] = Table()
        return self.tables[name]

    def get(self, call: Call) -> Any:
        consistent = call.get("ConsistentRead", False)
        item = self._seen(call["TableName"], key_of(call["Key"]), consistent)
        if self.metered:
            self._read([item] if item else [], consistent)
        return {"Item": dict(item)} if item else {}

    def write(self, operation: str, call: Call, factor: int = 1) -> Any:
        """PutItem, UpdateItem, DeleteItem."""
        name, key = call["TableName"], key_of(call.get("Item") or call["Key"])
        if factor == 1 and (name, key) in self.locked:
            raise refusal("TransactionConflictException", operation)
        table = self.table(name)
        old = table.items.get(key)
        if not holds(call, old or {}):
            answer: Call = {"Error": {"Code": "ConditionalCheckFailedException", "Message": "no"}}
            if call.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD" and old:
                answer["Item"] = dict(old)
            self._wrote(old, None, factor)
            raise ClientError(answer, operation)
        new = _new_item(operation, call, old)
        self._change(table, name, key, new)
        self._wrote(old, new, factor)
        wanted = call.get("ReturnValues", "NONE")
        if wanted == "NONE":
            return {}
        shown = {"ALL_NEW": new, "ALL_OLD": old}.get(wanted)
        assert wanted in ("NONE", "ALL_NEW", "ALL_OLD"), f"the store cannot return {wanted}"
        return {"Attributes": dict(shown)} if shown else {}

    def _change(self, table: Table, name: str, key: Key, new: Item | None) -> None:
        assert not self.metered or new is None or size(new) <= 400 * 1024, "an item holds at most 400 kB"
        old = table.put(key, new, self.now_s)
        if old != new:
            self.on_change(name, key, old, new)

    def query(self, call: Call) -> Any:
        name = call["TableName"]
        names, values = call.get("ExpressionAttributeNames", {}), call.get("ExpressionAttributeValues", {})
        assert "IndexName" not in call, "the store has no indexes"
        within, keep = condition(call["KeyConditionExpression"]), condition(call.get("FilterExpression", ""))
        pk = _partition(call["KeyConditionExpression"], names, values)
        order = self.table(name).order.get(pk, [])
        forward = call.get("ScanIndexForward", True)
        start = call.get("ExclusiveStartKey", {}).get("sk", {}).get("S")
        limit = call.get("Limit") or math.inf
        found: list[Item] = []
        last: Item | None = None
        for sk in order if forward else reversed(order):
            if start is not None and (sk <= start if forward else sk >= start):
                continue
            keys = {"pk": {"S": pk}, "sk": {"S": sk}}
            if not within(keys, names, values):
                continue
            item = self._seen(name, (pk, sk), call.get("ConsistentRead", False))
            if item is None:
                continue
            if len(found) == limit:
                last = {part: found[-1][part] for part in ("pk", "sk")}
                break
            found.append(item)
        self._read(found, call.get("ConsistentRead", False))
        kept = [dict(item) for item in found if keep(item, names, values)]
        page = {"Items": kept, "Count": len(kept), "ScannedCount": len(found)}
        return page | ({"LastEvaluatedKey": last} if last else {})

    def batch_get(self, call: Call) -> Any:
        answers: dict[str, list[Item]] = {}
        for name, asked in call["RequestItems"].items():
            keys, consistent = [key_of(key) for key in asked["Keys"]], asked.get("ConsistentRead", False)
            assert 0 < len(keys) <= 100, "a batch reads 1 to 100 items"
            assert len(set(keys)) == len(keys), "a batch reads each item once"
            seen = [self._seen(name, key, consistent) for key in keys]
            for item in seen if self.metered else ():
                self._read([item] if item else [], consistent)
            answers[name] = [dict(item) for item in seen if item]
        return {"Responses": answers, "UnprocessedKeys": {}}

    def batch_write(self, call: Call) -> Any:
        requests = [(name, one) for name, many in call["RequestItems"].items() for one in many]
        assert 0 < len(requests) <= 25, "a batch writes 1 to 25 items"
        keys = [(name, key_of(one["PutRequest"]["Item"] if "PutRequest" in one else one["DeleteRequest"]["Key"]))
                for name, one in requests]  # fmt: skip
        assert len(set(keys)) == len(keys), "a batch writes each item once"
        for name, one in requests:
            if "PutRequest" in one:
                self.write("PutItem", {"TableName": name, **one["PutRequest"]})
            else:
                self.write("DeleteItem", {"TableName": name, **one["DeleteRequest"]})
        return {"UnprocessedItems": {}}

    def transact(self, call: Call) -> Any:
        """TransactWriteItems; the same token within the run is the same transaction."""
        token = call.get("ClientRequestToken")
        if token in self.tokens:
            if self.tokens[token] != repr(call["TransactItems"]):
                raise refusal("IdempotentParameterMismatchException", "TransactWriteItems")
            return {}
        actions = [next(iter(action.items())) for action in call["TransactItems"]]
        keys = targets(call)
        assert 0 < len(actions) <= 100, "a transaction has 1 to 100 actions"
        assert len(set(keys)) == len(keys), "a transaction touches each item once"
        held = [holds(one, self.table(name).items.get(key) or {})
                for (_, one), (name, key) in zip(actions, keys, strict=True)]  # fmt: skip
        if not all(held):
            raise cancelled("None" if ok else "ConditionalCheckFailed" for ok in held)
        for what, one in actions:
            if what != "ConditionCheck":
                self.write(f"{what}Item", {k: v for k, v in one.items() if k != "ConditionExpression"}, factor=2)
        if token:
            self.tokens[token] = repr(call["TransactItems"])
        return {}

    def transact_get(self, call: Call) -> Any:
        keys = [(one["Get"]["TableName"], key_of(one["Get"]["Key"])) for one in call["TransactItems"]]
        seen = [self.table(name).items.get(key) for name, key in keys]
        for item in seen:
            self._read([item] if item else [], True, factor=2)
        return {"Responses": [{"Item": dict(item)} if item else {} for item in seen]}

    def _wrote(self, old: Item | None, new: Item | None, factor: int) -> None:
        if self.metered:
            self.writes += max(1, *(math.ceil(size(item) / 1024) for item in (old or {}, new or {}))) * factor

    def _read(self, items: list[Item], consistent: bool, factor: int = 1) -> None:
        if self.metered:
            units = max(1, math.ceil(sum(map(size, items)) / 4096)) * factor
            self.reads += units if consistent else units / 2

    def _seen(self, name: str, key: Key, consistent: bool) -> Item | None:
        table = self.table(name)
        if not consistent and key in table.before and self.stale(table.before[key][0]):
            return table.before[key][1]
        return table.items.get(key)


_OPERATIONS: dict[str, Callable[[Dynamo, Call], Any]] = {
    "GetItem": Dynamo.get,
    "PutItem": lambda store, call: store.write("PutItem", call),
    "UpdateItem": lambda store, call: store.write("UpdateItem", call),
    "DeleteItem": lambda store, call: store.write("DeleteItem", call),
    "Query": Dynamo.query,
    "BatchGetItem": Dynamo.batch_get,
    "BatchWriteItem": Dynamo.batch_write,
    "TransactWriteItems": Dynamo.transact,
    "TransactGetItems": Dynamo.transact_get,
}


def holds(call: Call, item: Item) -> bool:
    """Whether the call's condition holds for the item as it is."""
    text = call.get("ConditionExpression")
    return not text or condition(text)(
        item, call.get("ExpressionAttributeNames", {}), call.get("ExpressionAttributeValues", {})
    )


def targets(call: Call) -> list[tuple[str, Key]]:
    """What a transaction touches."""
    actions = [next(iter(action.values())) for action in call["TransactItems"]]
    return [(one["TableName"], key_of(one.get("Item") or one["Key"])) for one in actions]


def key_of(item: Item) -> Key:
    """(pk, sk) of an item or a key."""
    key = item["pk"]["S"], item["sk"]["S"]
    assert "" not in key, "a key is never empty"
    return key


def refusal(code: str, operation: str, status: int = 400) -> ClientError:
    """As botocore would raise it."""
    return ClientError(
        {"Error": {"Code": code, "Message": code}, "ResponseMetadata": {"HTTPStatusCode": status}}, operation
    )  # type: ignore[typeddict-item]


def cancelled(codes: Any) -> ClientError:
    """A transaction that did not happen, and why, item by item."""
    answer: Any = {
        "Error": {"Code": "TransactionCanceledException", "Message": "Transaction cancelled"},
        "CancellationReasons": [{"Code": code} for code in codes],
    }
    return TransactionCanceledException(answer, "TransactWriteItems")


def _partition(text: str, names: dict[str, str], values: dict[str, Any]) -> str:
    """The pk a query asks for."""
    for name, value in re.findall(r"(#?\w+) = (:\w+)", text):
        if names.get(name, name) == "pk":
            pk: str = values[value]["S"]
            return pk
    raise AssertionError(f"a query names its pk: {text}")


def _new_item(operation: str, call: Call, old: Item | None) -> Item | None:
    if operation == "PutItem":
        item: Item = call["Item"]
        return item
    if operation == "DeleteItem":
        return None
    changed = update(call["UpdateExpression"])
    return changed(
        old or dict(call["Key"]), call.get("ExpressionAttributeNames", {}), call.get("ExpressionAttributeValues", {})
    )
