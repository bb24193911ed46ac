"""Queues: a bad message holds up no other, none is lost, and the last failure is an alarm."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from cercano.facts.devices import DeviceRevoked, DeviceRotated
from cercano.kit.facts import Fact
from cercano.kit.invocation import tally
from cercano.kit.log import correlation_id
from cercano.kit.message import Message, UnreadableMessage
from cercano.kit.queue import MAX_RECEIVES, each_message, whole_batch
from tests.support.events import Context, fact_event, queue_event

AT = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)


def lines(capsys) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def said(lines: list[dict], message: str) -> list[dict]:
    return [line for line in lines if line.get("message") == message]


def failures(answer: dict) -> list[str]:
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


@each_message
def lamp_posts(message: Message) -> None:
    if message.json()["broken"]:
        raise ValueError("broken lamp")


def test_a_bad_message_comes_back_and_holds_up_no_other(capsys):
    answer = lamp_posts(queue_event({"broken": False}, {"broken": True}, {"broken": False}), Context())

    assert failures(answer) == ["m1"]
    (failed,) = said(lines(capsys), "message_failed")
    assert (failed["message_id"], failed["reason"], failed["level"], failed["alarm"]) == (
        "m1",
        "ValueError: broken lamp",
        "ERROR",
        False,
    )
    assert "broken lamp" in failed["exception"]


def test_the_last_failure_before_the_dead_letters_is_an_alarm(capsys):
    lamp_posts(queue_event({"broken": True}, receive_count=MAX_RECEIVES), Context())

    (failed,) = said(lines(capsys), "message_failed")
    assert (failed["alarm"], failed["receive_count"]) == (True, 5)


def test_each_run_writes_one_summary_line_and_its_numbers(capsys):
    lamp_posts(queue_event({"broken": False}, {"broken": True}), Context())

    written = lines(capsys)
    (summary,) = said(written, "invocation_ended")
    assert (summary["messages"], summary["failed"], summary["request_id"]) == (2, 1, Context().aws_request_id)
    (numbers,) = [line for line in written if "_aws" in line]
    assert (numbers["MessagesHandled"], numbers["MessagesFailed"], numbers["Calls"]) == ([1.0], [1.0], [1.0])


def test_what_a_use_case_counts_stands_in_its_summary_line(capsys):
    @whole_batch
    def handler(messages: list[Message]) -> list[Message]:
        tally(lamps=len(messages))
        tally(lamps=1, posts=2)
        return []

    handler(queue_event({}, {}), Context())
    handler(queue_event({}), Context())

    first, second = said(lines(capsys), "invocation_ended")
    assert (first["lamps"], first["posts"], first["messages"]) == (3, 2, 2)
    assert (second["lamps"], second["posts"], second["messages"]) == (2, 2, 1)


def test_each_message_is_handled_under_the_correlation_id_of_what_caused_it():
    seen = []

    @each_message
    def handler(message: Message) -> None:
        seen.append(correlation_id())

    handler(queue_event("{}", correlation_id="c-1"), Context())
    handler(queue_event({"detail": {"correlation_id": "c-2"}}), Context())
    handler(queue_event('not json "correlation_id"'), Context())

    assert seen == ["c-1", "c-2", "m0"]
    assert correlation_id() is None


def test_a_whole_batch_gives_back_what_the_use_case_names(capsys):
    @whole_batch
    def handler(messages: list[Message]) -> list[Message]:
        return [message.troubled("no such counter") for message in messages if message.body == "bad"]

    answer = handler(queue_event("good", "bad", "good"), Context())

    assert failures(answer) == ["m1"]
    (failed,) = said(lines(capsys), "message_failed")
    assert failed["reason"] == "no such counter"


def test_a_batch_that_raises_comes_back_whole(capsys):
    @whole_batch
    def handler(messages: list[Message]) -> list[Message]:
        raise ConnectionError("no table")

    assert failures(handler(queue_event("a", "b"), Context())) == ["m0", "m1"]
    (failed,) = said(lines(capsys), "batch_failed")
    assert (failed["messages"], failed["reason"]) == (2, "ConnectionError: no table")


def test_on_the_last_attempt_a_poison_dies_alone(capsys):
    @whole_batch
    def handler(messages: list[Message]) -> list[Message]:
        if any(message.body == "poison" for message in messages):
            raise ZeroDivisionError
        return []

    answer = handler(queue_event("a", "poison", "b", receive_count=MAX_RECEIVES), Context())

    assert failures(answer) == ["m1"]
    (failed,) = said(lines(capsys), "message_failed")
    assert (failed["message_id"], failed["alarm"]) == ("m1", True)


@pytest.mark.parametrize("body", ["", "{", '{"a":1,"a":2}', "NaN", '{"a":Infinity}', "[" * 100_000])
def test_a_body_that_is_not_plain_json_is_refused(body):
    with pytest.raises(UnreadableMessage):
        Message(id="m", body=body).json()


def test_a_fact_arrives_through_the_bus_as_it_was_told():
    told = DeviceRevoked(at=AT, device_id="c-1")
    (record,) = fact_event(told)["Records"]

    assert Message.of(record).fact(DeviceRotated, DeviceRevoked) == told


@pytest.mark.parametrize("body", ["[]", "{}", '{"detail-type":"DeviceRevoked","detail":{}}'])
def test_what_holds_no_such_fact_is_refused(body):
    with pytest.raises(UnreadableMessage):
        Message(id="m", body=body).fact(DeviceRevoked)


def test_a_fact_nobody_asked_for_is_refused_by_name():
    @dataclass(frozen=True, slots=True, kw_only=True)
    class LampLit(Fact):
        lamp: str

    (record,) = fact_event(LampLit(at=AT, lamp="l"))["Records"]

    with pytest.raises(UnreadableMessage, match="LampLit"):
        Message.of(record).fact(DeviceRevoked)


def test_a_message_says_when_it_was_sent_and_how_often_it_was_tried():
    (record,) = queue_event("x", receive_count=3, thing="counter-7")["Records"]
    message = Message.of(record)

    assert (message.sent_at, message.receive_count, message.attributes) == (
        datetime(2026, 11, 27, 9, 15, tzinfo=UTC),
        3,
        {"thing": "counter-7"},
    )
