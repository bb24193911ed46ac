"""Who is there is a function of what happened, not of the order in which it was heard."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercano.devices.presence import Presence, UnreadablePresence, read_presence

START = datetime(2026, 11, 23, 6, tzinfo=UTC)


def the_newest(heard: list[Presence]) -> Presence | None:
    known: Presence | None = None
    for presence in heard:
        if presence.is_newer_than(known):
            known = presence
    return known


@st.composite
def a_life(draw: st.DrawFn) -> list[Presence]:
    """Connections as AWS numbers them: both ends share a number, which restarts after an hour away; clocks differ."""
    at, number, happened = START, 0, []
    for session in range(draw(st.integers(1, 8))):
        here, away = draw(st.integers(0, 5_000)), draw(st.integers(0, 9_000))
        skews = [timedelta(seconds=draw(st.floats(-2, 2))) for _ in range(2)]
        for is_online, moment, skew in ((True, at, skews[0]), (False, at + timedelta(seconds=here), skews[1])):
            happened.append(Presence(is_online=is_online, since=moment + skew, series_no=number, session=f"s{session}"))
        at += timedelta(seconds=here + away)
        number = 0 if away >= 3_600 else number + draw(st.integers(1, 3))
    return happened[: draw(st.integers(1, len(happened)))]


@given(a_life(), st.randoms(use_true_random=False))
def test_any_order_with_any_repetition_ends_with_what_happened_last(life: list[Presence], chance: Any) -> None:
    heard = life + chance.choices(life, k=3)
    chance.shuffle(heard)

    assert the_newest(heard) == life[-1]


def test_the_end_of_an_old_connection_does_not_end_the_one_that_took_over() -> None:
    old = Presence(is_online=False, since=START + timedelta(milliseconds=40), series_no=4, session="old")
    new = Presence(is_online=True, since=START, series_no=5, session="new")

    assert the_newest([new, old]) == new


def test_a_lifecycle_event_of_aws_is_read() -> None:
    event = {
        "clientId": "door-1",
        "timestamp": 1573002340451,
        "eventType": "disconnected",
        "sessionIdentifier": "a4666d2a7d844ae4ac5d7b38c9cb7967",
        "principalIdentifier": "12345678901234567890123456789012",
        "clientInitiatedDisconnect": False,
        "disconnectReason": "MQTT_KEEP_ALIVE_TIMEOUT",
        "versionNumber": 7,
    }

    assert read_presence(event) == (
        "door-1",
        Presence(
            is_online=False,
            since=datetime(2019, 11, 6, 1, 5, 40, 451000, tzinfo=UTC),
            series_no=7,
            session="a4666d2a7d844ae4ac5d7b38c9cb7967",
            reason="MQTT_KEEP_ALIVE_TIMEOUT",
        ),
    )


def test_a_refused_connection_moves_nothing() -> None:
    assert read_presence({"clientId": "x", "timestamp": 1, "eventType": "connect_failed"}) is None


@pytest.mark.parametrize(
    "event",
    [
        None,
        [],
        "x",
        {},
        {"eventType": "connected"},
        {"eventType": "connected", "clientId": "a", "timestamp": "soon"},
        {"eventType": "connected", "clientId": "a", "timestamp": 10**30},
    ],
)
def test_what_is_no_lifecycle_event_is_said_to_be_none(event: Any) -> None:
    with pytest.raises(UnreadablePresence):
        read_presence(event)
