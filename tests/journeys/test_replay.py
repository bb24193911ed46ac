"""`make replay` from the file to the numbers: a recording longer than staff may say that a counter hangs there."""

from __future__ import annotations

import csv
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from infra.local import survey
from infra.local.api import Api
from infra.local.aws import Clients
from infra.local.commands import replay
from infra.local.place import Place
from tests.journeys.town import MADRID, clock_strikes, drained, word

DAYS = 9


def test_a_recording_of_nine_days_is_counted_as_it_was(
    place: Place,
    endpoints: dict[str, Any],
    clients: Clients,
    anyone: Api,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, venue_id = datetime(2026, 1, 5), f"replayed-{time.time_ns() % 10**9}"
    rows = [(first + timedelta(hours=n), n % 5, n % 4) for n in range(24 * DAYS)]
    file = tmp_path / "gate.csv"
    with file.open("w", newline="") as lines:
        csv.writer(lines).writerows([("start", "in", "out"), *rows])
    survey.write(place, endpoints)
    wanted = {"FILE": str(file), "VENUE": venue_id, "DAYS": "400", "ORDER": "shuffled", "DUPLICATES": "0.02"}
    for name, value in wanted.items():
        monkeypatch.setenv(name, value)

    assert replay.main(place, []) == 0

    assert drained(clients, endpoints["queues"]["crowd/CountsQueue"])
    clock_strikes(clients, endpoints, "crowd/settle_day", datetime.now(UTC))
    since = word(datetime.now(MADRID) - timedelta(days=DAYS + 1))
    points = anyone.send("GET", f"/crowd/venues/{venue_id}/history?from={since}&step=day").json()["points"]
    assert sum(point["people_in"] or 0 for point in points) == sum(came for _, came, _ in rows)
    assert sum(point["people_out"] or 0 for point in points) == sum(went for *_, went in rows)
