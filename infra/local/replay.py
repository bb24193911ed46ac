"""Turns a recording of people coming and going (start,in,out) into what a counter at that door would have said.

Pure: the totals are cumulative as a counter's are, the order and the duplicates come from a seed.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from infra.local.say import Trouble

WINDOW = timedelta(hours=6)
COLUMNS = {"start", "in", "out"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One line of a recording."""

    start: datetime
    """Local time of the venue, without a zone, as such files have it."""
    people_in: int
    people_out: int


def read(file: Path) -> list[Period]:
    """The lines of a recording in order of time.

    Raises:
        Trouble: the file is not there, lacks a column or holds something that is no count.
    """
    if not file.exists():
        raise Trouble(f"FILE={file} is not there.")
    with file.open(newline="") as lines:
        rows = csv.DictReader(lines)
        if not set(rows.fieldnames or ()) >= COLUMNS:
            raise Trouble(f"{file.name} needs the columns start,in,out; it has {', '.join(rows.fieldnames or ())}.")
        try:
            found = [_period(row) for row in rows]
        except ValueError as bad:
            raise Trouble(f"{file.name} holds a line that is no count: {bad}") from bad
    if len(found) < 2:
        raise Trouble(f"{file.name} holds fewer than two lines.")
    return sorted(found, key=lambda period: period.start)


def period_s(periods: Sequence[Period]) -> int:
    """How long a line lasts, in seconds."""
    return int((periods[1].start - periods[0].start).total_seconds())


def shifted(periods: Sequence[Period], last_day: date, days: int) -> list[Period]:
    """The last `days` days of a recording, moved by whole days so that they end with `last_day`."""
    by = timedelta(days=(last_day - periods[-1].start.date()).days)
    return [
        Period(start=one.start + by, people_in=one.people_in, people_out=one.people_out)
        for one in periods
        if (periods[-1].start.date() - one.start.date()).days < days
    ]


def messages(periods: Sequence[Period], timezone: str, *, epoch: int = 1) -> list[dict[str, Any]]:
    """What a counter says at the end of each line: totals since the first one, which begins with a word of zeros."""
    zone, length = ZoneInfo(timezone), timedelta(seconds=period_s(periods))
    total_in = total_out = 0
    found = [_message(periods[0].start.replace(tzinfo=zone), epoch, 0, 0, 0)]
    for seq, period in enumerate(periods, start=1):
        total_in += period.people_in
        total_out += period.people_out
        # The end in local time is not the start plus the length on the days the clocks change; the instant is.
        end = period.start.replace(tzinfo=zone).astimezone(ZoneInfo("UTC")) + length
        found.append(_message(end, epoch, seq, total_in, total_out))
    return found


def jumbled(said: Iterable[dict[str, Any]], *, shuffle: bool, duplicates: float, seed: int = 1) -> list[dict[str, Any]]:
    """The same messages as a bad network delivers them: out of order within six hours, some of them twice."""
    chance = random.Random(seed)  # noqa: S311 - a pretence, not a secret
    windows: dict[float, list[dict[str, Any]]] = {}
    for message in said:
        at = datetime.fromisoformat(message["at"]).timestamp()
        windows.setdefault(at // WINDOW.total_seconds(), []).append(message)
    found = []
    for window in windows.values():
        twice = [one for one in window if chance.random() < duplicates]
        inside = window + twice
        if shuffle:
            chance.shuffle(inside)
        elif twice:
            inside.sort(key=lambda one: int(one["seq"]))
        found += inside
    return found


def _period(row: dict[str, str]) -> Period:
    return Period(
        start=datetime.fromisoformat(row["start"]).replace(tzinfo=None),
        people_in=int(float(row["in"] or 0)),
        people_out=int(float(row["out"] or 0)),
    )


def _message(at: datetime, epoch: int, seq: int, total_in: int, total_out: int) -> dict[str, Any]:
    return {
        "v": 1,
        "at": f"{at.astimezone(ZoneInfo('UTC')):%Y-%m-%dT%H:%M:%SZ}",
        "epoch": epoch,
        "seq": seq,
        "lines": [{"line": 1, "in": total_in, "out": total_out}],
    }
