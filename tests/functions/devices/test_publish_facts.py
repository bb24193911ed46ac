"""What the register tells reaches the city's bus."""

from __future__ import annotations

import json

import pytest

from cercano.facts.devices import DeviceRevoked
from cercano.kit import aws
from tests.functions.devices.conftest import Register


def test_the_sample_of_the_stream_becomes_a_fact_on_the_bus(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[dict[str, str]] = []

    def put_events(Entries: list[dict[str, str]]) -> object:  # noqa: N803 - AWS's own name
        sent.extend(Entries)
        return {"FailedEntryCount": 0, "Entries": [{"EventId": "1"} for _ in Entries]}

    monkeypatch.setattr(aws.client("events"), "put_events", put_events)
    register.function("publish_facts")()

    (entry,) = sent
    assert (entry["Source"], entry["DetailType"], entry["EventBusName"]) == (
        "cercano.devices",
        "DeviceRevoked",
        "test-cercano",
    )
    assert DeviceRevoked.from_envelope(json.loads(entry["Detail"])).device_id == "centro-botin-door-1"
