"""The same people, counted over three networks, make the same day: in order, shuffled, with messages doubled."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from infra.local import history, replay
from infra.local.api import Api
from infra.local.aws import Clients
from infra.local.commands.replay import counter_of, fit, publish, venue
from infra.local.counters import Counter
from infra.local.place import Place, place_from
from infra.local.simulator import simulate

MADRID = ZoneInfo("Europe/Madrid")
OPEN = range(6, 23)
"""Hours in which the recording's venue is open from beginning to end; of others only rounded counts are told."""
PATIENCE_S = 180
PER_S = 100
NETWORKS = {
    "in-order": {"shuffle": False, "duplicates": 0.0},
    "shuffled": {"shuffle": True, "duplicates": 0.0},
    "doubled": {"shuffle": True, "duplicates": 0.02},
}


def recording_of_a_market() -> list[replay.Period]:
    """Two simulated days, half an hour a line, as a recording has them."""
    market = next(one for one in history.venues(place_from({})) if one.venue_id == "mercado-esperanza")
    found = []
    for on in (datetime(2026, 11, 19).date(), datetime(2026, 11, 20).date()):
        day = simulate(market, on)
        door = day.doors["plaza"] if "plaza" in day.doors else next(iter(day.doors.values()))
        starts = day.starts_at.astimezone(MADRID).replace(tzinfo=None)
        totals = [(0, 0), *zip(door.total_in[29::30], door.total_out[29::30], strict=True)]
        for number, ((i0, o0), (i1, o1)) in enumerate(pairwise(totals)):
            start = starts + timedelta(minutes=30 * number)
            found.append(replay.Period(start=start, people_in=i1 - i0, people_out=o1 - o0))
    return found


@pytest.mark.parametrize("recording", ["simulated", "calit2"])
def test_the_order_and_the_doubles_of_messages_change_nothing(
    recording: str,
    place: Place,
    endpoints: dict[str, Any],
    staff: Api,
    anyone: Api,
    clients: Clients,
    request: pytest.FixtureRequest,
) -> None:
    if recording == "calit2":
        shared: Path = request.getfixturevalue("shared_data")
        periods = replay.read(next((shared / "crowd").glob("calit2*.csv")))
    else:
        periods = recording_of_a_market()
    yesterday = (datetime.now(MADRID) - timedelta(days=1)).date()
    periods = replay.shifted(periods, yesterday, days=2)
    first, last = periods[0].start.replace(tzinfo=MADRID), periods[-1].start.replace(tzinfo=MADRID)

    for network, how in NETWORKS.items():
        venue_id = f"{recording}-{network}"
        document = venue(staff, venue_id, venue_id, replay.period_s(periods))
        thing = counter_of(place, staff, endpoints, venue_id)
        fit(staff, document, thing, since=first)
        with Counter(endpoints, thing) as one:
            publish(one, replay.jumbled(replay.messages(periods, "Europe/Madrid"), **how), PER_S)

    people_in: dict[str, int] = {}
    for period in periods:
        if OPEN.start <= period.start.hour < OPEN.stop and period.people_in:
            hour = f"{period.start.replace(tzinfo=MADRID).astimezone(UTC):%Y-%m-%dT%H:00:00Z}"
            people_in[hour] = people_in.get(hour, 0) + period.people_in
    span = {"from": f"{first.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "step": "hour"}
    span["to"] = f"{last.astimezone(UTC) + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
    drain(clients, endpoints["queues"]["crowd/CountsQueue"])
    query = "&".join(f"{name}={value}" for name, value in span.items())
    days = {
        network: anyone.send("GET", f"/crowd/venues/{recording}-{network}/history?{query}").json()["points"]
        for network in NETWORKS
    }
    counted = {point["at"]: point["people_in"] for point in days["in-order"] if point["people_in"]}
    assert {hour: counted.get(hour) for hour in people_in} == people_in
    assert days["in-order"] == days["shuffled"] == days["doubled"]


def drain(clients: Clients, queue: str) -> None:
    """Waits until every message that was published has been read by the function behind the queue."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    ends, empty = time.monotonic() + PATIENCE_S, 0
    while empty < 3:
        said = clients("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=names)["Attributes"]
        empty = empty + 1 if all(said[name] == "0" for name in names) else 0
        assert time.monotonic() < ends, f"still waiting in the queue after {PATIENCE_S} s: {said}"
        time.sleep(1)
