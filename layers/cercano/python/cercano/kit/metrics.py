"""Numbers the people who run the city watch: how often, how long, how many refusals and faults of each use case.

CloudWatch's embedded metric format: one log line per invocation, no call to CloudWatch. (Powertools writes the same
line; it takes a twentieth of a tap's processor for it.)
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

NAMESPACE = os.environ.get("POWERTOOLS_METRICS_NAMESPACE", "Cercano")
SERVICE = os.environ.get("POWERTOOLS_SERVICE_NAME", "cercano")
MOST = 100
"""Metrics of a line, and values of a metric: CloudWatch takes no more."""

_units: dict[str, str] = {}
_values: dict[str, list[float]] = {}


def count(name: str, amount: float = 1) -> None:
    """Add `amount` to the counter `name` (CamelCase, past tense: `ReadingsIngested`)."""
    _note(name, amount, "Count")


def measure(name: str, value: float) -> None:
    """Note one measurement without a unit, such as `measure("NetworkVolumePercent", 12.5)`."""
    _note(name, value, "None")


def _note(name: str, value: float, unit: str) -> None:
    _units[name] = unit
    values = _values.setdefault(name, [])
    values.append(float(value))
    if len(_values) >= MOST or len(values) >= MOST:
        _write({"service": SERVICE})


def _write(dimensions: dict[str, str]) -> None:
    """One line with all that was noted since the last one."""
    said = {
        "Namespace": NAMESPACE,
        "Dimensions": [list(dimensions)],
        "Metrics": [{"Name": name, "Unit": _units[name]} for name in _values],
    }
    about = {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [said]}
    line = {"_aws": about, **dimensions, **_values}
    _values.clear()
    print(json.dumps(line, separators=(",", ":")))


@dataclass
class Outcome:
    """What the use case came to; its handler sets `status` when it answers over HTTP."""

    status: int = 200
    duration_ms: float = 0.0


@contextmanager
def use_case(name: str) -> Iterator[Outcome]:
    """Count one call of the use case `name` ("crowd/read_venue"), its duration and its outcome, and write them all out.

    An exception that leaves the `with`, or a status of 500 and more, is a Fault; 400 to 499 is a Refused.
    Whatever `count` and `measure` noted inside goes out on the same line.
    """
    outcome = Outcome()
    started = time.perf_counter()
    try:
        yield outcome
    except BaseException:
        outcome.status = 500
        raise
    finally:
        outcome.duration_ms = (time.perf_counter() - started) * 1000
        count("Calls")
        _note("Duration", round(outcome.duration_ms, 2), "Milliseconds")
        count("Refused", 1 if 400 <= outcome.status < 500 else 0)
        count("Faults", 1 if outcome.status >= 500 else 0)
        _write({"use_case": name, "service": SERVICE})
