"""Several rows kept at once or not at all: one DynamoDB transaction, each row over the version that was read.

It costs twice the write units of single writes; what can be one row should be one row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cercano.kit import aws
from cercano.kit.errors import VersionConflict
from cercano.kit.settings import setting
from cercano.kit.table import Row, over

MOST_ROWS = 100
"""DynamoDB's own limit of one transaction."""
OVERTAKEN = {"ConditionalCheckFailed", "TransactionConflict"}


def keep_together(rows: Sequence[Row], *, remove: Sequence[Row] = ()) -> None:
    """Write these rows, raise the version of each, and delete those in `remove`; at most MOST_ROWS in all.

    Raises:
        VersionConflict: somebody else wrote one of them first; nothing was written or told.
    """
    read = [row.version for row in rows]
    client = aws.client("dynamodb")
    try:
        client.transact_write_items(TransactItems=[*map(_put, rows), *map(_delete, remove)])
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
    return {"Put": {"TableName": setting(row.table_setting), "Item": row.serialize(), **over(read)}}


def _delete(row: Row) -> dict[str, Any]:
    key = {"pk": {"S": row.pk}, "sk": {"S": row.sk}}
    return {"Delete": {"TableName": setting(row.table_setting), "Key": key, **over(row.version)}}
