"""One stack of the local cloud: made when it is not there, updated when it changed, explained when it fails."""

from __future__ import annotations

import time
from typing import Any

from botocore.exceptions import ClientError

from infra.local.say import Trouble

PATIENCE_S = 180
BROKEN = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED", "UPDATE_ROLLBACK_FAILED"}
EVERYTHING = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]


class Stack:
    """A stack by its name."""

    def __init__(self, cloudformation: Any, name: str) -> None:
        self._api = cloudformation
        self.name = name

    def put(self, url: str, values: dict[str, str]) -> bool:
        """Makes the stack like the template at `url`; False when it already was.

        Raises:
            Trouble: CloudFormation refused or failed, with the first reasons it gave.
        """
        now = self._described()
        if now is not None and now["StackStatus"] in BROKEN:
            self.remove()
            now = None
        tags = [{"Key": "template", "Value": url.rsplit("/", 1)[-1]}]
        if now is not None and now.get("Tags") == tags and _holds(now, values):
            return False
        verb = self._api.create_stack if now is None else self._api.update_stack
        try:
            verb(
                StackName=self.name,
                TemplateURL=url,
                Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in values.items()],
                Tags=tags,
                Capabilities=EVERYTHING,
            )
        except ClientError as refused:
            if "No updates are to be performed" in str(refused):
                return False
            raise Trouble(f"CloudFormation refused {self.name}: {refused}") from refused
        self._wait()
        return True

    def stands(self) -> bool:
        """Whether it is there, and whole."""
        now = self._described()
        return now is not None and now["StackStatus"] not in BROKEN

    def remove(self) -> None:
        """Deletes the stack and what it holds."""
        self._api.delete_stack(StackName=self.name)
        ends = time.monotonic() + PATIENCE_S
        while self._described() is not None and time.monotonic() < ends:
            time.sleep(0.1)

    def outputs(self) -> dict[str, str]:
        """What the stack says of itself; nothing when it is not there."""
        return {one["OutputKey"]: one["OutputValue"] for one in (self._described() or {}).get("Outputs", [])}

    def physical_ids(self) -> dict[str, str]:
        """Logical id -> physical id of what the stack made."""
        if self._described() is None:
            return {}
        pages = self._api.get_paginator("list_stack_resources").paginate(StackName=self.name)
        return {
            item["LogicalResourceId"]: item.get("PhysicalResourceId", "")
            for page in pages
            for item in page["StackResourceSummaries"]
        }

    def _described(self) -> dict[str, Any] | None:
        try:
            stacks: list[dict[str, Any]] = self._api.describe_stacks(StackName=self.name)["Stacks"]
        except ClientError:
            return None
        return stacks[0] if stacks and stacks[0]["StackStatus"] != "DELETE_COMPLETE" else None

    def _wait(self) -> None:
        ends = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends:
            status = (self._described() or {"StackStatus": "gone"})["StackStatus"]
            if status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
                return
            if not status.endswith("_IN_PROGRESS"):
                raise Trouble(f"The deployment of {self.name} ended as {status}:\n" + "\n".join(self._reasons()))
            time.sleep(0.1)
        raise Trouble(f"The deployment of {self.name} has not ended after {PATIENCE_S} s.")

    def _reasons(self) -> list[str]:
        events = self._api.describe_stack_events(StackName=self.name)["StackEvents"]
        failed = [one for one in reversed(events) if one["ResourceStatus"].endswith("FAILED")]
        lines = [
            f"  {one['LogicalResourceId']}: {one.get('ResourceStatusReason', 'no reason given')}" for one in failed
        ]
        return lines[:8] or ["  it gave no reason; the log of the local cloud may."]


def _holds(stack: dict[str, Any], values: dict[str, str]) -> bool:
    held = {one["ParameterKey"]: one["ParameterValue"] for one in stack["Parameters"]}
    return all(held.get(name) in (value, "****") for name, value in values.items())
