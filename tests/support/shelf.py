"""A DynamoDB of a few lines, for tests that stop a function between two writes, interleave two of them, or count what
they cost.

It keeps items by (pk, sk), obeys the conditions PynamoDB writes, and asks `before` ahead of every call. Capacity is
computed as DynamoDB bills it: item size is names plus values, writes by started KB, reads by started 4 KB, half when
eventually consistent.
"""

from __future__ import annotations

import base64
import copy
import math
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from botocore.exceptions import ClientError

from cercano.kit import aws

Item = dict[str, dict[str, Any]]
Call = dict[str, Any]


class Killed(BaseException):
    """The process ends here."""


class TransactionCanceledException(ClientError):
    """A condition of a transaction does not hold."""


class Shelf:
    """Stands in for botocore's DynamoDB client."""

    _request_signer = None

    class exceptions:  # noqa: N801 - botocore's own name
        TransactionCanceledException = TransactionCanceledException

    def __init__(self) -> None:
        self.tables: dict[str, dict[tuple[str, str], Item]] = {}
        self.before: Callable[[str, Call], None] = lambda operation, call: None
        self.writes = self.reads = 0.0
        self.calls: list[str] = []

    @contextmanager
    def standing_in(self) -> Iterator[Shelf]:
        """Every call of the code under test comes here."""
        with patch.object(aws, "client", lambda *_: self):
            yield self

    def _make_api_call(self, operation: str, call: Call) -> Any:
        self.before(operation, call)
        self.calls.append(operation)
        return getattr(self, f"_{_snake(operation)}")(copy.deepcopy(call))

    def query(self, **call: Any) -> Any:
        return self._make_api_call("Query", call)

    def scan(self, **call: Any) -> Any:
        return self._make_api_call("Scan", call)

    def batch_get_item(self, **call: Any) -> Any:
        return self._make_api_call("BatchGetItem", call)

    def batch_write_item(self, **call: Any) -> Any:
        return self._make_api_call("BatchWriteItem", call)

    def transact_write_items(self, **call: Any) -> Any:
        return self._make_api_call("TransactWriteItems", call)

    def _get_item(self, call: Call) -> Any:
        item = self._table(call["TableName"]).get(_key(call["Key"]))
        self._read([item] if item else [], consistent=call.get("ConsistentRead", False))
        return {"Item": copy.deepcopy(item)} if item else {}

    def _put_item(self, call: Call) -> Any:
        table, item = self._table(call["TableName"]), call["Item"]
        if not _holds(call.get("ConditionExpression", ""), table.get(_key(item)) or {}, call):
            raise ClientError({"Error": {"Code": "ConditionalCheckFailedException", "Message": "no"}}, "PutItem")
        self._write(table, item)
        return {}

    def _delete_item(self, call: Call) -> Any:
        table, key = self._table(call["TableName"]), _key(call["Key"])
        if not _holds(call.get("ConditionExpression", ""), table.get(key) or {}, call):
            raise ClientError({"Error": {"Code": "ConditionalCheckFailedException", "Message": "no"}}, "DeleteItem")
        table.pop(key, None)
        self.writes += 1
        return {}

    def _query(self, call: Call) -> Any:
        rows = sorted(self._table(call["TableName"]).items(), reverse=not call.get("ScanIndexForward", True))
        met = [item for _, item in rows if _holds(call["KeyConditionExpression"], item, call)]
        self._read(
            [{"all": {"S": "x" * sum(map(size, met))}}] if met else [], consistent=call.get("ConsistentRead", False)
        )
        kept = [item for item in met if _holds(call.get("FilterExpression", ""), item, call)]
        return {"Items": copy.deepcopy(kept), "Count": len(kept), "ScannedCount": len(met)}

    def _scan(self, call: Call) -> Any:
        """A segment is some partitions, as DynamoDB's hash of them has it."""
        here, of = call.get("Segment", 0), call.get("TotalSegments", 1)
        rows = sorted(self._table(call["TableName"]).items())
        met = [item for (pk, _), item in rows if zlib.crc32(pk.encode()) % of == here]
        self._read(met, consistent=call.get("ConsistentRead", False))
        kept = [item for item in met if _holds(call.get("FilterExpression", ""), item, call)]
        return {"Items": copy.deepcopy(kept), "Count": len(kept), "ScannedCount": len(met)}

    def _batch_get_item(self, call: Call) -> Any:
        found: dict[str, list[Item]] = {}
        for name, asked in call["RequestItems"].items():
            items = [self._table(name).get(_key(key)) for key in asked["Keys"]]
            for item in items:
                self._read([item] if item else [], consistent=asked.get("ConsistentRead", False))
            found[name] = [copy.deepcopy(item) for item in items if item]
        return {"Responses": found, "UnprocessedKeys": {}}

    def _batch_write_item(self, call: Call) -> Any:
        for name, requests in call["RequestItems"].items():
            for request in requests:
                if "PutRequest" in request:
                    self._write(self._table(name), request["PutRequest"]["Item"])
                else:
                    self._table(name).pop(_key(request["DeleteRequest"]["Key"]), None)
                    self.writes += 1
        return {"UnprocessedItems": {}}

    def _transact_write_items(self, call: Call) -> Any:
        puts = [write["Put"] for write in call["TransactItems"]]
        held = [
            _holds(put.get("ConditionExpression", ""), self._table(put["TableName"]).get(_key(put["Item"])) or {}, put)
            for put in puts
        ]
        if not all(held):
            reasons = [{"Code": "None" if ok else "ConditionalCheckFailed"} for ok in held]
            error = {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": reasons}
            raise TransactionCanceledException(error, "TransactWriteItems")
        for put in puts:
            self._write(self._table(put["TableName"]), put["Item"])
            self.writes += math.ceil(size(put["Item"]) / 1024)
        return {}

    def _table(self, name: str) -> dict[tuple[str, str], Item]:
        return self.tables.setdefault(name, {})

    def _write(self, table: dict[tuple[str, str], Item], item: Item) -> None:
        table[_key(item)] = copy.deepcopy(item)
        self.writes += math.ceil(size(item) / 1024)

    def _read(self, items: list[Item], *, consistent: bool) -> None:
        units = max(1, sum(math.ceil(size(item) / 4096) for item in items))
        self.reads += units if consistent else units / 2


def size(item: Item) -> int:
    """Bytes of an item as DynamoDB counts them."""
    total = 0
    for name, typed in item.items():
        ((kind, value),) = typed.items()
        if kind == "B":
            length = len(value) if isinstance(value, bytes) else len(base64.b64decode(value))
        else:
            length = (len(str(value)) + 1) // 2 + 1 if kind == "N" else len(str(value).encode())
        total += len(name) + length
    return total


_TERM = re.compile(
    r"(?P<absent>attribute_not_exists) \((?P<gone>#?\w+)\)"
    r"|(?P<left>#?\w+) (?:(?P<op>=) (?P<right>:\w+)|BETWEEN (?P<low>:\w+) AND (?P<high>:\w+)|IN \((?P<any>[^)]*)\))"
)


def _holds(expression: str, item: Item, call: Call) -> bool:
    names, values = call.get("ExpressionAttributeNames", {}), call.get("ExpressionAttributeValues", {})
    plain = expression.replace("attribute_not_exists(", "attribute_not_exists (")
    assert not re.search(" OR |NOT ", plain), f"the shelf cannot read {expression}"
    for term in _TERM.finditer(plain):
        part = term.groupdict()
        name = names.get(part["gone"] or part["left"], part["gone"] or part["left"])
        held = item.get(name)
        if part["absent"]:
            holds = held is None
        elif part["op"]:
            holds = held == values[part["right"]]
        elif part["low"]:
            holds = held is not None and values[part["low"]]["S"] <= held["S"] <= values[part["high"]]["S"]
        else:
            holds = held in [values[one.strip()] for one in part["any"].split(",")]
        if not holds:
            return False
    return True


def _key(item: Item) -> tuple[str, str]:
    return item["pk"]["S"], item["sk"]["S"]


def _snake(operation: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", operation).lower()
