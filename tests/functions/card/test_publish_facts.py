"""What the card office tells reaches the city's bus."""

from __future__ import annotations

import json

import pytest

from cercano.facts.card import CardBlocked
from cercano.kit import aws
from tests.functions.card.conftest import Office


def test_the_sample_of_the_stream_becomes_a_fact_on_the_bus(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, str]] = []

    def put_events(Entries: list[dict[str, str]]) -> object:  # noqa: N803 - AWS's own name
        sent.extend(Entries)
        return {"FailedEntryCount": 0, "Entries": [{"EventId": "1"} for _ in Entries]}

    monkeypatch.setattr(aws.client("events"), "put_events", put_events)
    office.function("publish_facts")()

    (entry,) = sent
    assert (entry["Source"], entry["DetailType"]) == ("cercano.card", "CardBlocked")
    assert CardBlocked.from_envelope(json.loads(entry["Detail"])).card_id == "card_01JDCE5ZJ8W3Q6Y1N0T9KXGR2B"
