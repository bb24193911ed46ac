"""What the register of citizens tells reaches the city's bus."""

from __future__ import annotations

import json

import pytest

from cercano.facts.citizen import CitizenVerified
from cercano.kit import aws
from tests.functions.citizen.conftest import Town


def test_the_sample_of_the_stream_becomes_a_fact_on_the_bus(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, str]] = []

    def put_events(Entries: list[dict[str, str]]) -> object:  # noqa: N803 - AWS's own name
        sent.extend(Entries)
        return {"FailedEntryCount": 0, "Entries": [{"EventId": "1"} for _ in Entries]}

    monkeypatch.setattr(aws.client("events"), "put_events", put_events)
    town.function("publish_facts")()

    (entry,) = sent
    assert (entry["Source"], entry["DetailType"]) == ("cercano.citizen", "CitizenVerified")
    assert CitizenVerified.from_envelope(json.loads(entry["Detail"])).level == 2
