"""Simulated counters at every door of the seed: today's counts so far, then one message a minute, over real MQTT.

Each has its own certificate and speaks only for itself, as the real ones do.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import zlib
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cercano.crowd import hours
from cercano.crowd.model import Venue
from infra.local import history, seed, survey
from infra.local.counters import Counter, confirmed
from infra.local.place import Place, place_from
from infra.local.simulator import Day, simulate

BACKLOG_STEP_MIN = 5
RECENT_MIN = 30
BACKLOG_PER_S = 120
"""The ingest takes 200 a second here; the page should stay quick while it catches up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A door with its counter."""

    venue: Venue
    door_id: str
    thing: str

    @property
    def offset_s(self) -> int:
        """At which second of each minute this counter speaks."""
        return zlib.crc32(self.thing.encode()) % 60


def message(spot: Spot, day: Day, on: date, minute: int) -> dict[str, Any]:
    """What the counter says `minute` minutes into the business day."""
    door = day.doors[spot.door_id]
    seen = minute - 1 if minute else None
    at = day.starts_at + timedelta(minutes=minute, seconds=spot.offset_s if minute else 0)
    return {
        "v": 1,
        "at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "epoch": on.toordinal(),
        "seq": minute,
        "lines": [
            {
                "line": 1,
                "in": 0 if seen is None else door.total_in[seen],
                "out": 0 if seen is None else door.total_out[seen],
            }
        ],
        "battery_pct": 35 + zlib.crc32(spot.thing.encode()) % 65,
    }


def backlog_minutes(since: int, until: int) -> list[int]:
    """Which minutes of a day to catch up on: coarse far back, every one of the last half hour."""
    coarse = range(since, max(since, until - RECENT_MIN), BACKLOG_STEP_MIN)
    return [*coarse, *range(max(since, until - RECENT_MIN), until + 1)]


class Fleet:
    """All the counters of the city, connected."""

    def __init__(self, place: Place, endpoints: dict[str, Any], stack: ExitStack) -> None:
        self._mark = place.home / "sensors.json"
        self._days: dict[tuple[str, date], Day] = {}
        self._counters: dict[str, Counter] = {}
        self.spots = [
            Spot(venue=venue, door_id=door.door_id, thing=seed.thing_of(venue.venue_id, door.door_id))
            for venue in history.venues(place)
            for door in venue.doors
        ]
        for spot in self.spots:
            self._counters[spot.thing] = stack.enter_context(Counter(endpoints, spot.thing))

    def catch_up(self, ended: threading.Event) -> int:
        """Sends today's minutes that were not sent yet, oldest first; how many messages that took."""
        sent_until = json.loads(self._mark.read_text()) if self._mark.exists() else {}
        now = datetime.now(UTC)
        due = []
        for spot in self.spots:
            on, minute = self._where(spot, now)
            since = sent_until.get(f"{spot.thing}/{on}", 0)
            due += [(minute_at, spot, on) for minute_at in backlog_minutes(since, minute)]
        due.sort(key=lambda one: one[0])
        for start in range(0, len(due), BACKLOG_PER_S):
            if ended.is_set():
                return start
            confirmed([self._say(spot, on, minute) for minute, spot, on in due[start : start + BACKLOG_PER_S]])
            ended.wait(0.9)
        self._remember(now)
        return len(due)

    def speak(self, now: datetime) -> None:
        """Those whose second of the minute it is say their minute."""
        for spot in self.spots:
            if spot.offset_s == now.second:
                on, minute = self._where(spot, now)
                self._say(spot, on, minute)
        if now.second == 0:
            self._remember(now)

    def _say(self, spot: Spot, on: date, minute: int) -> Any:
        return self._counters[spot.thing].say(message(spot, self._day(spot.venue, on), on, minute))

    def _where(self, spot: Spot, now: datetime) -> tuple[date, int]:
        on = hours.business_date(spot.venue, now)
        into = now - timedelta(seconds=spot.offset_s) - self._day(spot.venue, on).starts_at
        return on, max(0, int(into / timedelta(minutes=1)))

    def _day(self, venue: Venue, on: date) -> Day:
        key = (venue.venue_id, on)
        if key not in self._days:
            self._days[key] = simulate(venue, on)
        return self._days[key]

    def _remember(self, now: datetime) -> None:
        said = {f"{spot.thing}/{on}": minute for spot in self.spots for on, minute in [self._where(spot, now)]}
        self._mark.write_text(json.dumps(said))


def main() -> int:
    """Speaks until SIGTERM. The first time, the weeks before today are written beside it."""
    place = place_from()
    endpoints = survey.written(place)
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    signal.signal(signal.SIGINT, lambda *_: ended.set())
    with ExitStack() as stack:
        fleet = Fleet(place, endpoints, stack)
        print(f"{len(fleet.spots)} counters connected", flush=True)
        print(f"{fleet.catch_up(ended)} messages of today sent", flush=True)
        stack.callback(_end, subprocess.Popen(["nice", sys.executable, "-m", "infra.local.history"]))
        while not ended.is_set():
            now = datetime.now(UTC)
            fleet.speak(now)
            ended.wait(1.0 - datetime.now(UTC).microsecond / 1e6)
    return 0


def _end(past: subprocess.Popen[bytes]) -> None:
    if past.poll() is None:
        past.terminate()
        past.wait()


if __name__ == "__main__":
    sys.exit(main())
