"""Deploys the city to the local cloud through CloudFormation, and only what changed."""

from __future__ import annotations

import json
import sysconfig
import time
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from infra.local import artifacts, expand
from infra.local.aws import Clients
from infra.local.place import Place
from infra.local.say import Trouble

STACK = "cercano"
PATIENCE_S = 180
BROKEN = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED", "UPDATE_ROLLBACK_FAILED"}
EVERYTHING = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]


def expanded(
    place: Place,
    clients: Clients,
    *,
    trim: Any = None,
    only: frozenset[str] | None = None,
) -> expand.Expanded:
    """The whole city as plain CloudFormation; its code and children are in the deploy bucket afterwards."""
    bucket = artifacts.Bucket(clients("s3"), place.cloud_url)
    packer: artifacts.Packer = (
        artifacts.Links(place.root, Path(sysconfig.get_paths()["purelib"]))
        if place.cloud == "ministack"
        else artifacts.WholeFolders()
    )
    kept: dict[Path, str] = {}

    def keep_code(folder: Path) -> str:
        if folder not in kept:
            kept[folder] = f"s3://{artifacts.BUCKET}/{bucket.keep(packer.pack(folder), '.zip')}"
        return kept[folder]

    def keep_template(template: expand.Template) -> str:
        return bucket.url_of(bucket.keep(_text(template), ".json"))

    return expand.expand(
        place.root / "template.yaml",
        keep_code=keep_code,
        keep_template=keep_template,
        trim=trim or (lambda template: template),
        only=only,
    )


def deploy(place: Place, clients: Clients, city: expand.Expanded) -> bool:
    """Creates or updates the stack; False when it already was so.

    Raises:
        Trouble: CloudFormation refused, with the first reasons it gave.
    """
    cloudformation = clients("cloudformation")
    bucket = artifacts.Bucket(clients("s3"), place.cloud_url)
    key = bucket.keep(_text(city.template), ".json")
    values = {
        "Stage": place.stage,
        "City": place.city,
        "TokenKeysBase": place.cloud_url,
        "MailFrom": f"cercano@{place.city}.example",
    }
    parameters = [
        {"ParameterKey": name, "ParameterValue": value}
        for name, value in values.items()
        if name in city.template.get("Parameters", {})
    ]
    now = _stack(cloudformation)
    if now is not None and now["StackStatus"] in BROKEN:
        cloudformation.delete_stack(StackName=STACK)
        _wait(cloudformation, gone_is_fine=True)
        now = None
    tags = [{"Key": "template", "Value": key}]
    if now is not None and now.get("Tags") == tags and _says(now, values):
        return False
    verb = cloudformation.create_stack if now is None else cloudformation.update_stack
    try:
        verb(
            StackName=STACK,
            TemplateURL=bucket.url_of(key),
            Parameters=parameters,
            Tags=tags,
            Capabilities=EVERYTHING,
        )
    except ClientError as refused:
        if "No updates are to be performed" in str(refused):
            return False
        raise Trouble(f"CloudFormation refused the template: {refused}") from refused
    _wait(cloudformation)
    return True


def outputs(clients: Clients) -> dict[str, str]:
    """What the root stack says of itself."""
    stack = _stack(clients("cloudformation"))
    return {one["OutputKey"]: one["OutputValue"] for one in (stack or {}).get("Outputs", [])}


def physical_ids(clients: Clients, city: expand.Expanded) -> dict[Path, dict[str, str]]:
    """For each template file: logical id -> physical id of what was made of it."""
    found: dict[Path, dict[str, str]] = {}

    def look(one: expand.Expanded, stack: str) -> None:
        pages = clients("cloudformation").get_paginator("list_stack_resources").paginate(StackName=stack)
        made = {
            item["LogicalResourceId"]: item.get("PhysicalResourceId", "")
            for page in pages
            for item in page["StackResourceSummaries"]
        }
        found[one.source] = made
        for name, child in one.children.items():
            if made.get(name):
                look(child, made[name])

    look(city, STACK)
    return found


def _says(stack: dict[str, Any], values: dict[str, str]) -> bool:
    held = {one["ParameterKey"]: one["ParameterValue"] for one in stack["Parameters"]}
    return all(held.get(name, value) == value for name, value in values.items())


def _text(template: expand.Template) -> bytes:
    return json.dumps(template, sort_keys=True, default=str).encode()


def _stack(cloudformation: Any) -> dict[str, Any] | None:
    try:
        stacks: list[dict[str, Any]] = cloudformation.describe_stacks(StackName=STACK)["Stacks"]
    except ClientError:
        return None
    return stacks[0] if stacks and stacks[0]["StackStatus"] != "DELETE_COMPLETE" else None


def _wait(cloudformation: Any, *, gone_is_fine: bool = False) -> None:
    ends = time.monotonic() + PATIENCE_S
    while time.monotonic() < ends:
        stack = _stack(cloudformation)
        if stack is None:
            if gone_is_fine:
                return
            raise Trouble("CloudFormation threw the stack away while it was being made.")
        status = stack["StackStatus"]
        if status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            return
        if not status.endswith("_IN_PROGRESS"):
            raise Trouble(f"The deployment ended as {status}:\n" + "\n".join(_reasons(cloudformation, STACK)))
        time.sleep(0.2)
    raise Trouble(f"The deployment has not ended after {PATIENCE_S} s.")


def _reasons(cloudformation: Any, stack: str) -> list[str]:
    """The first failures, those of nested stacks included."""
    events = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
    failed = [one for one in reversed(events) if one["ResourceStatus"].endswith("FAILED")]
    lines = [f"  {one['LogicalResourceId']}: {one.get('ResourceStatusReason', 'no reason given')}" for one in failed]
    return lines[:8] or ["  it gave no reason; the log of the local cloud may (make logs CLOUD_LOG=1)."]
