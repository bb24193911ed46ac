"""A command sent twice is done once: on a real table of DynamoDB's shape, alone and by many at the same time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import pytest
from moto import mock_aws

from cercano.kit import aws, clock
from cercano.kit.dynamo import Client
from cercano.kit.idempotency import KeyReused, StillRunning, once
from cercano.kit.render import Wire
from cercano.kit.request import Request
from tests.support.aws import BASE_ENVIRONMENT
from tests.support.http import Answer, call
from tests.support.sample import calls, service

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
BODY = {"name": "Sala", "capacity": 5}


@pytest.fixture(autouse=True)
def table(clients_of_moto: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name, value in {**BASE_ENVIRONMENT, "TABLE_NAME": "things"}.items():
        monkeypatch.setenv(name, value)
    calls.clear()
    with mock_aws():
        store = aws.botocore_client("dynamodb")
        store.create_table(
            TableName="things",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
            BillingMode="PAY_PER_REQUEST",
        )
        yield store


@pytest.fixture
def one_call_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """DynamoDB decides a conditional write in one piece; moto only does when it is asked one thing at a time."""
    lock, real = threading.Lock(), Client._make_api_call

    def in_turn(client: Any, *asked: Any) -> Any:
        with lock:
            return real(client, *asked)

    monkeypatch.setattr(Client, "_make_api_call", in_turn)


def make(key: str | None = "k1", subject: str = "ana", **changed: Any) -> Answer:
    headers = {"Idempotency-Key": key} if key is not None else {}
    return call(
        service(), "POST", "/things", body={**BODY, **changed}, subject=subject, roles=("staff",), headers=headers
    )


def test_the_same_command_is_done_once_and_answered_twice_with_the_same_words() -> None:
    first, second = make(), make()

    assert (first.status, second.status, calls) == (201, 201, ["Sala"])
    assert second.body == first.body
    assert second.headers["location"] == first.headers["location"]
    assert ("idempotency-replayed" in first.headers, second.headers["idempotency-replayed"]) == (False, "true")


def test_without_a_key_every_command_is_done() -> None:
    make(None), make(None)

    assert len(calls) == 2


def test_a_refusal_is_an_answer_too() -> None:
    first, second = make(name="taken"), make(name="taken")

    assert (first.code, second.code, len(calls)) == ("no_such_thing", "no_such_thing", 1)


def test_a_key_with_another_body_is_refused_for_ever(table: Any) -> None:
    with clock.freeze(NOON) as frozen:
        make()
        for seconds in (0, 3600, 86400 * 400):
            frozen.tick(seconds)
            answer = make(capacity=6)
            assert (answer.status, answer.code) == (409, "idempotency_key_reused")
    assert calls == ["Sala"]
    claims = [item for item in table.scan(TableName="things")["Items"] if item["sk"]["S"] == "CLAIM"]
    assert [("expires_at" in claim) for claim in claims] == [False]


def test_a_key_is_only_the_callers_own() -> None:
    make(subject="ana"), make(subject="luis")

    assert len(calls) == 2


def test_a_body_that_does_not_hold_uses_no_key_up() -> None:
    assert make(capacity=-1).status == 422
    assert make().status == 201


def test_a_command_that_failed_may_be_tried_again_with_the_same_body_alone() -> None:
    assert make(name="broken").status == 500
    assert make(name="broken").status == 500
    assert calls == ["broken", "broken"]
    assert make(name="Sala").code == "idempotency_key_reused"


def test_an_answer_with_a_secret_is_never_kept(table: Any) -> None:
    answers = [
        call(service(), "POST", "/things/t1/key", roles=("staff",), headers={"Idempotency-Key": "k"}) for _ in range(2)
    ]

    assert [answer.status for answer in answers] == [200, 409]
    assert answers[1].code == "already_done"
    assert "the key" not in str(table.scan(TableName="things")["Items"])
    assert calls == ["t1"]


def test_some_commands_are_only_taken_with_a_key() -> None:
    answer = call(service(), "POST", "/things/t1/key", roles=("staff",))

    assert (answer.status, answer.code, calls) == (400, "idempotency_key_required", [])


@pytest.mark.parametrize("key", ["", "x" * 256, "with space", "ñ", "k\n"])
def test_a_key_is_visible_ascii(key: str) -> None:
    assert make(key).code == "idempotency_key_unreadable"


def request(subject: str = "ana") -> Request:
    return Request.read({"requestContext": {"resourcePath": "/things", "httpMethod": "POST"}, "path": subject})


def attempt(perform: Any, body: bytes = b"{}", remaining_s: float = 10) -> Wire:
    return once(request(), "key", body, perform, remaining_s=remaining_s, keep_answer=True)


def test_while_the_first_runs_the_second_is_told_to_wait() -> None:
    told: list[StillRunning] = []

    def perform() -> Wire:
        with pytest.raises(StillRunning) as refusal:
            attempt(lambda: Wire("second", 200, {}))
        told.append(refusal.value)
        return Wire("first", 200, {})

    assert attempt(perform).body == "first"
    assert (told[0].status, told[0].headers) == (409, {"Retry-After": "1"})


def test_a_command_whose_process_died_may_be_taken_over_when_its_lock_ends_and_not_before() -> None:
    class Died(BaseException):
        pass

    def die() -> Wire:
        raise Died

    # The process dies without a word: nothing frees its claim.
    with clock.freeze(NOON) as frozen:
        with patch("cercano.kit.idempotency._free"), pytest.raises(Died):
            attempt(die)

        frozen.tick(11)
        with pytest.raises(StillRunning):
            attempt(lambda: Wire("again", 200, {}))
        with pytest.raises(KeyReused):
            attempt(lambda: Wire("again", 200, {}), body=b"[]")
        frozen.tick(1)
        assert attempt(lambda: Wire("again", 200, {})).body == "again"
        assert attempt(lambda: Wire("never", 200, {})).body == "again"


def test_bytes_and_headers_are_replayed_and_cookies_are_not() -> None:
    first = Wire(b"\x00\xff", 200, {"Content-Type": "image/png", "Set-Cookie": ["a=1"]})

    attempt(lambda: first)
    again = attempt(lambda: Wire("never", 200, {}))

    assert (again.body, again.headers) == (b"\x00\xff", {"Content-Type": "image/png", "Idempotency-Replayed": "true"})


def test_an_answer_too_big_to_keep_was_still_given_once() -> None:
    big = Wire("x" * 400_000, 200, {})

    assert attempt(lambda: big) is big
    with pytest.raises(Exception, match="cannot be repeated"):
        attempt(lambda: Wire("never", 200, {}))


@pytest.mark.parametrize("round_", range(5))
def test_of_many_at_the_same_time_one_is_done(round_: int, one_call_at_a_time: None) -> None:
    done: list[int] = []
    together = threading.Barrier(8)

    def send(number: int) -> str:
        together.wait()
        try:
            return str(attempt(lambda: (done.append(number), Wire(str(number), 200, {}))[1]).body)
        except StillRunning:
            return "wait"

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(send, range(8)))

    assert len(done) == 1
    assert answers <= {str(done[0]), "wait"}
