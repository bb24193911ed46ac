"""Does through the API what the local CloudFormation ignores: expiry of items, backups, reserved concurrency."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from infra.local.aws import Clients
from infra.local.expand import Expanded
from infra.local.say import warn


def mend(clients: Clients, city: Expanded, made: dict[Path, dict[str, str]]) -> None:
    """Goes over every table and function of the city; doing it twice changes nothing."""
    for one in city.all():
        ids = made.get(one.source, {})
        for name, resource in one.template["Resources"].items():
            properties = resource.get("Properties", {})
            if name not in ids:
                continue
            try:
                _resource(clients, resource["Type"], ids[name], properties)
            except ClientError as refused:
                warn(f"{name}: this cloud does not do {refused.operation_name}")


def _resource(clients: Clients, kind: str, physical_id: str, properties: dict[str, Any]) -> None:
    if kind == "AWS::DynamoDB::Table":
        _table(clients, physical_id, properties)
    elif kind == "AWS::Lambda::Function" and "ReservedConcurrentExecutions" in properties:
        clients("lambda").put_function_concurrency(
            FunctionName=physical_id, ReservedConcurrentExecutions=properties["ReservedConcurrentExecutions"]
        )


def _table(clients: Clients, table: str, properties: dict[str, dict[str, object]]) -> None:
    # What depends on the stage (an intrinsic, not a plain true) is left as the local cloud made it: off.
    dynamodb = clients("dynamodb")
    expiry = properties.get("TimeToLiveSpecification", {})
    if expiry.get("Enabled") is True:
        now = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
        if now.get("TimeToLiveStatus") != "ENABLED":
            dynamodb.update_time_to_live(TableName=table, TimeToLiveSpecification=expiry)
    backups = properties.get("PointInTimeRecoverySpecification", {})
    if backups.get("PointInTimeRecoveryEnabled") is True:
        dynamodb.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification=backups)
