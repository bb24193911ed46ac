"""Cercano's own words for a counter that has its own certificate: JSON with cumulative totals, an epoch and a sequence.

    {"v": 1, "at": "2026-11-23T09:15:00Z", "epoch": 3, "seq": 1042, "lines": [{"line": 1, "in": 15233, "out": 15102}],
     "battery_pct": 87, "faults": ["blocked"]}

A counter of one line may write "in" and "out" beside "seq". `epoch` rises each time it starts again from zero, `seq`
with each message of an epoch. Fields that are not known are left alone, so that firmware may say more before we
understand it.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, NamedTuple

from cercano.crowd.payloads.decoded import U32, Decoded, LineTotals
from cercano.crowd.payloads.uplink import Unread, instant, json_object

MOST_LINES = 16
_FAULT = re.compile(r"[a-z][a-z_]{0,39}")


class OwnWord(NamedTuple):
    """One message of our own protocol."""

    at: datetime
    epoch: int
    seq: int
    decoded: Decoded


def read(payload: bytes) -> OwnWord | Unread:
    """Read a message."""
    try:
        said = json_object(payload)
        if said.get("v") != 1 or type(said["v"]) is not int:
            raise ValueError("not version 1")
        lines = said.get("lines")
        return OwnWord(
            at=instant(said.get("at")),
            epoch=_whole(said.get("epoch"), "epoch", U32 - 1),
            seq=_whole(said.get("seq"), "seq", 2**53),
            decoded=Decoded(
                lines=_lines(lines if "lines" in said else [said | {"line": 1}]),
                faults=_faults(said.get("faults", [])),
                battery_pct=_battery(said.get("battery_pct")),
            ),
        )
    except (ValueError, OverflowError) as trouble:
        return Unread(str(trouble)[:200])


def _lines(values: Any) -> tuple[LineTotals, ...]:
    if not isinstance(values, list) or not 1 <= len(values) <= MOST_LINES:
        raise ValueError(f"not a list of 1 to {MOST_LINES} lines")
    lines = tuple(_line(value) for value in values)
    if len({line.line for line in lines}) != len(lines):
        raise ValueError("a line is said twice")
    return lines


def _line(value: Any) -> LineTotals:
    if not isinstance(value, dict):
        raise ValueError("a line is not an object")
    line = _whole(value.get("line"), "line", MOST_LINES)
    if line == 0:
        raise ValueError("lines are numbered from 1")
    entered, left = _whole(value.get("in"), "in", U32 - 1), _whole(value.get("out"), "out", U32 - 1)
    return LineTotals(line=line, total_in=entered, total_out=left, wraps_at=U32)


def _whole(value: Any, name: str, highest: int) -> int:
    if type(value) is not int or not 0 <= value <= highest:
        raise ValueError(f"{name} is not a whole number from 0 to {highest}")
    return value


def _faults(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or len(values) > MOST_LINES:
        raise ValueError("faults is not a short list")
    if not all(isinstance(value, str) and _FAULT.fullmatch(value) for value in values):
        raise ValueError("a fault is not a short lower-case word")
    return tuple(values)


def _battery(value: Any) -> int | None:
    if value is None:
        return None
    return _whole(value, "battery_pct", 100)
