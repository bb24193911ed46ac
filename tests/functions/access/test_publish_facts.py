"""What access saved with its state reaches the bus."""

from __future__ import annotations

from typing import Any

import pytest

from cercano.kit import aws
from tests.support.aws import Domain


def test_the_sample_goes_to_the_bus_under_its_own_name(access: Domain, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, Any]] = []

    def put_events(Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803 - boto's own name
        sent.extend(Entries)
        return {"Entries": [{} for _ in Entries]}

    monkeypatch.setattr(aws.client("events"), "put_events", put_events)

    access.function("publish_facts")()

    assert [(entry["Source"], entry["DetailType"]) for entry in sent] == [("cercano.access", "AccountOverdrawn")]
