"""A person comes in through the one front door; a token that is not theirs, ours or of this hour opens nothing.

The local user pool takes any code for a new account, and a signed-out access token lives on in it: neither is shown.
"""

from __future__ import annotations

import base64
import json
import time
from contextlib import suppress
from typing import Any

import httpx
import pytest
from joserfc import jws
from joserfc.jwk import OctKey

from cercano.kit.auth import LEEWAY_S
from infra.local.api import Api
from infra.local.aws import Clients
from tests.support import tokens

PASSWORD = "Sardinero y Magdalena 26"
LENIENT: Any = {"PasswordPolicy": {"MinimumLength": 8, "RequireSymbols": False}}
STAFF_ROUTES = [
    ("GET", "/devices/devices"),
    ("POST", "/devices/devices"),
    ("GET", "/devices/devices/x-1"),
    ("POST", "/devices/devices/x-1/rotate"),
    ("POST", "/devices/devices/x-1/revoke"),
    ("POST", "/devices/imports"),
    ("POST", "/devices/imports/uploads"),
    ("GET", "/devices/imports/x"),
    ("POST", "/devices/imports/x/certificates"),
]


@pytest.fixture
def visitor(endpoints: dict[str, Any]) -> httpx.Client:
    """A browser's page of the city: it says where it comes from. Its cookies are carried by hand, as they want TLS."""
    return httpx.Client(
        base_url=endpoints["api"],
        headers={"Sec-Fetch-Site": "same-origin", "X-Cercano": "1", "Accept-Language": "en"},
        timeout=60,
    )


def bearer(api: Api) -> str:
    return str(api._http.headers["Authorization"]).removeprefix("Bearer ")


def test_a_citizen_from_the_first_letter_to_the_last(visitor: httpx.Client) -> None:
    who = {"email": f"ana-{time.time_ns()}@example.org", "password": PASSWORD}

    assert visitor.post("/identity/sign-up", json={**who, "name": "Ana"}).status_code == 202
    assert visitor.post("/identity/sign-in", json=who).json()["code"] == "wrong_credentials"
    assert visitor.post("/identity/sign-up/confirm", json={"email": who["email"], "code": "123456"}).status_code == 204
    entered = visitor.post("/identity/sign-in", json={**who, "email": who["email"].upper()})

    assert (entered.status_code, entered.json()["roles"]) == (200, ["citizen"])
    cookie = entered.headers["set-cookie"]
    assert cookie.startswith("__Host-cercano_refresh=")
    assert {"Path=/", "HttpOnly", "Secure", "SameSite=Strict"} <= set(cookie.split("; "))
    visitor.cookies.clear()
    mine = {"Cookie": cookie.split(";")[0]}
    fresh = visitor.post("/identity/refresh", headers=mine)
    me = visitor.get("/identity/me", headers={"Authorization": f"Bearer {fresh.json()['access_token']}"})
    assert (me.json()["email"], me.json()["name"]) == (who["email"], "Ana")

    out = visitor.post("/identity/sign-out", headers=mine)
    assert (out.status_code, "Max-Age=0" in out.headers["set-cookie"]) == (204, True)
    visitor.cookies.clear()
    assert visitor.post("/identity/refresh", headers=mine).json()["code"] == "no_session"


def test_another_site_cannot_go_on_with_the_session(visitor: httpx.Client) -> None:
    foreign = {"Cookie": "__Host-cercano_refresh=x", "Sec-Fetch-Site": "cross-site"}

    assert visitor.post("/identity/refresh", headers=foreign).json()["code"] == "other_site"


def test_nobody_learns_who_has_an_account(visitor: httpx.Client, endpoints: dict[str, Any]) -> None:
    known = endpoints["people"]["citizen"]["email"]

    def words(path: str, body: dict[str, str]) -> tuple[int, Any]:
        answer = visitor.post(path, json=body)
        return answer.status_code, {**answer.json(), "instance": ""}

    for path, more in (
        ("/identity/sign-in", {"password": "not the one 1A"}),
        ("/identity/sign-up/resend", {}),
        ("/identity/password/forgot", {}),
    ):
        assert words(path, {"email": known, **more}) == words(path, {"email": "nobody@example.org", **more})


@pytest.mark.parametrize(("method", "path"), STAFF_ROUTES)
def test_a_staff_route_asks_for_a_token_and_for_the_role(
    visitor: httpx.Client, citizen: Api, method: str, path: str
) -> None:
    stranger = visitor.request(method, path)
    neighbour = visitor.request(method, path, headers={"Authorization": f"Bearer {bearer(citizen)}"})

    assert (stranger.status_code, neighbour.status_code) == (401, 403)
    assert stranger.headers["content-type"] == "application/problem+json"


def forged(honest: str, keys: bytes) -> dict[str, str]:
    """Tokens that look like staff's and are not."""
    head, body, seal = honest.split(".")
    said: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=="))
    kid = json.loads(base64.urlsafe_b64decode(head + "=="))["kid"]
    published = next(key for key in json.loads(keys)["keys"] if key["kid"] == kid)

    def part(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    by_public_key = OctKey.import_key(published["n"].encode())
    return {
        "no algorithm": f"{part({'alg': 'none', 'kid': kid})}.{body}.",
        "no algorithm, with the old seal": f"{part({'alg': 'none', 'kid': kid})}.{body}.{seal}",
        "sealed with the public key": jws.serialize_compact(
            {"alg": "HS256", "kid": kid}, json.dumps(said), by_public_key, algorithms=["HS256"]
        ),
        "sealed with another key": tokens.sign(said, kid=kid),
        "a key nobody published": tokens.sign(said),
        "more than it was given": f"{head}.{part({**said, 'cognito:groups': ['admin']})}.{seal}",
        "expired, and drawn out": f"{head}.{part({**said, 'exp': said['exp'] + 86_400})}.{seal}",
        "half of it": honest[: len(honest) // 2],
        "nothing in three parts": "..",
    }


def test_a_forged_token_opens_nothing(
    visitor: httpx.Client, staff: Api, clients: Clients, endpoints: dict[str, Any]
) -> None:
    pool = next(iter(endpoints["user_pools"].values()))
    keys = httpx.get(f"{endpoints['aws']['endpoint']}/{pool}/.well-known/jwks.json").content

    answers = {
        name: visitor.get("/devices/devices", headers={"Authorization": f"Bearer {token}"}).status_code
        for name, token in forged(bearer(staff), keys).items()
    }

    assert answers == dict.fromkeys(answers, 401)


def sign_in(clients: Clients, pool: str, client: str) -> dict[str, str]:
    """The tokens the pool itself gives to a client of its."""
    parameters = {"USERNAME": "eva@example.org", "PASSWORD": PASSWORD}
    answer = clients("cognito-idp").initiate_auth(
        ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters
    )
    tokens: dict[str, str] = answer["AuthenticationResult"]
    return tokens


def enrol(clients: Clients, pool: str, **settings: Any) -> str:
    """Eva is staff of this pool; a client of it."""
    cognito = clients("cognito-idp")
    with suppress(cognito.exceptions.UsernameExistsException):
        cognito.admin_create_user(UserPoolId=pool, Username="eva@example.org", MessageAction="SUPPRESS")
    cognito.admin_set_user_password(UserPoolId=pool, Username="eva@example.org", Password=PASSWORD, Permanent=True)
    cognito.admin_add_user_to_group(UserPoolId=pool, Username="eva@example.org", GroupName="staff")
    flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    made = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName=f"journey-{time.time_ns()}", ExplicitAuthFlows=flows, **settings
    )
    return str(made["UserPoolClient"]["ClientId"])


def test_a_true_token_of_another_pool_another_client_or_another_kind_opens_nothing(
    visitor: httpx.Client, clients: Clients, endpoints: dict[str, Any]
) -> None:
    ours, web = (next(iter(endpoints[name].values())) for name in ("user_pools", "user_pool_clients"))
    theirs = clients("cognito-idp").create_user_pool(PoolName="another-city", Policies=LENIENT)["UserPool"]["Id"]
    clients("cognito-idp").create_group(UserPoolId=theirs, GroupName="staff")
    wrong_issuer = sign_in(clients, theirs, enrol(clients, theirs))["AccessToken"]
    wrong_client = sign_in(clients, ours, enrol(clients, ours))["AccessToken"]
    mine = sign_in(clients, ours, web)
    tried = {
        "ours": mine["AccessToken"],
        "wrong issuer": wrong_issuer,
        "wrong client": wrong_client,
        "identity token": mine["IdToken"],
        "refresh token": mine["RefreshToken"],
    }

    answers = {
        name: visitor.get("/devices/devices", headers={"Authorization": f"Bearer {token}"}).status_code
        for name, token in tried.items()
    }

    assert answers == {name: 200 if name == "ours" else 401 for name in tried}
    clients("cognito-idp").delete_user_pool(UserPoolId=theirs)


def test_an_access_token_opens_nothing_after_its_hour(
    visitor: httpx.Client, clients: Clients, endpoints: dict[str, Any]
) -> None:
    pool, web = (next(iter(endpoints[name].values())) for name in ("user_pools", "user_pool_clients"))
    cognito = clients("cognito-idp")
    kept = ("ExplicitAuthFlows", "AccessTokenValidity", "TokenValidityUnits", "PreventUserExistenceErrors")
    said = cognito.describe_user_pool_client(UserPoolId=pool, ClientId=web)["UserPoolClient"]
    before = {name: said[name] for name in kept}
    short = {**before, "AccessTokenValidity": 1, "TokenValidityUnits": {"AccessToken": "seconds"}}
    enrol(clients, pool)
    cognito.update_user_pool_client(UserPoolId=pool, ClientId=web, **short)
    try:
        token = sign_in(clients, pool, web)["AccessToken"]
    finally:
        cognito.update_user_pool_client(UserPoolId=pool, ClientId=web, **before)
    headers = {"Authorization": f"Bearer {token}"}

    fresh = visitor.get("/devices/devices", headers=headers).status_code
    time.sleep(1 + LEEWAY_S + 1)
    stale = visitor.get("/devices/devices", headers=headers)

    assert (fresh, stale.status_code, stale.json()["code"]) == (200, 401, "token_refused")
