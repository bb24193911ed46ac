"""What is written down about the city's work, and what never is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cercano.kit.log import correlated, correlation_id, hide_personal, log
from cercano.kit.metrics import count, measure, use_case


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_line_says_what_happened_with_its_numbers_and_its_correlation_id(capsys: pytest.CaptureFixture[str]) -> None:
    with correlated(correlation_id="c-1"), correlated(request_id="r-1"):
        log.info("counts_ingested", readings=12, venue_id="centro-botin")
        assert correlation_id() == "c-1"
    log.info("idle")

    said, idle = lines(capsys)
    assert {key: said[key] for key in ("level", "message", "readings", "venue_id", "correlation_id", "request_id")} == {
        "level": "INFO",
        "message": "counts_ingested",
        "readings": 12,
        "venue_id": "centro-botin",
        "correlation_id": "c-1",
        "request_id": "r-1",
    }
    assert "correlation_id" not in idle


PERSONAL = (
    *("email", "Email", "phone", "nif", "iban", "address", "token", "access_token", "refresh_token", "password"),
    *("surname", "full_name", "citizen_email", "holder_iban", "source_ip", "cookie", "authorization", "X-Api-Secret"),
)


@pytest.mark.parametrize("key", PERSONAL)
def test_what_is_personal_by_its_name_is_hidden(key: str) -> None:
    assert hide_personal(key, "anything") == "(hidden)"


@pytest.mark.parametrize(
    "text",
    [
        "ana.garcia+x@santander.example",
        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln",
        "ES91 2100 0418 4502 0005 1332",
        "ES9121000418450200051332",
        "12345678Z",
        "X1234567L",
    ],
)
def test_what_is_personal_by_its_look_is_hidden_wherever_it_turns_up(text: str) -> None:
    assert hide_personal("detail", f"it was {text} who") == "it was (hidden) who"
    assert hide_personal("deep", {"a": [{"b": text}]}) == {"a": [{"b": "(hidden)"}]}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("venue_id", "centro-botin"),
        ("device_id", "bridge-1:24e124fffef12345"),
        ("alert_id", "alert_01JDCE5ZJ8W3Q6Y1N0T9KXGR2B"),
        ("at", "2026-11-23T09:15:00Z"),
        ("function_name", "crowd-read-venue"),
        ("readings", 12),
        ("problem", "no_such_venue"),
        ("request_id", "7f9d1a5e-0000-4000-8000-000000000002"),
    ],
)
def test_ids_and_numbers_stay_as_they_are(key: str, value: object) -> None:
    assert hide_personal(key, value) == value


def test_a_traceback_is_kept_without_the_person_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise RuntimeError("no account of ana@santander.example")
    except RuntimeError:
        log.exception("fault")

    (said,) = lines(capsys)
    assert "RuntimeError: no account of (hidden)" in said["exception"]


def test_a_use_case_counts_its_calls_refusals_and_faults_on_one_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    with use_case("crowd/ingest_counts"):
        count("ReadingsIngested", 12)
        measure("OldestReadingAge", 2.5)
    with use_case("crowd/read_venue") as outcome:
        outcome.status = 404
    with pytest.raises(RuntimeError), use_case("crowd/read_venue"):
        raise RuntimeError

    good, refused, fault = lines(capsys)
    names = ("use_case", "Calls", "Refused", "Faults")
    assert [good[name] for name in names] == ["crowd/ingest_counts", [1.0], [0.0], [0.0]]
    assert (good["ReadingsIngested"], good["OldestReadingAge"]) == ([12.0], [2.5])
    assert [refused[name] for name in names] == ["crowd/read_venue", [1.0], [1.0], [0.0]]
    assert [fault[name] for name in names] == ["crowd/read_venue", [1.0], [0.0], [1.0]]
    assert "ReadingsIngested" not in refused
    assert good["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "Cercano"
