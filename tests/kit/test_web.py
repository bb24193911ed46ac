"""The front door: what every answer carries, and what every wrong request is told."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from cercano.kit import clock
from cercano.kit.web import Body, Service
from tests.support.events import Context
from tests.support.http import Answer, call, event, read
from tests.support.sample import service

GOOD = {"name": "Sala", "capacity": 5}
STAFF = ("staff",)


def test_a_view_is_answered_with_its_version_and_as_utc() -> None:
    with clock.freeze(datetime(2026, 11, 23, 9, 15, tzinfo=UTC)):
        answer = call(service(), "GET", "/things/centro-botin", roles=())

    assert (answer.status, answer.headers["etag"]) == (200, '"3"')
    assert answer.json == {
        "thing_id": "centro-botin",
        "name": "Centro Botín",
        "capacity": 900,
        "seen_at": "2026-11-23T09:15:00Z",
    }


@pytest.mark.parametrize(
    ("seen", "status"), [('"3"', 304), ('W/"3"', 304), ('"1", "3"', 304), ("*", 304), ('"4"', 200), ("3", 400)]
)
def test_what_the_reader_already_holds_is_not_sent_again(seen: str, status: int) -> None:
    answer = call(service(), "GET", "/things/centro-botin", roles=(), headers={"If-None-Match": seen})

    assert answer.status == status
    if status == 304:
        assert (answer.body, answer.headers["etag"]) == (b"", '"3"')


@pytest.mark.parametrize(
    ("if_match", "status", "code"),
    [
        (None, 428, "precondition_required"),
        ('"2"', 412, "version_conflict"),
        ('W/"3"', 412, "version_conflict"),
        ('"abc"', 412, "version_conflict"),
        ("3", 400, "unreadable_entity_tag"),
        ('"3', 400, "unreadable_entity_tag"),
        ('"3"', 200, ""),
        ("*", 200, ""),
        ('"1", W/"2", "3"', 200, ""),
    ],
)
def test_a_document_is_only_replaced_over_the_version_that_was_read(
    if_match: str | None, status: int, code: str
) -> None:
    headers = {"If-Match": if_match} if if_match else {}
    answer = call(service(), "PUT", "/things/centro-botin", body=GOOD, roles=(), headers=headers)

    assert answer.status == status
    assert answer.json.get("code", "") == code


def test_a_new_thing_says_where_it_lives_as_its_readers_reach_it() -> None:
    answer = call(service(), "POST", "/things", body=GOOD, roles=STAFF)

    assert (answer.status, answer.headers["location"], answer.headers["etag"]) == (201, "/api/things/things/t1", '"1"')


@pytest.mark.parametrize(
    ("path", "roles", "status"),
    [("/things", None, 200), ("/things/centro-botin", None, 401), ("/things/centro-botin", (), 200)],
)
def test_only_public_routes_answer_strangers(path: str, roles: tuple[str, ...] | None, status: int) -> None:
    assert call(service(), "GET", path, roles=roles).status == status


@pytest.mark.parametrize(
    ("roles", "status"), [(None, 401), ((), 403), (("citizen",), 403), (("staff",), 204), (("admin",), 204)]
)
def test_a_role_opens_its_routes_and_an_admin_all(roles: tuple[str, ...] | None, status: int) -> None:
    assert call(service(), "DELETE", "/things/x", roles=roles).status == status


def test_a_public_route_may_ask_who_is_there_and_a_bad_token_is_still_refused() -> None:
    assert " nobody " in call(service(), "GET", "/days/2026-01-02").json["text"]
    assert " luis " in call(service(), "GET", "/days/2026-01-02", roles=(), subject="luis").json["text"]
    assert call(service(), "GET", "/days/2026-01-02", token="forged").status == 401


def test_query_values_become_what_the_view_asks_for() -> None:
    answer = call(service(), "GET", "/days/2026-01-02?from=2026-01-01&at=2026-11-23T09:15:00Z&share=0.25")

    assert answer.json["text"].startswith("2026-01-02 2026-11-23 09:15:00+00:00 2026-01-01 0.25 nobody es ")


def test_a_list_in_the_query_may_repeat_and_a_single_value_may_not() -> None:
    listed = call(service(), "GET", "/things?tag=a&tag=b&limit=1")
    repeated = call(service(), "GET", "/things?kind=museum&kind=library")

    assert listed.json["items"][0]["name"] == "None['a', 'b']"
    assert (repeated.status, repeated.json["errors"][0]["code"]) == (422, "repeated")


@pytest.mark.parametrize(
    ("path", "status", "parameter"),
    [
        ("/things?king=museum", 400, "king"),
        ("/things?kind=prison", 422, "kind"),
        ("/things?limit=0", 422, "limit"),
        ("/things?limit=201", 422, "limit"),
        ("/things?limit=" + "9" * 5000, 422, "limit"),
        ("/days/2026-13-02", 422, "day"),
        ("/days/2026-01-02?share=nan", 422, "share"),
        ("/days/2026-01-02?share=1e999", 422, "share"),
        ("/days/2026-01-02?from=soon", 422, "from"),
    ],
)
def test_a_query_that_does_not_hold_is_told_which_name(path: str, status: int, parameter: str) -> None:
    answer = call(service(), "GET", path)

    assert (answer.status, answer.json["errors"][0]["parameter"]) == (status, parameter)


def test_a_body_that_does_not_hold_is_told_where_in_both_languages() -> None:
    wrong = {"capacity": "5", "kind": "prison", "parts": [{"name": ""}], "a/b~c": 1}
    told = {
        language: call(
            service(), "POST", "/things", body=wrong, roles=STAFF, headers={"Accept-Language": language}
        ).json
        for language in ("es", "en-GB,en;q=0.9,es;q=0.8")
    }

    spanish, english = told.values()
    in_spanish, in_english = ({e["pointer"]: e["detail"] for e in problem["errors"]} for problem in told.values())
    assert set(in_spanish) == {"/name", "/capacity", "/kind", "/parts/0/name", "/a~1b~0c"}
    assert (in_spanish["/name"], in_english["/name"]) == ("Falta este dato.", "This value is missing.")
    assert in_english["/kind"] == "It has to be one of: 'library' or 'museum'."
    assert in_spanish["/parts/0/name"] == "Necesita al menos 1 caracteres."
    assert (spanish["title"], english["title"]) == ("Datos no válidos", "Invalid values")


def test_a_problem_has_the_shape_of_rfc_9457() -> None:
    answer = call(service(), "GET", "/things/nowhere", roles=())

    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json == {
        "type": "urn:cercano:problem:no_such_thing",
        "title": "No encontrado",
        "status": 404,
        "detail": "No existe nowhere.",
        "code": "no_such_thing",
        "instance": "urn:cercano:request:7f9d1a5e-0000-4000-8000-000000000002",
    }


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (None, 400, "body_missing"),
        (b"  ", 400, "body_missing"),
        (b"{", 400, "unreadable_json"),
        (b'{"name": "a", "name": "b", "capacity": 1}', 400, "unreadable_json"),
        (b'{"name": "a", "capacity": NaN}', 400, "unreadable_json"),
        (b'{"name": "a", "capacity": 1, "ratio": 1e999}', 400, "unreadable_json"),
        (b'{"name": "a", "capacity": 9223372036854775808}', 400, "unreadable_json"),
        (b'{"name": "\xff", "capacity": 1}', 400, "unreadable_json"),
        (b'{"name": "\\ud800", "capacity": 1}', 400, "unreadable_json"),
        (b"[" * 100_000, 400, "unreadable_json"),
        (b"[]", 422, "invalid"),
        (b'{"name": "a", "capacity": 1.5}', 422, "invalid"),
        (b'"' + b"x" * 300_000 + b'"', 413, "too_large"),
    ],
)
def test_a_body_that_cannot_be_taken_is_refused_with_its_reason(body: bytes | None, status: int, code: str) -> None:
    answer = call(service(), "POST", "/things", body=body, roles=STAFF)

    assert (answer.status, answer.code) == (status, code)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json", 201),
        ("Application/JSON; charset=UTF-8", 201),
        ("application/merge-patch+json", 201),
        ("application/json; charset=latin-1", 415),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
    ],
)
def test_json_is_only_read_from_json(kind: str, status: int) -> None:
    answer = call(service(), "POST", "/things", body=GOOD, roles=STAFF, headers={"Content-Type": kind})

    assert answer.status == status


def test_a_use_case_may_take_other_formats_of_a_smaller_size_and_set_cookies() -> None:
    taken = call(service(), "POST", "/files", body="a;b\n", headers={"Content-Type": "text/csv"})
    too_big = call(service(), "POST", "/files", body=b"x" * 1025, headers={"Content-Type": "text/csv"})

    assert (taken.status, taken.json["text"], len(taken.cookies)) == (202, "a;b\n", 2)
    assert (too_big.status, too_big.json["detail"]) == (413, "El envío supera el máximo de 1 kB.")


def test_bytes_arrive_as_bytes() -> None:
    answer = call(service(), "GET", "/files/x")

    assert (answer.body, answer.headers["content-type"]) == (b"\x00\xff", "application/octet-stream")


def test_our_own_fault_is_recorded_and_tells_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    answer = call(service(), "POST", "/things", body={**GOOD, "name": "broken"}, roles=STAFF)
    written = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    assert (answer.status, answer.code) == (500, "fault")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    fault = next(line for line in written if line["message" if "message" in line else "use_case"] == "fault")
    assert "RuntimeError" in fault["exception"]
    assert "ana@" not in fault["exception"]
    assert next(line["Faults"] for line in written if "Faults" in line) == [1.0]


def test_a_header_that_would_split_the_answer_is_our_fault_and_never_leaves() -> None:
    answer = call(service(), "GET", "/files/split")

    assert (answer.status, answer.cookies) == (500, [])


def test_every_answer_forbids_a_browser_to_do_more_than_read_it() -> None:
    answers = [
        call(service(), "GET", "/things"),
        call(service(), "GET", "/nowhere"),
        call(service(), "POST", "/things", body={**GOOD, "name": "broken"}, roles=STAFF),
        call(service(), "GET", "/things/centro-botin"),
    ]

    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert "max-age=" in answer.headers["strict-transport-security"]


def test_only_a_public_answer_may_be_cached_and_never_a_problem() -> None:
    def cached(answer: Answer) -> str:
        return answer.headers["cache-control"]

    assert cached(call(service(), "GET", "/things")) == "public, max-age=10"
    assert cached(call(service(), "GET", "/things?limit=0")) == "no-store"
    assert cached(call(service(), "GET", "/things/centro-botin", roles=())) == "private, no-cache"
    assert cached(call(service(), "POST", "/things", body=GOOD, roles=STAFF)) == "no-store"


def test_a_page_of_a_friend_may_read_us_and_no_other() -> None:
    friend = call(service(), "GET", "/things", headers={"Origin": "https://friend.example"})
    stranger = call(service(), "GET", "/things", headers={"Origin": "https://evil.example"})
    asked = call(service(), "OPTIONS", "/things", headers={"Origin": "https://friend.example"})

    assert friend.headers["access-control-allow-origin"] == "https://friend.example"
    assert "Origin" in friend.headers["vary"]
    assert "access-control-allow-origin" not in stranger.headers
    assert (asked.status, asked.headers["access-control-allow-methods"]) == (204, "GET, POST")


def test_a_path_or_method_that_does_not_exist_is_a_problem_and_says_what_does() -> None:
    nowhere = call(service(), "GET", "/nowhere")
    method = call(service(), "PATCH", "/things")

    assert (nowhere.status, nowhere.code) == (404, "not_found")
    assert (method.status, method.code, method.headers["allow"]) == (405, "method_not_allowed", "GET, POST")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a-sane-id-12345", True),
        ("short", False),
        ("with spaces in it", False),
        ("x" * 200, False),
        ("abcdefgh\n", False),
    ],
)
def test_a_sane_correlation_id_is_kept_and_every_line_carries_it(
    sent: str, kept: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = call(service(), "GET", "/things", headers={"X-Correlation-Id": sent})
    said = json.loads(capsys.readouterr().out.splitlines()[0])

    assert (answer.headers["x-correlation-id"] == sent) is kept
    assert said["correlation_id"] == answer.headers["x-correlation-id"]
    assert said["request_id"] == answer.headers["x-request-id"]


def test_one_call_writes_one_line_and_one_line_of_metrics(capsys: pytest.CaptureFixture[str]) -> None:
    call(service(), "GET", "/things/nowhere", roles=())
    said, metrics = (json.loads(line) for line in capsys.readouterr().out.splitlines())

    assert (said["message"], said["route"], said["status"], said["problem"]) == (
        "answered",
        "/things/{thing_id}",
        404,
        "no_such_thing",
    )
    assert (metrics["use_case"], metrics["Calls"], metrics["Refused"], metrics["Faults"]) == (
        "things/sample",
        [1.0],
        [1.0],
        [0.0],
    )


def test_pages_follow_one_another_to_the_end() -> None:
    seen: list[str] = []
    cursor = None
    for _ in range(10):
        answer = call(service(), "GET", "/things", query={"limit": 2, **({"cursor": cursor} if cursor else {})})
        seen += [item["thing_id"] for item in answer.json["items"]]
        cursor = answer.json["next"]
        if cursor is None:
            break

    assert seen == ["t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7"]


def test_a_cursor_is_only_good_for_its_own_question() -> None:
    cursor = call(service(), "GET", "/things?limit=2").json["next"]
    forged = ("A" if cursor[0] != "A" else "B") + cursor[1:]

    assert call(service(), "GET", "/things", query={"limit": 1, "cursor": cursor}).status == 200
    for query in ({"cursor": forged}, {"cursor": cursor, "kind": "museum"}, {"cursor": "x"}, {"cursor": "ñ"}):
        answer = call(service(), "GET", "/things", query=query)
        assert (answer.status, answer.code) == (400, "foreign_cursor")


@pytest.mark.parametrize("value", ["%E0%A4", "a%2Fb", "a%00b", "a%2541", "%25"])
def test_an_id_none_of_ours_can_have_is_not_found(value: str) -> None:
    asked = event(service(), "GET", "/files/x")
    asked["pathParameters"] = {"name": value}

    assert read(service()(asked, Context())).status == 404


def test_a_path_parameter_is_decoded_once_whether_the_gateway_did_it_or_not() -> None:
    for value in ("caf%C3%A9", "café"):
        asked = event(service(), "GET", "/files/x")
        asked["pathParameters"] = {"name": value}
        assert read(service()(asked, Context())).status == 200


@pytest.mark.parametrize("broken", [{}, {"requestContext": None}, [], None, {"requestContext": {"resourcePath": "/x"}}])
def test_an_event_that_is_no_request_is_not_found(broken: object) -> None:
    assert service()(broken, None)["statusCode"] == 404


def test_an_event_with_only_single_headers_and_query_is_understood() -> None:
    asked = event(service(), "GET", "/days/2026-01-02?share=0.75", headers={"accept-language": "en"})
    del asked["multiValueHeaders"], asked["multiValueQueryStringParameters"]

    assert "0.75 nobody en" in read(service()(asked, Context())).json["text"]


def test_a_function_that_is_not_given_its_settings_stops_at_start(monkeypatch: pytest.MonkeyPatch) -> None:
    from cercano.kit.settings import MissingSettings

    for name in ("TOKEN_ISSUER", "TABLE_NAME", "BUS_NAME", "STAGE"):
        monkeypatch.delenv(name, raising=False)
    app = Service("things")

    with pytest.raises(MissingSettings, match="TOKEN_ISSUER, STAGE, TABLE_NAME, BUS_NAME"):

        @app.get("/private")
        def read_private() -> None: ...


def test_a_view_that_forgets_a_part_of_its_path_stops_at_start() -> None:
    app = Service("things")

    with pytest.raises(TypeError, match="thing_id"):

        @app.get("/things/{thing_id}", public=True)
        def read_thing() -> None: ...


def test_a_body_is_exactly_its_fields() -> None:
    assert Body.model_config["extra"] == "forbid"
    assert Body.model_config["strict"] is True
