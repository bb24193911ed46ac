"""The lines of a function's log: what CloudWatch holds, filtered here (a local cloud filters by plain words only)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from infra.local.say import Trouble

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
OF_THE_MACHINE = {
    "level", "location", "timestamp", "service", "cold_start", "function_name", "function_memory_size",
    "function_arn", "function_request_id", "correlation_id", "message", "exception", "exception_name", "stack_trace",
    "xray_trace_id", "sampling_rate",
}  # fmt: skip
FRAME = ("START RequestId:", "END RequestId:", "REPORT RequestId:")
"""What the platform says around each call."""
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a log."""

    event_id: str
    at: datetime
    text: str
    fields: dict[str, Any]
    """What it says, when it is JSON; else nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which lines the person asked for."""

    level: str = ""
    correlation_id: str = ""

    def __post_init__(self) -> None:
        if self.level and self.level not in LEVELS:
            raise Trouble(f"LEVEL={self.level} is none of {', '.join(LEVELS)}.")

    def holds(self, line: Line) -> bool:
        """True when the line is one of those. A line without a level passes unless a level was asked for."""
        if line.text.startswith(FRAME) or (self.correlation_id and self.correlation_id not in line.text):
            return False
        if not self.level:
            return True
        said = str(line.fields.get("level", ""))
        return said in LEVELS and LEVELS.index(said) >= LEVELS.index(self.level)


def read(logs: Any, function: str, since_ms: int) -> Iterator[Line]:
    """The lines of a function since an instant (ms since 1970), oldest first; none before its first call."""
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=f"/aws/lambda/{function}", startTime=since_ms)
    try:
        events = [event for page in pages for event in page["events"]]
    except ClientError as refused:
        if refused.response["Error"]["Code"] == "ResourceNotFoundException":
            return
        raise
    for place, event in enumerate(sorted(events, key=lambda one: one["timestamp"])):
        for number, text in enumerate(event["message"].rstrip("\n").split("\n")):
            yield Line(
                event_id=f"{event.get('eventId', place)}/{number}",
                at=datetime.fromtimestamp(event["timestamp"] / 1000, UTC),
                text=text,
                fields=_fields(text),
            )


def pretty(line: Line) -> str:
    """The line for a person: time, level, what happened, and what it says of it."""
    if not line.fields:
        return f"{line.at:%H:%M:%S}          {line.text}"
    if "_aws" in line.fields:
        names = [m["Name"] for group in line.fields["_aws"]["CloudWatchMetrics"] for m in group["Metrics"]]
        return f"{line.at:%H:%M:%S} metric   " + " ".join(f"{name}={line.fields.get(name)}" for name in names)
    rest = " ".join(f"{name}={value}" for name, value in line.fields.items() if name not in OF_THE_MACHINE)
    said = f"{line.at:%H:%M:%S} {line.fields.get('level', '')!s:8} {line.fields.get('message', '')} {rest}"
    fault = line.fields.get("exception")
    return f"{said.rstrip()}\n{fault}" if fault else said.rstrip()


def seconds(text: str) -> int:
    """How long "90s", "10m", "2h" or "1d" is.

    Raises:
        Trouble: it is none of these.
    """
    found = re.fullmatch(r"(\d+)([smhd])", text)
    if not found:
        raise Trouble(f"SINCE={text} is no length of time; write 90s, 10m, 2h or 1d.")
    return int(found[1]) * UNITS[found[2]]


def _fields(text: str) -> dict[str, Any]:
    if not text.startswith("{"):
        return {}
    try:
        said = json.loads(text)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
