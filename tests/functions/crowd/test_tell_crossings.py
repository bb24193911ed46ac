"""Each crossing is written once where everybody looks, and once to the venue's staff."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cercano.crowd import fits, notes
from cercano.facts.crowd import VenueEased, VenueFilled
from cercano.kit import aws
from tests.crowd.people_flow import LIBRARY, local
from tests.support.aws import Domain, Function
from tests.support.events import fact_event

DAY = date(2026, 11, 23)
SENDER = "avisos@santander.example"


@pytest.fixture
def told(crowd: Domain, monkeypatch: pytest.MonkeyPatch) -> Function:
    function = crowd.function("tell_crossings")
    monkeypatch.setattr(function.module, "SENDER", SENDER)
    aws.client("ses").verify_email_identity(EmailAddress=SENDER)
    return function


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What SES was asked to send."""
    letters: list[dict[str, Any]] = []
    client: Callable[..., Any] = aws.client("ses").send_email
    monkeypatch.setattr(aws.client("ses"), "send_email", lambda **letter: (letters.append(letter), client(**letter)))
    return letters


def filled(hour: int = 12) -> VenueFilled:
    return VenueFilled(at=local(DAY, hour), venue_id="library", people=97, capacity=100)


def a_watched_library() -> None:
    fits.add_venue(replace(LIBRARY, alert_email="biblioteca@santander.example"))


def test_a_crossing_heard_three_times_is_one_alert_and_one_letter(told, sent, noon):
    noon.move_to(local(DAY, 12, 5))
    a_watched_library()

    told(fact_event(filled(), filled()))
    told(fact_event(filled()))

    assert [alert.people for alert in notes.alerts(10)[0]] == [97]
    assert [letter["Destination"] for letter in sent] == [{"ToAddresses": ["biblioteca@santander.example"]}]


def test_filled_and_eased_are_two_alerts_newest_first(told, sent, noon):
    noon.move_to(local(DAY, 12, 5))
    a_watched_library()

    told(fact_event(VenueEased(at=local(DAY, 12, 4), venue_id="library", people=80, capacity=100), filled()))

    assert [alert.crossing.value for alert in notes.alerts(10)[0]] == ["eased", "filled"]
    assert len(sent) == 2


def test_at_night_the_alert_is_kept_and_nobody_is_woken(told, sent, noon):
    noon.move_to(local(DAY, 23, 30))
    a_watched_library()

    told(fact_event(filled(23)))

    assert len(notes.alerts(10)[0]) == 1
    assert sent == []


def test_without_a_sender_nobody_is_written_to(crowd, sent, noon):
    noon.move_to(local(DAY, 12, 5))
    a_watched_library()

    crowd.function("tell_crossings")(fact_event(filled()))

    assert len(notes.alerts(10)[0]) == 1
    assert sent == []


def test_if_the_letter_cannot_be_sent_the_fact_comes_back_and_the_alert_stands(told, monkeypatch, noon):
    noon.move_to(local(DAY, 12, 5))
    a_watched_library()
    monkeypatch.setattr(told.module, "SENDER", "nobody@unverified.example")

    answer = told(fact_event(filled()))

    assert answer == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert [alert.mailed for alert in notes.alerts(10)[0]] == [False]


def test_the_sample_event_is_kept_for_90_days(crowd):
    assert crowd.function("tell_crossings")() == {"batchItemFailures": []}

    [alert] = notes.alerts(10)[0]
    row = notes.DocumentRow.find("ALERTS", alert.key)
    assert row is not None
    assert (row.expires_at - alert.at).days == 90
