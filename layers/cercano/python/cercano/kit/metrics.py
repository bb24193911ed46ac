"""Numbers the people who run the city watch: how often, how long, how many refusals and faults of each use case.

CloudWatch's embedded metric format: one log line per invocation, no call to CloudWatch.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import AmazonCloudWatchEMFProvider

_metrics = AmazonCloudWatchEMFProvider(
    namespace=os.environ.get("POWERTOOLS_METRICS_NAMESPACE", "Cercano"),
    service=os.environ.get("POWERTOOLS_SERVICE_NAME", "cercano"),
)


def count(name: str, amount: float = 1) -> None:
    """Add `amount` to the counter `name` (CamelCase, past tense: `ReadingsIngested`)."""
    _metrics.add_metric(name, MetricUnit.Count, amount)


def measure(name: str, value: float, unit: MetricUnit = MetricUnit.NoUnit) -> None:
    """Note one measurement, such as `measure("OldestReadingAge", 12.5, MetricUnit.Seconds)`."""
    _metrics.add_metric(name, unit, value)


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
        _metrics.dimension_set["use_case"] = name
        count("Calls")
        _metrics.add_metric("Duration", MetricUnit.Milliseconds, round(outcome.duration_ms, 2))
        count("Refused", 1 if 400 <= outcome.status < 500 else 0)
        count("Faults", 1 if outcome.status >= 500 else 0)
        _metrics.flush_metrics()
