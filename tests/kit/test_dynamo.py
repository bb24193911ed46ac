"""Our words to DynamoDB beside botocore's, over true connections: the same questions, answers, errors and patience."""

from __future__ import annotations

import json
import re
import string
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import botocore.session
import pytest
from botocore import exceptions as theirs
from botocore.client import ClientError
from botocore.config import Config
from botocore.credentials import RefreshableCredentials
from hypothesis import given
from hypothesis import strategies as some
from pynamodb.connection import Connection
from pynamodb.exceptions import TransactWriteError

from cercano.kit import aws, patience
from cercano.kit.dynamo import METHODS, Client
from cercano.kit.exchange import Exchange
from cercano.kit.spelling import Unreadable, question
from tests.support import teller as act
from tests.support.teller import Teller, a_teller, says

GET = {"TableName": "t", "Key": {"pk": {"S": "a"}, "sk": {"S": "b"}}}
PUT = {
    "TableName": "t",
    "Item": {"pk": {"S": "a"}, "sk": {"S": "b"}},
    "ConditionExpression": "attribute_not_exists(pk)",
}
V = "com.amazonaws.dynamodb.v20120810#"


@pytest.fixture(autouse=True)
def no_long_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience.random, "random", lambda: 0.001)
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"ACCESS_KEY_ID": "AK", "SECRET_ACCESS_KEY": "SK", "DEFAULT_REGION": "eu-south-2"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)


@pytest.fixture
def server() -> Iterator[Teller]:
    with a_teller() as teller:
        yield teller


def a_session() -> Any:
    """botocore's session without moto's listeners, if that was loaded."""
    session = botocore.session.Session()
    session.get_component("event_emitter").unregister("before-send", _moto())
    return session


def _moto() -> Any:
    import moto.core.models

    return moto.core.models.botocore_stubber


@pytest.fixture
def ours(server: Teller, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
    return Client(a_session(), connect_timeout_s=0.3, read_timeout_s=0.3, user_agent="cercano")


@pytest.fixture
def botocores(server: Teller) -> Any:
    retries = {"mode": "standard", "total_max_attempts": 4}
    config = Config(connect_timeout=0.3, read_timeout=0.3, retries=retries, parameter_validation=False)
    return a_session().create_client("dynamodb", endpoint_url=server.url, config=config)


# What is asked

TEXT = some.text(string.ascii_letters + 'ñ€"\\ #', max_size=6)
TYPED = some.recursive(
    some.fixed_dictionaries({"S": TEXT})
    | some.fixed_dictionaries({"N": some.integers().map(str)})
    | some.fixed_dictionaries({"B": some.binary(max_size=6)})
    | some.fixed_dictionaries({"SS": some.lists(TEXT, min_size=1, max_size=3)})
    | some.fixed_dictionaries({"BS": some.lists(some.binary(max_size=3), min_size=1, max_size=3)})
    | some.fixed_dictionaries({"BOOL": some.booleans()})
    | some.fixed_dictionaries({"NULL": some.just(value=True)}),
    lambda inner: (
        some.fixed_dictionaries({"L": some.lists(inner, max_size=3)})
        | some.fixed_dictionaries({"M": some.dictionaries(TEXT | some.just("B") | some.just("BS"), inner, max_size=3)})
    ),
    max_leaves=8,
)
ITEMS = some.dictionaries(some.sampled_from(["pk", "sk", "B", "BS", "S", "recent"]), TYPED, max_size=4)


@given(item=ITEMS)
def test_what_is_asked_is_spelled_as_botocore_spells_it(item: dict[str, Any]) -> None:
    from botocore.serialize import create_serializer

    asked = {"TableName": "t", "Item": item, "ReturnConsumedCapacity": "TOTAL"}
    model = botocore.session.get_session().get_service_model("dynamodb").operation_model("PutItem")
    said = create_serializer("json", include_validation=False).serialize_to_request(asked, model)["body"]

    assert json.loads(question(asked)) == json.loads(said)


@given(item=ITEMS)
def test_what_is_answered_is_read_as_botocore_reads_it(item: dict[str, Any]) -> None:
    from botocore.parsers import create_parser

    from cercano.kit.exchange import Answer
    from cercano.kit.spelling import read

    model = botocore.session.get_session().get_service_model("dynamodb")
    for operation, said in {
        "GetItem": {"Item": item},
        "Query": {"Items": [item, item], "Count": 2, "LastEvaluatedKey": item},
        "BatchGetItem": {"Responses": {"B": [item], "BS": [item]}, "UnprocessedKeys": {"t": {"Keys": [item]}}},
        "BatchWriteItem": {
            "UnprocessedItems": {"t": [{"PutRequest": {"Item": item}}, {"DeleteRequest": {"Key": item}}]}
        },
        "TransactGetItems": {"Responses": [{"Item": item}, {}]},
        "UpdateItem": {"Attributes": item, "ConsumedCapacity": {"TableName": "B", "CapacityUnits": 1.5}},
    }.items():
        body = question(said)
        heard = {"status_code": 200, "headers": {"x-amzn-requestid": "R"}, "body": body}
        expected = create_parser("json").parse(heard, model.operation_model(operation).output_shape)
        ours = read(Answer(200, {"x-amzn-requestid": "R"}, body), 0)
        del expected["ResponseMetadata"], ours["ResponseMetadata"]
        assert ours == expected


def test_a_question_goes_out_signed_and_an_answer_comes_back_as_botocore_gives_it(
    server: Teller, ours: Client, botocores: Any
) -> None:
    server.told(says(200, {"Item": {"pk": {"S": "a"}, "photo": {"B": "QUJD"}, "n": {"N": "7"}}}))

    answers = [client._make_api_call("GetItem", dict(GET)) for client in (ours, botocores)]
    mine, other = server.asked

    assert answers[0]["Item"] == answers[1]["Item"] == {"pk": {"S": "a"}, "photo": {"B": b"ABC"}, "n": {"N": "7"}}
    assert answers[0]["ResponseMetadata"] == answers[1]["ResponseMetadata"]
    assert (mine.operation, mine.body) == (other.operation, other.body) == ("GetItem", GET)
    assert mine.headers["content-type"] == other.headers["content-type"]
    assert mine.headers["host"] == other.headers["host"] == server.url[7:]
    assert re.match(
        r"AWS4-HMAC-SHA256 Credential=AK/\d{8}/eu-south-2/dynamodb/aws4_request", mine.headers["authorization"]
    )


def test_every_call_has_its_method_and_no_other_has_one(server: Teller, ours: Client) -> None:
    server.told(says(200, {}))

    for method in METHODS:
        getattr(ours, method)(TableName="t")

    assert [one.operation for one in server.asked] == list(METHODS.values())
    with pytest.raises(AttributeError, match="botocore_client"):
        ours.create_table(TableName="t")


def test_a_transaction_has_a_token_that_its_repetition_keeps(server: Teller, ours: Client) -> None:
    server.told(act.hangs_up(), says(200, {}))
    ours.transact_write_items(TransactItems=[])
    ours.transact_write_items(TransactItems=[], ClientRequestToken="mine")

    first, again, other = (one.body["ClientRequestToken"] for one in server.asked)
    assert len(first) == 36
    assert (first, other) == (again, "mine")


# What is refused

REFUSALS: dict[str, tuple[int, dict[str, Any] | bytes, str, dict[str, Any]]] = {
    "a condition that does not hold": (
        400,
        {"__type": V + "ConditionalCheckFailedException", "message": "no", "Item": {"b": {"B": "QUJD"}}},
        "PutItem",
        PUT,
    ),
    "a transaction": (
        400,
        {
            "__type": V + "TransactionCanceledException",
            "Message": "cancelled [None, ConditionalCheckFailed]",
            "CancellationReasons": [
                {"Code": "None"},
                {"Code": "ConditionalCheckFailed", "Message": "no", "Item": {"b": {"B": "QUJD"}}},
            ],
        },
        "TransactWriteItems",
        {"TransactItems": [], "ClientRequestToken": "x" * 36},
    ),
    "no such table": (400, {"__type": V + "ResourceNotFoundException", "message": "none"}, "GetItem", GET),
    "a wrong question": (
        400,
        {"__type": "com.amazon.coral.validate#ValidationException", "message": "?"},
        "GetItem",
        GET,
    ),
    "no right": (400, {"__type": "AccessDeniedException:http://x", "Message": "not you"}, "GetItem", GET),
    "old credentials": (
        400,
        {"__type": "com.amazon.coral.service#ExpiredTokenException", "message": ""},
        "GetItem",
        GET,
    ),
    "too much": (400, {"__type": V + "ProvisionedThroughputExceededException", "message": "slow"}, "GetItem", GET),
    "too fast": (400, {"__type": V + "ThrottlingException", "message": "slow"}, "GetItem", GET),
    "two transactions": (400, {"__type": V + "TransactionConflictException", "message": "busy"}, "PutItem", PUT),
    "two regions": (400, {"__type": V + "ReplicatedWriteConflictException", "message": "busy"}, "PutItem", PUT),
    "its own fault": (500, {"__type": V + "InternalServerError", "message": "oh"}, "GetItem", GET),
    "nobody at home": (503, b"", "GetItem", GET),
    "somebody else's page": (502, b"<html>bad gateway</html>", "GetItem", GET),
    "no words": (400, b"", "GetItem", GET),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_botocores_down_to_the_last_word(
    name: str, server: Teller, ours: Client, botocores: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, said, operation, asked = REFUSALS[name]
    monkeypatch.setattr(time, "sleep", lambda _: None)
    found = []
    for client in (ours, botocores):
        server.told(says(status, said))
        with pytest.raises(ClientError) as refusal:
            client._make_api_call(operation, dict(asked))
        refusal.value.response["ResponseMetadata"].setdefault("RequestId", "R1")  # botocore forgets it beside a page
        kind = type(refusal.value).__name__
        named = hasattr(client.exceptions, kind) and isinstance(refusal.value, getattr(client.exceptions, kind))
        found.append((refusal.value.response, len(server.asked), str(refusal.value), named or kind == "ClientError"))

    assert found[0] == found[1]


def test_a_cancelled_transaction_tells_pynamodb_why_through_either_client(
    server: Teller, ours: Client, botocores: Any
) -> None:
    status, said, _, _ = REFUSALS["a transaction"]
    server.told(says(status, said))
    found = []
    for client in (ours, botocores):
        connection = Connection()
        connection._client = client
        with pytest.raises(TransactWriteError) as refusal:
            connection.transact_write_items([], [], [], [])
        reasons = [(one.code, one.message, one.raw_item) if one else None for one in refusal.value.cancellation_reasons]
        found.append((str(refusal.value), refusal.value.cause_response_code, reasons))

    assert found[0] == found[1]
    assert found[0][2] == [None, ("ConditionalCheckFailed", "no", {"b": {"B": b"ABC"}})]


# What breaks on the way


@pytest.mark.parametrize(
    "trouble",
    [
        says(500, {"__type": V + "InternalServerError"}),
        says(503, b"<html>"),
        says(400, {"__type": V + "ThrottlingException"}),
        says(200, {"Item": {}}, x_amz_crc32="1"),
        says(200, b"<html>welcome</html>"),
        says(200, b"[]"),
        act.hangs_up(),
        act.hangs_up(act.whole(200, {"Item": {}})[:-3]),
        act.hangs_up(b"HTTP/1.1 200"),
        act.hangs_up(b"SSH-2.0-OpenSSH_9\r\n\r\n"),
        act.hangs_up(b"HTTP/1.1 200 OK\r\n\r\n{}"),
        act.hangs_up(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"),
        act.hangs_up(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"),
        act.is_silent(),
        act.trickles(act.whole(200, {"Item": {}}), 0.02),
    ],
    ids=[
        *(
            "its fault",
            "nobody",
            "throttled",
            "wrong sum",
            "no json",
            "no object",
            "reset",
            "half a body",
            "half a line",
        ),
        *("another protocol", "no length", "half of the chunks", "no chunk", "silence", "a trickle"),
    ],
)
def test_what_passes_is_asked_again_and_what_stays_is_told(trouble: Any, server: Teller, ours: Client) -> None:
    server.told(trouble, says(200, {"Item": {"pk": {"S": "a"}}}))
    answer = ours.get_item(**GET)
    asked = [one.operation for one in server.asked]

    server.told(trouble)
    with pytest.raises((ClientError, theirs.BotoCoreError)):
        ours.get_item(**GET)

    assert (answer["Item"], answer["ResponseMetadata"]["RetryAttempts"]) == ({"pk": {"S": "a"}}, 1)
    assert (asked, len(server.asked)) == (["GetItem"] * 2, patience.ATTEMPTS)


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        (act.hangs_up(), theirs.ConnectionClosedError),
        (act.is_silent(), theirs.ReadTimeoutError),
        (says(200, {}, x_amz_crc32="1"), theirs.ChecksumError),
        (says(200, b"no json"), Unreadable),
    ],
)
def test_each_break_has_botocores_name(trouble: Any, kind: type[Exception], server: Teller, ours: Client) -> None:
    server.told(trouble)
    with pytest.raises(kind):
        ours.get_item(**GET)


def test_nobody_listening_is_told_soon(server: Teller, ours: Client) -> None:
    server.close()
    begun = time.monotonic()
    with pytest.raises(theirs.EndpointConnectionError):
        ours.get_item(**GET)
    assert time.monotonic() - begun < 2


def test_silence_is_borne_for_a_bounded_time(server: Teller, ours: Client) -> None:
    server.told(act.is_silent())
    begun = time.monotonic()
    with pytest.raises(theirs.ReadTimeoutError):
        ours.get_item(**GET)
    assert time.monotonic() - begun < 0.3 * patience.ATTEMPTS + 1


def test_each_repetition_is_signed_anew(server: Teller, ours: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([1795425300.0, 1795425307.0])
    monkeypatch.setattr("cercano.kit.dynamo.time.time", lambda: next(moments))
    server.told(act.hangs_up(), says(200, {}))
    ours.get_item(**GET)

    assert [one.headers["x-amz-date"][-3:] for one in server.asked] == ["00Z", "07Z"]


# Connections


def test_a_connection_is_kept_until_the_other_side_closes_it(server: Teller, ours: Client) -> None:
    server.told(says(200, {}), says(200, {}), act.leaves_after(says(200, {})), says(200, {}))
    for _ in range(3):
        ours.get_item(**GET)
    time.sleep(0.1)
    answer = ours.get_item(**GET)

    assert [one.connection for one in server.asked] == [1, 1, 1, 2]
    assert answer["ResponseMetadata"]["RetryAttempts"] == 0


@pytest.mark.parametrize("pieces", [(), (1,), (5, 9), (1, 1, 1, 1)])
def test_an_answer_in_chunks_is_one_answer_and_the_connection_stands(
    pieces: tuple[int, ...], server: Teller, ours: Client
) -> None:
    server.told(act.says_in_chunks(200, {"Item": {"pk": {"S": "a"}}}, *pieces))

    answers = [ours.get_item(**GET)["Item"] for _ in range(2)]

    assert answers == [{"pk": {"S": "a"}}] * 2
    assert [one.connection for one in server.asked] == [1, 1]


def test_a_server_that_says_it_closes_is_believed(server: Teller, ours: Client) -> None:
    server.told(says(200, {}, close="x"), says(200, {}))
    server.acts[0] = lambda link: link.sendall(act.whole(200, {}, close=True)) is None
    ours.get_item(**GET)
    ours.get_item(**GET)

    assert [one.connection for one in server.asked] == [1, 2]


def test_threads_do_not_hear_each_others_answers(server: Teller, ours: Client) -> None:
    def echo(link: Any) -> bool:
        link.sendall(act.whole(200, {"Item": server.here.asked.body["Key"]}))
        return True

    server.told(echo)
    keys = [{"pk": {"N": str(number)}} for number in range(64)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda key: ours.get_item(TableName="t", Key=key)["Item"], keys))

    assert answers == keys


@pytest.mark.parametrize("url", ["ftp://x", "http://", "http://x/path", "http://x/?a=b"])
def test_what_is_no_servers_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="not the address"):
        Exchange(url, connect_timeout_s=1, read_timeout_s=1, certificates="")


# Who we are, and where DynamoDB is


def test_credentials_that_expire_are_fetched_anew(server: Teller, ours: Client) -> None:
    fetched: list[int] = []

    def fetch() -> dict[str, str]:
        fetched.append(1)
        expiry = datetime.now(UTC) + timedelta(minutes=-1 if len(fetched) == 1 else 60)
        return {"access_key": f"AK{len(fetched)}", "secret_key": "s", "token": "t", "expiry_time": expiry.isoformat()}

    expired = RefreshableCredentials.create_from_metadata(fetch(), fetch, "test")
    ours._session._credentials = expired
    server.told(says(200, {}))
    ours.get_item(**GET)

    (asked,) = server.asked
    assert "Credential=AK2/" in asked.headers["authorization"]
    assert asked.headers["x-amz-security-token"] == "t"


def test_without_credentials_nothing_is_asked_and_they_may_come_later(
    server: Teller, ours: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ours._session, "get_credentials", lambda: None)
    with pytest.raises(theirs.NoCredentialsError):
        ours.get_item(**GET)
    monkeypatch.undo()
    server.told(says(200, {}))
    ours._session.set_credentials("later", "s")
    ours.get_item(**GET)

    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("given", "region"),
    [
        ({}, "eu-south-2"),
        ({}, "cn-north-1"),
        ({}, "eusc-de-east-1"),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:20566"}, "eu-south-2"),
        ({"AWS_ENDPOINT_URL": "http://x:1", "AWS_ENDPOINT_URL_DYNAMODB": "https://y"}, "eu-south-2"),
        ({"AWS_ENDPOINT_URL": "http://x:1", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}, "eu-south-2"),
    ],
)
def test_dynamodb_is_where_botocore_finds_it(
    given: dict[str, str], region: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**given, "AWS_DEFAULT_REGION": region}.items():
        monkeypatch.setenv(name, value)
    session = a_session()
    ours = Client(session, connect_timeout_s=1, read_timeout_s=1, user_agent="x")
    sent: list[Any] = []
    config = Config(account_id_endpoint_mode="disabled")
    botocores = session.create_client("dynamodb", config=config)
    for events in (ours.events, botocores.meta.events):
        events.register_first("before-send.dynamodb.*", lambda request, **_: sent.append(request) or _Nothing())
    ours.get_item(**GET)
    botocores.get_item(**GET)

    assert len({(one.url, str(one.headers.get("host", one.url.split("/")[2]))) for one in sent}) == 1


class _Nothing:
    """An answer by somebody who listens."""

    status_code = 200
    headers: Any = {}  # noqa: RUF012
    content = b"{}"


def test_who_listens_before_a_request_is_sent_may_change_it_or_answer_it(server: Teller, ours: Client) -> None:
    server.told(says(200, {}))

    def add(request: Any, **_: Any) -> None:
        request.headers["X-Traced"] = "yes"

    ours.events.register("before-send.dynamodb.GetItem", add)
    ours.get_item(**GET)
    ours.events.register("before-send.dynamodb.PutItem", lambda **_: _Nothing())
    ours.put_item(**PUT)

    (asked,) = server.asked
    assert (asked.operation, asked.headers["x-traced"], asked.body) == ("GetItem", "yes", GET)


def test_the_process_has_one_client_for_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    aws.forget()

    assert isinstance(aws.client("dynamodb"), Client)
    assert aws.client("dynamodb") is aws.client("dynamodb")
    assert not isinstance(aws.client("sqs"), Client)
