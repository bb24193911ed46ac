"""How much processor and how much DynamoDB one reading costs: 500 readings at a time, of 60 counters at the doors of
20 venues.

    python -m benchmarks.ingest_cpu [batches]

Runs the deployed handler on messages as the IoT rules write them. DynamoDB is answered on the wire: botocore builds,
signs and reads every call; only the HTTP exchange itself is in memory (tests/support/shelf.py keeps the items and
computes the capacity that DynamoDB would bill; its own time is taken off, and what is left is also said as on the
machine that benchmarks.imports measures by). The readings of a batch follow those of the batch before, eight minutes
of each counter's life at a time.
"""

from __future__ import annotations

import base64
import io
import json
import logging
import os
import statistics
import sys
import tempfile
import time
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

os.environ |= {
    "TABLE_NAME": "crowd",
    "READINGS_TABLE": "readings",
    "BUS_NAME": "bus",
    "STAGE": "bench",
    "POWERTOOLS_SERVICE_NAME": "crowd",
    "POWERTOOLS_METRICS_NAMESPACE": "Cercano",
    "AWS_ACCESS_KEY_ID": "bench",
    "AWS_SECRET_ACCESS_KEY": "bench",
    "AWS_DEFAULT_REGION": "eu-south-2",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
}

from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError

from benchmarks.imports import YARDSTICK, YARDSTICK_MS, spend
from cercano.crowd import fits
from cercano.kit import aws
from cercano.kit.clock import freeze
from functions.crowd import ingest_counts
from tests.crowd.counters import a_door, a_museum, own
from tests.support.events import Context
from tests.support.shelf import Shelf

VENUES, DOORS, BATCH, TARGET_PER_S = 20, 3, 500, 5_000
START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class Wire:
    """Answers the HTTP requests to DynamoDB out of a shelf, and counts the time that takes."""

    def __init__(self) -> None:
        self.shelf, self.own_s, self.requests = Shelf(), 0.0, 0

    def answer(self, request: Any, **_: Any) -> AWSResponse:
        """What DynamoDB would send back."""
        started = time.process_time()
        self.requests += 1
        operation = request.headers["x-amz-target"].rpartition(".")[2]
        status = 200
        try:
            said = self.shelf._make_api_call(operation, json.loads(request.body))
        except ClientError as refusal:
            status, said = 400, {"__type": refusal.response["Error"]["Code"]}
        raw = io.BytesIO(json.dumps(said).encode())
        headers = {"Content-Type": "application/x-amz-json-1.0", "x-amzn-RequestId": "bench"}
        answer = AWSResponse(request.url, status, headers, _Stream(raw))
        self.own_s += time.process_time() - started
        return answer


class _Stream:
    """What urllib3 would hand botocore."""

    def __init__(self, raw: io.BytesIO) -> None:
        self._raw = raw

    def stream(self, *_: Any, **__: Any) -> Any:
        yield self._raw.read()


def batch(number: int) -> dict[str, Any]:
    """An SQS event of 500 readings: counters in turn, minute after minute."""
    records = []
    for index in range(number * BATCH, (number + 1) * BATCH):
        counter, minute = index % (VENUES * DOORS), index // (VENUES * DOORS)
        when = START + timedelta(minutes=minute, seconds=counter % 50)
        word = own(when, minute, minute * 3 + counter, minute * 2 + counter, battery_pct=87)
        body = {
            "payload": base64.b64encode(json.dumps(word).encode()).decode(),
            "thing": f"counter-v{counter // DOORS}-d{counter % DOORS}",
            "source": "counters",
            "kind": "counts",
            "received_at": int(when.timestamp() * 1000) + 400,
        }
        system = {"ApproximateReceiveCount": "1", "SentTimestamp": str(body["received_at"])}
        records.append({"messageId": f"m{index}", "body": json.dumps(body), "attributes": system})
    return {"Records": records}


def city() -> None:
    """Twenty venues of three doors."""
    for n in range(VENUES):
        doors = tuple(a_door(f"v{n}-d{d}") for d in range(DOORS))
        fits.add_venue(replace(a_museum(*doors), venue_id=f"venue-{n:02}", capacity=2_000))


def main(batches: int) -> int:
    """Print the cost; 1 when slower than the target."""
    logging.getLogger("botocore").setLevel(logging.ERROR)
    wire = Wire()
    client = aws.client("dynamodb")
    client.events.register_first("before-send.dynamodb.*", wire.answer)
    city()
    costs = []
    quiet = io.StringIO()
    for number in range(batches):
        event = batch(number)
        wire.own_s, shelf = 0.0, wire.shelf
        shelf.writes = shelf.reads = wire.requests = 0
        with freeze(START + timedelta(minutes=(number + 1) * BATCH / (VENUES * DOORS))), redirect_stdout(quiet):
            started = time.process_time()
            answer = ingest_counts.handler(event, Context())
            took = time.process_time() - started - wire.own_s
        assert answer == {"batchItemFailures": []}, answer
        costs.append((took, shelf.writes, shelf.reads, wire.requests))
    warm = costs[2:]
    took = min(cost[0] for cost in warm)
    slower = yardstick() / YARDSTICK_MS
    writes, reads, requests = (statistics.mean(cost[column] for cost in warm) for column in (1, 2, 3))
    print(f"here: {BATCH / took:,.0f} readings per second and core, {took * 1000:.1f} ms per {BATCH}")
    print(f"where the yardstick is {slower:.2f} times as fast: {BATCH * slower / took:,.0f} (target {TARGET_PER_S:,})")
    print(f"calls to DynamoDB per {BATCH} readings: {requests:.0f}")
    per_thousand = 1_000 / BATCH
    print(
        f"capacity per 1,000 readings: {writes * per_thousand:.0f} write units, {reads * per_thousand:.0f} read units"
    )
    return 0 if BATCH * slower / took >= TARGET_PER_S else 1


def yardstick() -> float:
    """Milliseconds that the imports benchmarks.imports measures by take here and now: how slow this machine is at the
    moment.
    """
    with tempfile.TemporaryDirectory() as cache:
        return min(spend(YARDSTICK, cache)[0] for _ in range(5))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
