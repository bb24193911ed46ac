"""The outbox: every fact saved with a row reaches the bus at least once, or the dead letters, never nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from cercano.facts.crowd import VenueEased, VenueFilled
from cercano.kit import aws, outbox
from tests.support.events import Context

AT = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)


def filled(number: int = 0, name: str = "a") -> VenueFilled:
    return VenueFilled(at=AT, venue_id=name, people=number, capacity=9)


def change(before: list[Any] | None, after: list[Any] | None) -> dict[str, Any]:
    def image(facts: list[Any]) -> dict[str, Any]:
        told = {"told": {"S": json.dumps([fact.envelope("c-1") for fact in facts])}} if facts else {}
        return {"pk": {"S": "VENUES"}, **told}

    images = {"OldImage": before, "NewImage": after}
    return {
        "eventName": "MODIFY",
        "dynamodb": {name: image(facts) for name, facts in images.items() if facts is not None},
    }


class Bus:
    """Takes entries as EventBridge does: at most 10 and 256 kB a call; refuses what it is told to refuse."""

    def __init__(self) -> None:
        self.taken: list[dict[str, str]] = []
        self.calls = 0
        self.refuses: Iterator[Any] = iter(())

    def put_events(self, Entries: list[dict[str, str]]) -> dict[str, Any]:  # noqa: N803 - as botocore says it
        assert len(Entries) <= 10
        assert sum(len(entry["Detail"].encode()) for entry in Entries) <= 256 * 1024
        self.calls += 1
        refused = next(self.refuses, ())
        if isinstance(refused, Exception):
            raise refused
        results = [{"ErrorCode": "Throttled"} if n in refused else {"EventId": str(n)} for n in range(len(Entries))]
        self.taken += [entry for n, entry in enumerate(Entries) if n not in refused]
        return {"FailedEntryCount": len(refused), "Entries": results}


class DeadLetters:
    def __init__(self) -> None:
        self.kept: list[dict[str, Any]] = []

    def send_message(self, QueueUrl: str, MessageBody: str) -> None:  # noqa: N803 - as botocore says it
        self.kept.append(json.loads(MessageBody))


@pytest.fixture
def bus() -> Bus:
    return Bus()


@pytest.fixture
def dead_letters() -> DeadLetters:
    return DeadLetters()


@pytest.fixture
def publish(monkeypatch, bus, dead_letters):
    monkeypatch.setenv("BUS_NAME", "test-cercano")
    monkeypatch.setenv("OUTBOX_DLQ_URL", "https://dead.test")
    monkeypatch.setattr(outbox, "FIRST_PAUSE_S", 0)
    monkeypatch.setattr(aws, "client", {"events": bus, "sqs": dead_letters}.__getitem__)
    handler = outbox.publisher("crowd")
    return lambda *changes: handler({"Records": list(changes)}, Context())


def names(bus: Bus) -> list[str]:
    return [json.loads(entry["Detail"])["data"]["venue_id"] for entry in bus.taken]


def test_a_fact_saved_with_a_row_goes_to_the_bus_in_its_envelope(publish, bus):
    publish(change(None, [filled()]))

    (entry,) = bus.taken
    assert (entry["EventBusName"], entry["Source"], entry["DetailType"]) == (
        "test-cercano",
        "cercano.crowd",
        "VenueFilled",
    )
    assert json.loads(entry["Detail"]) == filled().envelope("c-1")


def test_only_what_a_change_added_is_told(publish, bus):
    eased = VenueEased(at=AT, venue_id="b", people=1, capacity=9)

    publish(
        change([filled(name="old")], [filled(name="old"), eased]),
        change([filled(name="old")], [filled(name="old")]),
        change([filled(name="gone")], []),
        change([filled(name="gone")], None),
        change(None, []),
    )

    assert names(bus) == ["b"]


def test_many_facts_go_in_calls_of_ten(publish, bus):
    publish(*(change(None, [filled(n, str(n)) for n in range(first, first + 5)]) for first in range(0, 25, 5)))

    assert names(bus) == [str(n) for n in range(25)]
    assert bus.calls == 3


def test_big_facts_go_in_calls_of_256_kilobytes(publish, bus):
    publish(change(None, [filled(n, str(n) * 100_000) for n in range(5)]))

    assert (len(bus.taken), bus.calls) == (5, 3)


def test_what_the_bus_refuses_is_told_again_and_nothing_else(publish, bus, dead_letters):
    bus.refuses = iter([{1}, {0}])

    publish(change(None, [filled(name="a"), filled(name="b"), filled(name="c")]))

    assert names(bus) == ["a", "c", "b"]
    assert dead_letters.kept == []


def test_what_the_bus_goes_on_refusing_is_kept_with_an_alarm(publish, bus, dead_letters, capsys):
    bus.refuses = iter([{0}] * outbox.ATTEMPTS)

    publish(change(None, [filled(name="a"), filled(name="b")]))

    assert names(bus) == ["b"]
    assert dead_letters.kept == [
        {"source": "cercano.crowd", "detail-type": "VenueFilled", "detail": filled(name="a").envelope("c-1")}
    ]
    written = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["fact_id"] for line in written if line.get("alarm")] == [filled(name="a").fact_id]


@pytest.mark.parametrize(
    "fault",
    [EndpointConnectionError(endpoint_url="x"), ClientError({"Error": {"Code": "InternalFailure"}}, "PutEvents")],
)
def test_a_bus_that_cannot_be_reached_loses_nothing(publish, bus, dead_letters, fault):
    bus.refuses = iter([fault] * outbox.ATTEMPTS)

    publish(change(None, [filled(name="a")]))

    assert [body["detail"] for body in dead_letters.kept] == [filled(name="a").envelope("c-1")]


def test_when_even_the_dead_letters_are_out_of_reach_the_stream_must_give_the_batch_again(
    publish, bus, dead_letters, monkeypatch
):
    def out_of_reach(**_: str) -> None:
        raise EndpointConnectionError(endpoint_url="x")

    bus.refuses = iter([{0}] * outbox.ATTEMPTS)
    monkeypatch.setattr(dead_letters, "send_message", out_of_reach)

    with pytest.raises(EndpointConnectionError):
        publish(change(None, [filled(name="a")]))


def test_a_run_answers_that_nothing_is_left(publish):
    assert publish(change(None, [])) == {"batchItemFailures": []}
