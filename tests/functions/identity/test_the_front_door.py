"""Signing up, in, on and out; and nobody learns who has an account."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cercano.kit import aws
from tests.functions.identity.conftest import OWN_PAGE, PASSWORD, Door, pool_answers

pytestmark = pytest.mark.slow
CODE_SENT = (202, {"status": "code_sent"})


def a_citizen(door: Door) -> None:
    door.sign_up(name="Ana")
    door.confirm()


def groups(door: Door, email: str = "ana@example.org") -> list[str]:
    pool = door.domain.ref("UserPool")
    found = aws.client("cognito-idp").admin_list_groups_for_user(UserPoolId=pool, Username=email)["Groups"]
    return [group["GroupName"] for group in found]


def test_a_citizen_signs_up_confirms_signs_in_and_is_known(door: Door) -> None:
    sent = door.sign_up(" Ana@Example.ORG ", name="Ana")
    confirmed = door.confirm()
    entered = door.sign_in("ANA@example.org")

    assert (sent.status, sent.json) == CODE_SENT
    assert confirmed.status == 204
    assert entered.status == 200
    assert entered.json["roles"] == ["citizen"]
    assert 0 < entered.json["expires_in_s"] <= 3600
    assert door.me().json == {
        "subject": entered.json["subject"],
        "roles": ["citizen"],
        "email": "ana@example.org",
        "name": "Ana",
    }


def test_the_refresh_token_is_in_its_cookie_and_nowhere_else(door: Door) -> None:
    a_citizen(door)

    answer = door.sign_in()

    (cookie,) = answer.cookies
    value, *attributes = cookie.split("; ")
    assert value.startswith("__Host-cercano_refresh=")
    assert sorted(attributes) == ["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Strict", "Secure"]
    assert value.partition("=")[2] not in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_the_session_goes_on_with_a_fresh_token(door: Door) -> None:
    a_citizen(door)
    door.sign_in()

    fresh = door.refresh()

    assert fresh.status == 200
    door.token = fresh.json["access_token"]
    assert door.me().status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Cercano": "0"},
        {"Sec-Fetch-Site": "same-origin"},
        {"X-Cercano": "1", "Sec-Fetch-Site": "cross-site"},
        {"X-Cercano": "1", "Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize(("use_case", "path"), [("refresh_session", "/refresh"), ("sign_out", "/sign-out")])
def test_no_other_site_can_use_the_session(door: Door, use_case: str, path: str, headers: dict[str, str]) -> None:
    a_citizen(door)
    door.sign_in()

    answer = door.ask(use_case, "POST", path, headers=headers)

    assert (answer.status, answer.code, answer.cookies) == (403, "other_site", [])
    assert door.refresh().status == 200


def test_where_the_web_app_lives_is_checked_when_it_is_said(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    a_citizen(door)
    door.sign_in()
    from cercano.identity import session

    monkeypatch.setattr(session, "WEB_ORIGIN", "https://cercano.example")

    answers = [
        door.refresh({**OWN_PAGE, "Origin": o}).status for o in ("https://cercano.example", "https://evil.example")
    ]

    assert answers == [200, 403]


def test_another_site_cannot_sign_a_person_in(door: Door) -> None:
    a_citizen(door)

    answer = door.sign_in(headers={"Sec-Fetch-Site": "cross-site"})

    assert (answer.status, answer.cookies) == (403, [])


def test_after_signing_out_the_cookie_is_gone(door: Door) -> None:
    a_citizen(door)
    door.sign_in()

    out = door.ask("sign_out", "POST", "/sign-out", headers=OWN_PAGE)

    assert (out.status, len(out.cookies)) == (204, 1)
    assert "Max-Age=0" in out.cookies[0]
    assert door.refresh().code == "no_session"
    assert door.ask("sign_out", "POST", "/sign-out", headers=OWN_PAGE).status == 204


def test_signing_out_revokes_the_refresh_token_and_everywhere_all_of_them(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_citizen(door)
    calls: list[str] = []
    pool = aws.client("cognito-idp")
    for call in ("revoke_token", "global_sign_out"):
        monkeypatch.setattr(pool, call, lambda call=call, **_: calls.append(call))

    for path in ("/sign-out", "/sign-out?everywhere=true"):
        door.sign_in()
        door.ask("sign_out", "POST", path, headers=OWN_PAGE)

    assert calls == ["revoke_token", "global_sign_out", "revoke_token"]


def test_a_session_that_ended_elsewhere_loses_its_cookie(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    a_citizen(door)
    door.sign_in()
    pool_answers(monkeypatch, "initiate_auth", "NotAuthorizedException")

    answer = door.refresh()

    assert (answer.status, answer.code) == (401, "no_session")
    assert door.cookie == ""


def test_unknown_wrong_and_unconfirmed_get_word_for_word_the_same_answer(door: Door) -> None:
    a_citizen(door)
    door.sign_up("eva@example.org")

    answers = [
        door.sign_in("nobody@example.org"),
        door.sign_in("ana@example.org", "Another password 1"),
        door.sign_in("eva@example.org"),
    ]

    assert {(a.status, a.text, tuple(a.cookies)) for a in answers} == {(401, answers[0].text, ())}
    assert answers[0].code == "wrong_credentials"


@pytest.mark.parametrize(
    ("use_case", "path", "body"),
    [
        ("sign_up", "/sign-up", {"email": "{}", "password": PASSWORD}),
        ("confirm_sign_up", "/sign-up/resend", {"email": "{}"}),
        ("reset_password", "/password/forgot", {"email": "{}"}),
    ],
)
def test_asking_for_a_code_tells_nobody_whether_there_is_an_account(
    door: Door, use_case: str, path: str, body: dict[str, str]
) -> None:
    a_citizen(door)
    door.sign_up("eva@example.org")

    answers = [
        door.ask(use_case, "POST", path, json.loads(json.dumps(body).replace("{}", email)))
        for email in ("ana@example.org", "eva@example.org", "nobody@example.org")
    ]

    assert [(a.status, a.json) for a in answers] == [CODE_SENT] * 3


@pytest.mark.parametrize(
    "code", ["CodeMismatchException", "ExpiredCodeException", "UserNotFoundException", "NotAuthorizedException"]
)
def test_a_wrong_code_an_old_one_and_no_account_get_the_same_answer(
    door: Door, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    pool_answers(monkeypatch, "confirm_sign_up", code)
    pool_answers(monkeypatch, "confirm_forgot_password", code)
    reset = {"email": "ana@example.org", "code": "123456", "password": PASSWORD}

    answers = [door.confirm(), door.ask("reset_password", "POST", "/password/reset", reset)]

    assert [(a.status, a.code) for a in answers] == [(422, "wrong_code")] * 2


THROTTLED = [
    ("sign_up", "sign_up", "/sign-up", {"email": "a@example.org", "password": PASSWORD}),
    ("initiate_auth", "sign_in", "/sign-in", {"email": "a@example.org", "password": PASSWORD}),
    ("confirm_sign_up", "confirm_sign_up", "/sign-up/confirm", {"email": "a@example.org", "code": "123456"}),
    ("resend_confirmation_code", "confirm_sign_up", "/sign-up/resend", {"email": "a@example.org"}),
    ("forgot_password", "reset_password", "/password/forgot", {"email": "a@example.org"}),
]


@pytest.mark.parametrize(("code", "wait_s"), [("TooManyRequestsException", "5"), ("LimitExceededException", "900")])
@pytest.mark.parametrize(("call", "use_case", "path", "body"), THROTTLED)
def test_too_many_in_a_row_are_asked_to_wait(
    door: Door, monkeypatch: pytest.MonkeyPatch, call: str, use_case: str, path: str, body: Any, code: str, wait_s: str
) -> None:
    pool_answers(monkeypatch, call, code)

    answer = door.ask(use_case, "POST", path, body)

    assert (answer.status, answer.code, answer.headers["retry-after"]) == (429, "too_many_requests", wait_s)


def test_a_weak_password_never_reaches_the_pool(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    pool_answers(monkeypatch, "sign_up", "InternalErrorException")

    answer = door.sign_up(password="corta")

    assert (answer.status, answer.code) == (422, "weak_password")
    assert [error["code"] for error in answer.json["errors"]] == ["too_short", "no_upper_case", "no_number"]


def test_a_password_that_only_the_pool_dislikes_is_refused_alike(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    pool_answers(monkeypatch, "sign_up", "InvalidPasswordException")

    assert door.sign_up().code == "weak_password"


def test_a_new_password_ends_the_sessions_of_the_old_one(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    a_citizen(door)
    ended: list[str] = []
    pool = aws.client("cognito-idp")
    monkeypatch.setattr(pool, "confirm_forgot_password", lambda **_: {})
    monkeypatch.setattr(pool, "admin_user_global_sign_out", lambda **named: ended.append(named["Username"]))
    body = {"email": "ana@example.org", "code": " 123456 ", "password": "Otra clave 2026"}

    assert door.ask("reset_password", "POST", "/password/reset", body).status == 204
    assert ended == ["ana@example.org"]


def test_who_was_confirmed_but_not_welcomed_is_a_citizen_from_the_next_sign_in_on(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.sign_up()
    with monkeypatch.context() as crash:
        pool_answers(crash, "admin_add_user_to_group", "InternalErrorException")
        assert door.confirm().status == 500
    assert groups(door) == []

    answer = door.sign_in()

    assert answer.json["roles"] == ["citizen"]
    assert groups(door) == ["citizen"]


def test_confirming_another_time_gives_no_role_to_anybody(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    pool = door.domain.ref("UserPool")
    aws.client("cognito-idp").admin_create_user(
        UserPoolId=pool, Username="boss@example.org", UserAttributes=[{"Name": "email", "Value": "boss@example.org"}]
    )
    pool_answers(monkeypatch, "confirm_sign_up", "NotAuthorizedException")

    assert door.confirm("boss@example.org").code == "wrong_code"
    assert groups(door, "boss@example.org") == []


def test_the_citys_own_people_choose_a_password_the_first_time(door: Door) -> None:
    pool, client = door.domain.ref("UserPool"), aws.client("cognito-idp")
    client.admin_create_user(
        UserPoolId=pool,
        Username="eva@example.org",
        TemporaryPassword="Provisional 2026",
        UserAttributes=[{"Name": "email", "Value": "eva@example.org"}],
    )
    client.admin_add_user_to_group(UserPoolId=pool, Username="eva@example.org", GroupName="staff")

    first = door.sign_in("eva@example.org", "Provisional 2026")
    weak = door.sign_in("eva@example.org", "Provisional 2026", new_password="corta")
    chosen = door.sign_in("eva@example.org", "Provisional 2026", new_password="Mi clave nueva 1")

    assert (first.status, first.code) == (403, "new_password_needed")
    assert [error["pointer"] for error in weak.json["errors"]][:1] == ["/new_password"]
    assert (chosen.status, chosen.json["roles"]) == (200, ["staff"])


def test_a_step_this_door_does_not_know_is_not_taken_for_a_session(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        aws.client("cognito-idp"), "initiate_auth", lambda **_: {"ChallengeName": "SMS_MFA", "Session": "s"}
    )

    assert door.sign_in().code == "challenge_unknown"


@pytest.mark.parametrize("email", ["ana", "ana@example", "a b@example.org", "", "x" * 400 + "@example.org"])
def test_what_is_no_address_is_said_so(door: Door, email: str) -> None:
    answer = door.sign_in(email)

    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/email")


def test_without_a_token_there_is_no_me(door: Door) -> None:
    door.token = "x.y.z"

    assert door.me().status == 401
    assert door.ask("read_me", "GET", "/me").status == 401


def test_a_token_that_was_signed_out_is_no_me(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    a_citizen(door)
    door.sign_in()
    pool_answers(monkeypatch, "get_user", "NotAuthorizedException")

    assert (door.me().status, door.me().code) == (401, "no_session")


def test_nothing_personal_is_logged(
    door: Door, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    a_citizen(door)
    door.sign_in()
    door.sign_in(password="Another password 1")
    door.me()
    door.refresh()
    pool_answers(monkeypatch, "initiate_auth", "InternalErrorException")
    door.sign_in()

    logged = capsys.readouterr().out
    assert "answered" in logged
    for secret in ("ana@example.org", "Sardinero", "Another password", "123456", door.token, door.cookie, "Ana"):
        assert not secret or secret not in logged, secret
