"""Rows of a domain's DynamoDB table: found by their key, changed only over the version that was read.

A domain's store declares what its rows hold:

    class VenueRow(Row, discriminator="venue"):
        capacity = IntegerAttribute()

The table's name is the setting TABLE_NAME; rows that live elsewhere say `table_setting = "READINGS_TABLE"`.
`told` holds the facts of this very write: state and facts are one item, so they can never part (see kit/outbox.py).
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, ClassVar, Self

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.connection.base import MetaTable
from pynamodb.connection.table import TableConnection
from pynamodb.exceptions import DeleteError, GetError, PutError
from pynamodb.expressions.condition import Condition

from cercano.kit import aws
from cercano.kit.attributes import (
    BinaryAttribute,
    DateAttribute,
    EnumAttribute,
    ExpiryAttribute,
    FloatAttribute,
    IntegerAttribute,
    JsonAttribute,
    KindAttribute,
    TextAttribute,
    TextSet,
    ToldAttribute,
    UtcAttribute,
)
from cercano.kit.errors import VersionConflict
from cercano.kit.item import Item
from cercano.kit.settings import setting

__all__ = [
    "BinaryAttribute",
    "DateAttribute",
    "EnumAttribute",
    "ExpiryAttribute",
    "FloatAttribute",
    "IntegerAttribute",
    "JsonAttribute",
    "Row",
    "TextAttribute",
    "TextSet",
    "UtcAttribute",
]


Cursor = dict[str, Any]
"""Where a page ended: the key of its last row as DynamoDB writes it, fit for JSON."""


class Row(Item):
    """One item. `pk` gathers what is read together, `sk` orders it; both are text and hold no personal data."""

    table_setting: ClassVar[str] = "TABLE_NAME"

    pk = TextAttribute(hash_key=True)
    sk = TextAttribute(range_key=True)
    kind = KindAttribute()
    version = IntegerAttribute(default=0)
    """0 until first kept, then one more with each `keep`."""
    told = ToldAttribute(null=True)

    @classmethod
    def find(cls, pk: str, sk: str, *, consistent: bool = True) -> Self | None:
        """The row of this key, or None."""
        call = {
            "TableName": setting(cls.table_setting),
            "Key": {"pk": {"S": pk}, "sk": {"S": sk}},
            "ConsistentRead": consistent,
        }
        try:
            item = aws.client("dynamodb")._make_api_call("GetItem", call).get("Item")
        except (BotoCoreError, ClientError) as fault:
            raise GetError(f"Failed to get item: {fault}", fault) from fault
        return cls.from_raw_data(item) if item else None

    @classmethod
    def every(
        cls, pk: str, where: Condition | None = None, *, newest_first: bool = False, consistent: bool = False
    ) -> Iterator[Self]:
        """All rows of this class under a `pk`, in the order of `sk`; `where` is a condition on `sk`."""
        return cls.query(pk, where, scan_index_forward=not newest_first, consistent_read=consistent)

    @classmethod
    def page(
        cls,
        pk: str,
        where: Condition | None = None,
        *,
        limit: int,
        after: Cursor | None = None,
        newest_first: bool = False,
    ) -> tuple[list[Self], Cursor | None]:
        """At most `limit` rows, and the cursor of the next page (None: there is none)."""
        found = cls.query(pk, where, limit=limit, last_evaluated_key=after, scan_index_forward=not newest_first)
        return list(found), found.last_evaluated_key

    def keep(self, *, only_if: Condition | None = None) -> Self:
        """Write the row over the version that was read (a new row: only if there is none) and raise its version.

        Raises:
            VersionConflict: somebody else wrote it first, or `only_if` does not hold; nothing was written or told.
        """
        read = self.version
        self.version = read + 1
        try:
            if only_if is None:
                self._put(read)
            else:
                self.save(self._unchanged_since(read) & only_if)
        except PutError as refusal:
            self.version = read
            if _lost_the_race(refusal):
                raise VersionConflict from refusal
            raise
        return self

    def remove(self) -> None:
        """Delete the row over the version that was read. It tells nothing: what must be told is kept as a state.

        Raises:
            VersionConflict: somebody else wrote it first.
        """
        try:
            self.delete(self._unchanged_since(self.version))
        except DeleteError as refusal:
            if _lost_the_race(refusal):
                raise VersionConflict from refusal
            raise

    def _put(self, read: int) -> None:
        """What `save` does, on the one condition that nearly every write has: PynamoDB composes its text each time."""
        call = {"TableName": setting(self.table_setting), "Item": self.serialize(), **over(read)}
        try:
            aws.client("dynamodb")._make_api_call("PutItem", call)
        except (BotoCoreError, ClientError) as fault:
            raise PutError(f"Failed to put item: {fault}", fault) from fault

    @classmethod
    def _unchanged_since(cls, version: int) -> Condition:
        return cls.version == version if version else cls.pk.does_not_exist()

    @classmethod
    def _get_connection(cls) -> TableConnection:
        connection = _connection(setting(cls.table_setting))
        connection.connection._client = aws.client("dynamodb")
        return connection


def over(version: int) -> dict[str, Any]:
    """The condition of a write over the version that was read; 0: only if there is no such row."""
    if not version:
        return {"ConditionExpression": "attribute_not_exists(pk)"}
    return {
        "ConditionExpression": "#version = :read",
        "ExpressionAttributeNames": {"#version": "version"},
        "ExpressionAttributeValues": {":read": {"N": str(version)}},
    }


def _lost_the_race(refusal: PutError | DeleteError) -> bool:
    """Whether somebody else wrote the row, or is writing it in a transaction right now.

    (PynamoDB's own reading of the cause breaks when no answer came at all.)
    """
    answer = getattr(refusal.cause, "response", None) or {}
    return answer.get("Error", {}).get("Code") in ("ConditionalCheckFailedException", "TransactionConflictException")


@functools.cache
def _connection(table_name: str) -> TableConnection:
    """PynamoDB's view of one table, on the process's one DynamoDB client."""
    schema = Row._get_schema()
    meta = {
        "TableName": table_name,
        "KeySchema": schema["key_schema"],
        "AttributeDefinitions": schema["attribute_definitions"],
        "GlobalSecondaryIndexes": [
            {"IndexName": index["index_name"], "KeySchema": index["key_schema"]}
            for index in schema["global_secondary_indexes"]
        ],
    }
    return TableConnection(table_name, meta_table=MetaTable(meta))
