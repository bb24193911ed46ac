"""How long people wait for a number, and how many messages a second the whole path bears: from a counter's publish over
mutual TLS to what the public address of the venues says.

    make up && python -m benchmarks.end_to_end [seconds]

Runs against the city that runs here (CERCANO_PORT and its neighbours choose it), on venues of its own, which
`make reset` forgets. The message in which a counter first says a total is readable when the list of venues, asked ten
times a second through the front door, shows that many people. Nothing lost or doubled: the last numbers are right, and
each message lies exactly once among the kept ones.
"""

from __future__ import annotations

import json
import statistics
import sys
import threading
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.local import survey
from infra.local.api import Api
from infra.local.aws import Clients
from infra.local.commands.replay import counter_of
from infra.local.counters import Counter, confirmed
from infra.local.place import place_from
from infra.local.say import Trouble
from tests.journeys.town import House, kept_messages, totals

VENUES = 10
USUAL_PER_S, P50_S, P99_S = 50, 1.5, 5.0
SUSTAINED_PER_S = 300
PUSHED_PER_S = 10 * USUAL_PER_S
PATIENCE_S = 120


class Watch:
    """Looks at the list of venues again and again; when each number of people was first seen."""

    def __init__(self, anyone: Api, venues: list[str]) -> None:
        self.anyone, self.seen = anyone, {venue_id: [(0.0, 0)] for venue_id in venues}
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.look, daemon=True)
        self.thread.start()

    def look(self) -> None:
        """Until it is over."""
        while not self.is_over.wait(0.1):
            items, after = [], ""
            while True:
                page = self.anyone.send("GET", f"/crowd/venues?limit=100{after}").json()
                items += page["items"]
                if page["next"] is None:
                    break
                after = f"&cursor={page['next']}"
            at = time.monotonic()
            for one in items:
                seen, people = self.seen.get(one["venue_id"]), one["now"]["people"]
                if seen is not None and people is not None and people > seen[-1][1]:
                    seen.append((at, people))

    def last(self, venue_id: str) -> int:
        """The most people seen."""
        return self.seen[venue_id][-1][1]

    def when(self, venue_id: str, people: int) -> float:
        """When so many were first seen, or more."""
        return next(at for at, shown in self.seen[venue_id] if shown >= people)


class Run:
    """The counters, and what each has said so far."""

    def __init__(self, counters: dict[str, Counter], watch: Watch) -> None:
        self.counters, self.watch = counters, watch
        self.said = dict.fromkeys(counters, 0)

    def publish(self, per_s: int, seconds: float) -> tuple[list[float], float]:
        """Everybody says their next total in turn, evenly through time; (waits of each message, how long all took)."""
        sent, begun, order = [], time.monotonic(), list(self.counters)
        infos = []
        for number in range(int(per_s * seconds)):
            pause = begun + number / per_s - time.monotonic()
            if pause > 0:
                time.sleep(pause)
            venue_id = order[number % len(order)]
            self.said[venue_id] += 1
            total = self.said[venue_id]
            sent.append((venue_id, total, time.monotonic()))
            infos.append(self.counters[venue_id].say(totals(total, total, 0)))
        confirmed(infos)
        self._wait()
        ended = max(self.watch.when(venue_id, total) for venue_id, total in self.said.items())
        return [self.watch.when(venue_id, total) - at for venue_id, total, at in sent], ended - begun

    def _wait(self) -> None:
        ends = time.monotonic() + PATIENCE_S
        while any(self.watch.last(venue_id) < total for venue_id, total in self.said.items()):
            if time.monotonic() > ends:
                raise Trouble(f"Not readable after {PATIENCE_S} s: {self.said} was said, {self.watch.seen} seen.")
            time.sleep(0.05)


def settled_in(place: Any, endpoints: dict[str, Any], staff: Api, stack: ExitStack) -> dict[str, Counter]:
    """New venues, a connected counter at each door, the first word said a few minutes ago."""
    counters = {}
    for number in range(VENUES):
        house = House(staff, f"bench-{number}", capacity=200_000)
        thing = counter_of(place, staff, endpoints, house.venue_id)
        house.hang(thing, datetime.now(UTC) - timedelta(minutes=30))
        one = stack.enter_context(Counter(endpoints, thing))
        confirmed([one.say(totals(0, 0, 0, datetime.now(UTC) - timedelta(minutes=5)))])
        counters[house.venue_id] = one
    return counters


def main() -> int:
    """0 when every target is met."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20.0
    place = place_from()
    endpoints = survey.written(place)
    if not endpoints.get("people"):
        raise SystemExit("The city does not run here. `make up` starts it.")
    staff = Api.signed_in(endpoints["api"], endpoints["people"]["staff"])
    with ExitStack() as stack:
        counters = settled_in(place, endpoints, staff, stack)
        watch = Watch(Api(endpoints["api"]), list(counters))
        run = Run(counters, watch)
        run.publish(USUAL_PER_S, 5)  # every function awake
        waits, _ = run.publish(USUAL_PER_S, seconds)
        p50, p99 = statistics.median(waits), statistics.quantiles(waits, n=100)[98]
        before = sum(run.said.values())
        _, took = run.publish(PUSHED_PER_S, seconds)
        borne = (sum(run.said.values()) - before) / took
        watch.is_over.set()
        watch.thread.join()
    kept = {venue_id: kept_messages(Clients(place), endpoints, one.thing) for venue_id, one in counters.items()}
    lost = sum(total + 1 - len(set(kept[venue_id])) for venue_id, total in run.said.items())
    double = sum(len(kept[venue_id]) - len(set(kept[venue_id])) for venue_id in counters)
    wrong = sum(watch.last(venue_id) != total for venue_id, total in run.said.items())
    found = {
        "publish to readable, s": {"p50": round(p50, 2), "p99": round(p99, 2), "most": round(max(waits), 2)},
        "at messages/s": USUAL_PER_S,
        "borne messages/s": round(borne),
        "pushed at messages/s": PUSHED_PER_S,
        "seconds each": seconds,
        "lost": lost,
        "doubled": double,
        "wrong numbers": wrong,
    }
    print(json.dumps(found, indent=1))
    fine = p50 < P50_S and p99 < P99_S and borne >= SUSTAINED_PER_S and not (lost or double or wrong)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
