"""Several rows kept at once or not at all: one DynamoDB transaction, each row over the version that was read.

It costs twice the write units of single writes; what can be one row should be one row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cercano.kit import aws
from cercano.kit.errors import VersionConflict
from cercano.kit.settings import setting
from cercano.kit.table import Row

MOST_ROWS = 100
"""DynamoDB's own limit of one transaction."""
OVERTAKEN = {"ConditionalCheckFailed", "TransactionConflict"}


def keep_together(rows: Sequence[Row]) -> None:
    """Write these rows, at most MOST_ROWS, and raise the version of each.

    Raises:
        VersionConflict: somebody else wrote one of them first; nothing was written or told.
    """
    read = [row.version for row in rows]
    client = aws.client("dynamodb")
    try:
        client.transact_write_items(TransactItems=[_put(row) for row in rows])
    except BaseException as fault:
        for row, version in zip(rows, read, strict=True):
            row.version = version
        if isinstance(fault, client.exceptions.TransactionCanceledException):
            reasons = {reason.get("Code") for reason in fault.response.get("CancellationReasons", [])}
            if reasons & OVERTAKEN:
                raise VersionConflict from fault
        raise


def _put(row: Row) -> dict[str, Any]:
    read, row.version = row.version, row.version + 1
    put: dict[str, Any] = {"TableName": setting(row.table_setting), "Item": row.serialize()}
    if not read:
        return {"Put": put | {"ConditionExpression": "attribute_not_exists(pk)"}}
    condition = {
        "ConditionExpression": "#version = :read",
        "ExpressionAttributeNames": {"#version": "version"},
        "ExpressionAttributeValues": {":read": {"N": str(read)}},
    }
    return {"Put": put | condition}
