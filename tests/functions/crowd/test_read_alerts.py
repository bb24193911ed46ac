"""GET /crowd/alerts: what everybody may see of crossings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cercano.crowd import notes
from cercano.crowd.alerts import Alert, Crossing
from tests.support.aws import Domain
from tests.support.crowd import NOON, a_venue
from tests.support.events import event
from tests.support.http import call, read

Ask = Callable[..., Any]


@pytest.fixture
def ask(crowd: Domain) -> Ask:
    """GET as anybody."""
    function = crowd.function("read_alerts")

    def asked(**query: Any) -> Any:
        with function.running():
            return call(function.module.app, "GET", "/alerts", query=query)

    return asked


def crossed(venue_id: str, crossing: Crossing, minutes_ago: int) -> None:
    """A crossing, as tell_crossings keeps it."""
    at = NOON - timedelta(minutes=minutes_ago)
    notes.save_alert(Alert(venue_id=venue_id, crossing=crossing, at=at, people=880, capacity=900))


def test_the_newest_come_first_and_say_when_they_were_cleared(ask: Ask, keep: Callable[..., Any]) -> None:
    keep(a_venue())
    crossed("centro-botin", Crossing.FILLED, 90)
    crossed("centro-botin", Crossing.EASED, 60)
    crossed("centro-botin", Crossing.FILLED, 30)

    found = ask().json

    assert [(a["crossing"], a["at"], a["cleared_at"]) for a in found["items"]] == [
        ("filled", "2026-11-23T10:30:00Z", None),
        ("eased", "2026-11-23T10:00:00Z", None),
        ("filled", "2026-11-23T09:30:00Z", "2026-11-23T10:00:00Z"),
    ]
    assert found["items"][0]["text"] == "Centro Botín: aforo completo"
    assert found["next"] is None


def test_as_many_as_asked_for(ask: Ask) -> None:
    for minutes_ago in range(5):
        crossed("gone-venue", Crossing.FILLED, minutes_ago)

    assert [a["text"] for a in ask(limit=2).json["items"]] == ["gone-venue: aforo completo"] * 2
    assert [ask(limit=limit).status for limit in (0, 201)] == [422, 422]


def test_a_quiet_city_has_none(ask: Ask) -> None:
    assert ask().json == {"items": [], "next": None}


def test_the_sample_is_answered(crowd: Domain) -> None:
    assert read(crowd.function("read_alerts")(event("crowd", "read_alerts"))).status == 200
