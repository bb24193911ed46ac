"""What journeys of people flow need of a town: a venue with a counter at its door, patience, and the clock's hand."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from cercano.crowd import readings
from cercano.crowd.heard import Raw
from infra.local.api import Api
from infra.local.aws import Clients
from infra.local.counters import Counter

MADRID = ZoneInfo("Europe/Madrid")
PATIENCE_S = 60.0


def eventually(answer: Callable[[], Any], seconds: float = PATIENCE_S, pause_s: float = 0.1) -> Any:
    """The first answer that holds, or the last one given."""
    end = time.monotonic() + seconds
    while not (found := answer()) and time.monotonic() < end:
        time.sleep(pause_s)
    return found


def word(at: datetime) -> str:
    """An instant as the city writes it."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def totals(seq: int, people_in: int, people_out: int, at: datetime | None = None, *, epoch: int = 1) -> dict[str, Any]:
    """What a counter says: its totals so far, now or at an instant."""
    lines = [{"line": 1, "in": people_in, "out": people_out}]
    return {"v": 1, "at": word(at or datetime.now(UTC)), "epoch": epoch, "seq": seq, "lines": lines}


def hours_around(at: datetime) -> list[list[dict[str, str]]]:
    """A week's hours that hold `at` well inside one business day, whatever o'clock the tests run."""
    local = at.astimezone(MADRID)
    opens, closes = local - timedelta(hours=6), local + timedelta(hours=6)
    return [[{"opens": f"{opens:%H}:00", "closes": f"{closes:%H}:00"}]] * 7


class House:
    """A venue with a door, of a name nobody else uses, as the city's staff know it."""

    def __init__(self, staff: Api, name: str, *, capacity: int = 100, **about: Any) -> None:
        self.staff, self.venue_id = staff, f"{name}-{time.time_ns() // 1000 % 10**9}"
        self.weekly = about.pop("weekly", None) or hours_around(datetime.now(UTC))
        body = {
            "name": {"es": f"Casa {name}", "en": f"House {name}"},
            "kind": "library",
            "address": "Calle del Sol 1",
            "location": {"lat": 43.4623, "lon": -3.81},
            "capacity": capacity,
            "weekly": self.weekly,
            "holidays_closed": False,
            **about,
        }
        doors = [{"door_id": "main", "name": {"es": "Entrada", "en": "Entrance"}, "max_per_minute": 1000}]
        staff.send("POST", "/crowd/venues", {"venue_id": self.venue_id, "doors": doors, **body})

    @property
    def path(self) -> str:
        """Of its address."""
        return f"/crowd/venues/{self.venue_id}"

    def etag(self) -> str:
        """Of its document."""
        return self.staff.send("GET", f"{self.path}/document").headers["ETag"]

    def hang(self, thing: str, since: datetime) -> None:
        """Hang a counter at the door."""
        body = {"device_id": thing, "line": 1, "since": word(since)}
        self.staff.send("PUT", f"{self.path}/doors/main/counter", body, If_Match=self.etag())

    def read(self) -> dict[str, Any]:
        """As everybody reads it."""
        seen: dict[str, Any] = self.staff.send("GET", self.path).json()
        return seen

    def now(self) -> dict[str, Any]:
        """How full it is."""
        now: dict[str, Any] = self.read()["now"]
        return now

    def passed(self) -> tuple[int, int]:
        """How many have come in and gone out today, as counted."""
        today = self.read()["today"] or {"total_in": 0, "total_out": 0}
        return today["total_in"], today["total_out"]


def clock_strikes(clients: Clients, endpoints: dict[str, Any], use_case: str, at: datetime) -> dict[str, Any]:
    """Run a scheduled use case as if it were `at`, after the clock's own run if that is at work; what it answers."""
    event = {"id": f"journey-{time.time_ns()}", "source": "aws.events", "detail-type": "Scheduled Event"}
    payload, function = json.dumps({**event, "time": word(at)}).encode(), endpoints["functions"][use_case]

    def struck() -> Any:
        try:
            return clients("lambda").invoke(FunctionName=function, Payload=payload)
        except clients("lambda").exceptions.TooManyRequestsException:
            return None

    answer = eventually(struck, 120, 1)
    assert answer, f"{use_case} was at work for two minutes"
    said = answer["Payload"].read()
    assert "FunctionError" not in answer, said
    found: dict[str, Any] = json.loads(said)
    return found


def drained(clients: Clients, queue: str, seconds: float = 180) -> bool:
    """Waits until every message of a queue has been worked off; False when that takes too long."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    end, empty = time.monotonic() + seconds, 0
    while empty < 3 and time.monotonic() < end:
        said = clients("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=names)["Attributes"]
        empty = empty + 1 if all(said[name] == "0" for name in names) else 0
        time.sleep(0.5)
    return empty == 3


def open_file(endpoints: dict[str, Any], on: str, form: str, rows: str) -> bytes:
    """A published file, fetched as anybody would: the city's address redirects to it."""
    url = f"{endpoints['api']}/crowd/open-data/{on}/{form}?rows={rows}"
    answer = httpx.get(url, follow_redirects=True, timeout=60)
    assert answer.status_code == 200, answer.text
    return answer.content


def at_the_door(counter: Callable[..., Counter], house: House, since: timedelta = timedelta(minutes=30)) -> Counter:
    """Registers a counter and hangs it at the house's door, as if it had hung there for a while already."""
    one = counter(f"door-{house.venue_id}")
    house.hang(one.thing, datetime.now(UTC) - since)
    return one


def kept_messages(clients: Clients, endpoints: dict[str, Any], device_id: str) -> list[bytes]:
    """The payloads that are kept of a counter's last two days, word for word; the same payload twice only when two
    messages carried it.
    """
    found: set[Raw] = set()
    for days_ago in (0, 1):
        on = datetime.now(UTC) - timedelta(days=days_ago)
        pages = (
            clients("dynamodb")
            .get_paginator("query")
            .paginate(
                TableName=endpoints["tables"]["crowd/ReadingsTable"],
                KeyConditionExpression="pk = :day",
                ExpressionAttributeValues={":day": {"S": f"{device_id}#{on:%Y%m%d}"}},
            )
        )
        for page in pages:
            for item in page["Items"]:
                found.update(readings.unpack(item["packed"]["B"]))
    return [raw.payload for raw in found]
