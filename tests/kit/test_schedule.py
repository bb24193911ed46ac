"""Schedules: a run does the work of the instant it was meant for."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from cercano.kit import clock
from cercano.kit.schedule import scheduled
from tests.support.events import Context, schedule_event


@scheduled
def light_up(now: datetime) -> dict:
    if now.year > 2100:
        raise ValueError("too late")
    return {"lit_at": now.isoformat()}


def test_a_run_is_for_the_instant_in_its_event():
    with clock.freeze(datetime(2026, 11, 23, 11, 59, tzinfo=UTC)):
        assert light_up(schedule_event("2026-11-23T09:00:00Z"), Context()) == {"lit_at": "2026-11-23T09:00:00+00:00"}
        assert light_up({"time": "2026-11-23T10:00:00+01:00"}, Context()) == {"lit_at": "2026-11-23T09:00:00+00:00"}


def test_a_run_by_hand_is_for_now():
    with clock.freeze(datetime(2026, 11, 23, 11, 59, tzinfo=UTC)):
        assert light_up({}, Context()) == {"lit_at": "2026-11-23T11:59:00+00:00"}


def test_an_instant_without_its_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        light_up({"time": "2026-11-23T09:00:00"}, Context())


def test_a_run_writes_one_line_and_a_failed_one_its_traceback_and_lambda_hears_of_it(capsys):
    light_up(schedule_event(), Context())
    with pytest.raises(ValueError, match="too late"):
        light_up(schedule_event("2101-01-01T00:00:00Z"), Context())

    written = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["message"] for line in written if "message" in line] == ["invocation_ended", "invocation_failed"]
    assert "too late" in written[-2]["exception"] + written[-1].get("exception", "")
    assert [line["Faults"] for line in written if "_aws" in line] == [[0.0], [1.0]]
