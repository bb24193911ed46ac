"""A decoder that was wrong is mended, and only what it got wrong changes."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from typing import Any

import pytest

from cercano.crowd import fits, readings
from cercano.crowd.model import Fit, Venue
from cercano.crowd.payloads import milesight
from cercano.crowd.payloads.decoded import Decoded, LineTotals
from cercano.kit.clock import freeze
from functions.crowd import ingest_counts, redecode_readings
from tests.crowd.counters import LONG_AGO, a_door, a_museum, at, own, rule_body
from tests.support.events import Context, queue_event
from tests.support.shelf import Shelf

EUI = "24e124716c490123"
RADIO = f"bridge:{EUI}"
SOON = at(10, 10)


@pytest.fixture(autouse=True)
def tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLE_NAME", "crowd")
    monkeypatch.setenv("READINGS_TABLE", "readings")


def a_mixed_museum(*, radio_since: datetime = LONG_AGO) -> Venue:
    radio = a_door("radio", fits=(Fit(fit_no=1, device_id=RADIO, since=radio_since),))
    return a_museum(radio, a_door("own"))


def ten_minutes() -> list[str]:
    bodies = []
    for n in range(10):
        when = at(10, n)
        data = b"\x03\xd2" + (4 * n).to_bytes(4, "little") + b"\x04\xd2" + n.to_bytes(4, "little")
        event: dict[str, Any] = {
            "at": when.isoformat(),
            "time": when.isoformat(),
            "deviceInfo": {"devEui": EUI},
            "fPort": 85,
            "data": base64.b64encode(data).decode(),
        }
        bodies.append(rule_body(event, thing="bridge", kind="chirpstack"))
        bodies.append(rule_body(own(when, n, 2 * n, n), thing="counter-own"))
    return bodies


def lived(venue: Venue, *, now: datetime = SOON) -> Shelf:
    shelf = Shelf()
    with shelf.standing_in(), freeze(now):
        fits.add_venue(venue)
        ingest_counts.handler(queue_event(*ten_minutes()), Context())
    return shelf


def read_again(shelf: Shelf, *, now: datetime = SOON) -> dict[str, Any]:
    body = {"device_id": RADIO, "since": at(9).isoformat(), "until": at(12).isoformat()}
    with shelf.standing_in(), freeze(now):
        answer: dict[str, Any] = redecode_readings.handler(queue_event(body), Context())
    return answer


def without_versions(shelf: Shelf) -> dict[Any, Any]:
    return {
        (name, key): {part: value for part, value in item.items() if part != "version"}
        for name, table in shelf.tables.items()
        for key, item in table.items()
    }


def backwards(data: bytes) -> Decoded:
    """A decoder that takes the way out for the way in."""
    right = RIGHT(data)
    turned = (
        LineTotals(line=one.line, total_in=one.total_out, total_out=one.total_in, wraps_at=one.wraps_at)
        for one in right.lines
    )
    return Decoded(lines=tuple(turned))


RIGHT = milesight.decode


def test_a_mended_decoder_puts_right_what_it_got_wrong_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    should_be = without_versions(lived(a_mixed_museum()))
    monkeypatch.setattr(milesight, "decode", backwards)
    shelf = lived(a_mixed_museum())
    was = without_versions(shelf)
    wrong = {key for key in was if was[key] != should_be[key]}
    assert wrong == {("crowd", ("VENUES", "museum#NOW")), *(key for key in wrong if key[1][1].startswith("MARKS#"))}

    monkeypatch.setattr(milesight, "decode", RIGHT)
    assert read_again(shelf) == {"batchItemFailures": []}

    assert without_versions(shelf) == should_be


def test_reading_again_with_the_same_decoder_writes_nothing() -> None:
    shelf = lived(a_mixed_museum())
    before = {name: dict(table) for name, table in shelf.tables.items()}

    read_again(shelf)

    assert shelf.tables == before


def test_a_counter_fitted_after_it_began_to_speak_is_counted_from_the_start_of_its_fit() -> None:
    should_be = without_versions(lived(a_mixed_museum()))
    shelf = lived(a_museum(a_door("own")))
    with shelf.standing_in():
        fits.save_venue(fits.replace(a_mixed_museum(), version=1))

    read_again(shelf)

    marks = [key for key in should_be if key[1][1].startswith("MARKS#")]
    assert {key: without_versions(shelf)[key] for key in marks} == {key: should_be[key] for key in marks}
    with shelf.standing_in():
        assert len(readings.kept(RADIO, at(9), at(12))) == 10


def test_an_ended_day_that_is_mended_is_asked_to_be_settled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(milesight, "decode", backwards)
    shelf = lived(a_mixed_museum())
    monkeypatch.setattr(milesight, "decode", RIGHT)

    read_again(shelf, now=at(10, day=1))

    assert [sk for pk, sk in shelf.tables["crowd"] if pk == "DIRTY"] == ["museum#2026-11-23"]


@pytest.mark.parametrize("wrong", [{}, {"device_id": 5}, {"since": "yesterday"}, {"until": at(8).isoformat()}])
def test_a_request_without_a_device_and_a_period_is_given_back(wrong: dict[str, Any]) -> None:
    asked = {"device_id": RADIO, "since": at(9).isoformat(), "until": at(12).isoformat()} | wrong
    body = {key: value for key, value in asked.items() if wrong or key != "since"}
    with Shelf().standing_in(), freeze(at(10) + timedelta(days=1)):
        answer = redecode_readings.handler(queue_event(body), Context())

    assert [failure["itemIdentifier"] for failure in answer["batchItemFailures"]] == ["m0"]
