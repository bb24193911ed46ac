"""The true sample events of events/<domain>/<use_case>.json, and the context Lambda gives."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tests.support.templates import ROOT


def event(domain: str, use_case: str) -> dict[str, Any]:
    """A fresh copy of the sample event of a use case."""
    path = ROOT / "events" / domain / f"{use_case}.json"
    sample: dict[str, Any] = json.loads(path.read_text())
    return sample


@dataclass(frozen=True)
class Context:
    """What Lambda tells a function about its run."""

    function_name: str = "test-function"
    aws_request_id: str = "7f9d1a5e-0000-4000-8000-000000000001"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:eu-south-2:123456789012:function:test-function"
    remaining_ms: int = 15_000

    def get_remaining_time_in_millis(self) -> int:
        """How long the run may still take."""
        return self.remaining_ms


def queue_event(*bodies: str | dict[str, Any], receive_count: int = 1, **attributes: str) -> dict[str, Any]:
    """An SQS event with one record for each body; message ids are m0, m1..."""
    return {
        "Records": [
            {
                "messageId": f"m{number}",
                "body": body if isinstance(body, str) else json.dumps(body),
                "attributes": {"ApproximateReceiveCount": str(receive_count), "SentTimestamp": "1795770900000"},
                "messageAttributes": {k: {"stringValue": v, "dataType": "String"} for k, v in attributes.items()},
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:eu-south-2:123456789012:test-queue",
                "awsRegion": "eu-south-2",
            }
            for number, body in enumerate(bodies)
        ]
    }


def fact_event(*facts: Any, source: str = "cercano.test", receive_count: int = 1) -> dict[str, Any]:
    """An SQS event with facts as the bus delivers them."""
    bodies = (
        {
            "version": "0",
            "id": fact.fact_id,
            "detail-type": type(fact).__name__,
            "source": source,
            "account": "123456789012",
            "time": fact.data()["at"],
            "region": "eu-south-2",
            "resources": [],
            "detail": fact.envelope(),
        }
        for fact in facts
    )
    return queue_event(*bodies, receive_count=receive_count)


def schedule_event(time: str = "2026-11-23T09:00:00Z") -> dict[str, Any]:
    """An EventBridge schedule's event meant for an instant."""
    return {
        "version": "0",
        "id": "89d1a02d-5ec7-412e-82f5-13505f849b41",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "123456789012",
        "time": time,
        "region": "eu-south-2",
        "resources": ["arn:aws:events:eu-south-2:123456789012:rule/test"],
        "detail": {},
    }
