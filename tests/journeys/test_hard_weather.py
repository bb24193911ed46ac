"""A function killed between two writes, a table that refuses, a poisoned message, a flood: nothing lost, none doubled.

What is shown after each is the number the counters said, and each message lies exactly once among the kept ones. The
queue gives back what was not worked off after seconds here, two minutes in the city.
"""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from infra.local import loglines
from infra.local.api import Api
from infra.local.aws import Clients
from infra.local.counters import Counter, confirmed
from infra.local.place import Place
from tests.journeys.town import House, at_the_door, drained, eventually, kept_messages, totals

GIVEN_BACK_S = 8
"""Longer than a batch takes here."""
KILLS = 4
"""A message that was given out more often than five times would be dead."""
BATCH = 500
FLOOD_PER_S, FLOOD_S, DOORS = 500, 6, 6
"""Ten times the fifty a second that benchmarks/end_to_end.py calls usual."""


@pytest.fixture(scope="module")
def queue(clients: Clients, endpoints: dict[str, Any]) -> Iterator[str]:
    """The counts queue, impatient."""
    url: str = endpoints["queues"]["crowd/CountsQueue"]
    names = ["VisibilityTimeout"]
    before = clients("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    give_back_after(clients, url, GIVEN_BACK_S)
    yield url
    give_back_after(clients, url, before["VisibilityTimeout"])


def give_back_after(clients: Clients, queue: str, seconds: int) -> None:
    """How long the queue waits for a batch that was handed out."""
    clients("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": str(seconds)})


@pytest.fixture
def begun_ms() -> int:
    """When the test began, as logs count time."""
    return int(time.time() * 1000)


class Doors:
    """Houses with a counter each, every message one more person."""

    def __init__(self, staff: Api, counter: Callable[..., Counter], stack: ExitStack, names: list[str]) -> None:
        self.houses = [House(staff, name, capacity=100_000) for name in names]
        self.counters = [stack.enter_context(at_the_door(counter, house)) for house in self.houses]
        self.said = [0 for _ in names]
        first = datetime.now(UTC) - timedelta(minutes=5)
        confirmed([one.say(totals(0, 0, 0, first)) for one in self.counters])

    def say(self, messages: int, *, per_s: int) -> None:
        """In turn, evenly through time; the broker has confirmed all of it."""
        sent, begun = [], time.monotonic()
        for number in range(messages):
            time.sleep(max(0.0, begun + number / per_s - time.monotonic()))
            door = number % len(self.houses)
            self.said[door] += 1
            sent.append(self.counters[door].say(totals(self.said[door], self.said[door], 0)))
        confirmed(sent)

    def has_passed(self, house: House, said: int) -> bool:
        """Whether everybody who was said to come in is counted."""
        return house.passed() == (said, 0)

    def assert_each_counted_once(self, clients: Clients, endpoints: dict[str, Any]) -> None:
        """The numbers are right, and the kept messages are those that were sent."""
        for house, one, said in zip(self.houses, self.counters, self.said, strict=True):
            assert eventually(partial(self.has_passed, house, said), 30), (house.read(), said)
            assert house.now()["people"] == said
            kept = [json.loads(payload)["seq"] for payload in kept_messages(clients, endpoints, one.thing)]
            assert sorted(kept) == list(range(said + 1))


def workers(place: Place) -> list[int]:
    """The processes in which the local cloud runs the ingest of this city."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if str(place.home).encode() in words and b"crowd-ingest_counts" in words:
            found.append(int(folder.name))
    return found


def lines(clients: Clients, endpoints: dict[str, Any], since_ms: int, event: str) -> list[dict[str, Any]]:
    """What the ingest has logged of one kind since an instant."""
    function = endpoints["functions"]["crowd/ingest_counts"]
    said = loglines.read(clients("logs"), function, since_ms)
    return [line.fields for line in said if line.fields.get("message") == event]


def test_a_function_killed_at_any_moment_of_a_flood_loses_and_doubles_nothing(
    staff: Api,
    counter: Callable[..., Counter],
    clients: Clients,
    endpoints: dict[str, Any],
    place: Place,
    queue: str,
) -> None:
    with ExitStack() as stack:
        doors = Doors(staff, counter, stack, ["killed-a", "killed-b", "killed-c"])
        doors.say(60, per_s=100)
        assert drained(clients, queue)

        killed: list[int] = []

        def kill() -> None:
            for _ in range(KILLS):
                time.sleep(0.7)
                for pid in workers(place):
                    os.kill(pid, signal.SIGKILL)
                    killed.append(pid)

        killer = threading.Thread(target=kill)
        killer.start()
        doors.say(1200, per_s=200)
        killer.join()

        assert len(killed) >= 2
        assert drained(clients, queue)
        doors.assert_each_counted_once(clients, endpoints)


def test_a_table_that_refuses_between_two_writes_delays_and_changes_nothing(
    staff: Api,
    counter: Callable[..., Counter],
    clients: Clients,
    endpoints: dict[str, Any],
    queue: str,
    begun_ms: int,
) -> None:
    function = clients("lambda").get_function_configuration(FunctionName=endpoints["functions"]["crowd/ingest_counts"])
    role = function["Role"].rpartition("/")[2]
    words = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "dynamodb:PutItem", "Resource": "*"}]}

    with ExitStack() as stack:
        doors = Doors(staff, counter, stack, ["refused"])
        assert drained(clients, queue)
        clients("iam").put_role_policy(RoleName=role, PolicyName="weather", PolicyDocument=json.dumps(words))
        try:
            doors.say(200, per_s=200)
            # Kept raw by then, and marked nowhere: between the two writes.
            assert eventually(lambda: lines(clients, endpoints, begun_ms, "batch_failed"), 20)
            assert doors.houses[0].passed() == (0, 0)
        finally:
            clients("iam").delete_role_policy(RoleName=role, PolicyName="weather")

        assert drained(clients, queue)
        doors.assert_each_counted_once(clients, endpoints)


def test_one_poisoned_message_among_five_hundred_ends_alone_among_the_dead_letters_with_an_alarm(
    staff: Api,
    counter: Callable[..., Counter],
    clients: Clients,
    endpoints: dict[str, Any],
    queue: str,
    begun_ms: int,
) -> None:
    dead: str = endpoints["queues"]["crowd/CountsDeadLetters"]
    poison = b'{"v":1,"at":"yesterday","epoch":NaN,"lines":[{"in":-1}]'

    with ExitStack() as stack:
        doors = Doors(staff, counter, stack, ["poisoned"])
        assert drained(clients, queue)
        doors.say(BATCH // 2, per_s=1000)
        one = doors.counters[0]
        confirmed([one._client.publish(one._topic, poison, qos=1)])
        doors.say(BATCH // 2 - 1, per_s=1000)
        doors.assert_each_counted_once(clients, endpoints)

        give_back_after(clients, queue, 1)
        found = eventually(lambda: clients("sqs").receive_message(QueueUrl=dead).get("Messages"), 60)
        assert [json.loads(letter["Body"])["thing"] for letter in found] == [one.thing]
        assert drained(clients, queue)
        assert "Messages" not in clients("sqs").receive_message(QueueUrl=dead)
    give_back_after(clients, queue, GIVEN_BACK_S)
    alarms = [line for line in lines(clients, endpoints, begun_ms, "message_failed") if line["alarm"]]
    assert [alarm["receive_count"] for alarm in alarms] == [5]
    clients("sqs").delete_message(QueueUrl=dead, ReceiptHandle=found[0]["ReceiptHandle"])


def test_in_a_flood_every_reading_is_counted_exactly_once(
    staff: Api,
    counter: Callable[..., Counter],
    clients: Clients,
    endpoints: dict[str, Any],
    queue: str,
    begun_ms: int,
) -> None:
    with ExitStack() as stack:
        doors = Doors(staff, counter, stack, [f"flooded-{number}" for number in range(DOORS)])

        doors.say(FLOOD_PER_S * FLOOD_S, per_s=FLOOD_PER_S)

        assert drained(clients, queue)
        doors.assert_each_counted_once(clients, endpoints)
    batches = [line["readings"] for line in lines(clients, endpoints, begun_ms, "counts_ingested")]
    assert 10 < max(batches) <= BATCH, "what waits is handed over together, as the template says"
