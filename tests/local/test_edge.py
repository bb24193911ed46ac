"""The front door: what it refuses itself, what it turns into the city's words, and the headers it gives the app."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from infra.local import survey
from infra.local.edge.api import BODY_LIMIT
from infra.local.edge.app import make_app
from infra.local.edge.problems import from_gateway
from infra.local.expand import read
from infra.local.place import CHECKOUT, place_from

PATHS = {"/venues": ["GET", "POST"], "/venues/{venue_id}": ["GET"]}


@pytest.fixture
def behind(monkeypatch: pytest.MonkeyPatch) -> list[httpx.Request]:
    """Requests that reached the cloud behind the door; `/venues/broken` fails there."""
    seen: list[httpx.Request] = []

    async def send(_: httpx.AsyncClient, request: httpx.Request, **__: object) -> httpx.Response:
        seen.append(request)
        if request.url.path.endswith("/broken"):
            return httpx.Response(502, json={"message": "Internal server error"})
        return httpx.Response(200, json={"items": []}, headers=[("set-cookie", "a=1"), ("set-cookie", "b=2")])

    monkeypatch.setattr(httpx.AsyncClient, "send", send)
    return seen


@pytest.fixture
def door(tmp_path: Path, behind: list[httpx.Request]) -> Iterator[TestClient]:
    place = replace(place_from({"CERCANO_LOCAL": str(tmp_path)}), root=CHECKOUT)
    survey.write(place, {"apis": {"crowd": {"api_id": "a1b2", "stage": "local", "paths": PATHS}}})
    (tmp_path / "web" / "_" / "abc").mkdir(parents=True)
    (tmp_path / "web" / "index.html").write_text("<!doctype html>")
    (tmp_path / "web" / "_" / "abc" / "app.js").write_text("export {}")
    with TestClient(make_app(place), base_url="http://127.0.0.1:8080") as client:
        yield client


def test_a_known_route_is_passed_on_once_with_who_asked(door: TestClient, behind: list[httpx.Request]) -> None:
    answer = door.get("/api/crowd/venues?near=43.46,-3.80", headers={"X-Correlation-Id": "abcd-1234"})

    assert answer.json() == {"items": []}
    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]
    (asked,) = behind
    assert asked.url.path == "/_aws/execute-api/a1b2/local/venues"
    assert asked.url.query == b"near=43.46,-3.80"
    assert asked.headers["x-correlation-id"] == "abcd-1234"
    assert asked.headers["x-forwarded-host"] == "127.0.0.1:8080"


@pytest.mark.parametrize("path", ["/api/crowd/nothing", "/api/nobody/venues", "/api/crowd/venues/a%2Fb", "/api/crowd"])
def test_what_does_not_exist_is_a_problem_and_never_reaches_the_cloud(
    door: TestClient, behind: list[httpx.Request], path: str
) -> None:
    answer = door.get(path)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer.headers["content-type"] == "application/problem+json"
    assert behind == []


def test_a_wrong_method_is_told_which_ones_there_are(door: TestClient, behind: list[httpx.Request]) -> None:
    answer = door.delete("/api/crowd/venues/botin", headers={"Accept-Language": "en"})

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert answer.json()["detail"] == "This address does not take DELETE."
    assert door.options("/api/crowd/venues").headers["allow"] == "GET, HEAD, OPTIONS, POST"
    assert behind == []


def test_head_is_get_without_its_body(door: TestClient, behind: list[httpx.Request]) -> None:
    answer = door.head("/api/crowd/venues")

    assert (answer.status_code, answer.content) == (200, b"")
    assert behind[0].method == "GET"


def test_a_body_that_no_function_can_be_sent_is_refused(door: TestClient, behind: list[httpx.Request]) -> None:
    answer = door.post("/api/crowd/venues", content=b"x" * (BODY_LIMIT + 1))

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert behind == []


def test_a_function_that_fails_is_told_in_our_words_and_not_tried_again(
    door: TestClient, behind: list[httpx.Request]
) -> None:
    answer = door.get("/api/crowd/venues/broken")

    assert (answer.status_code, answer.json()["code"]) == (502, "function_failed")
    assert len(behind) == 1


@pytest.mark.parametrize(
    ("status", "said", "code"),
    [
        (401, {"message": "Unauthorized"}, "not_signed_in"),
        (403, {"message": "Missing Authentication Token"}, "not_found"),
        (403, {"Message": "User is not authorized"}, "not_allowed"),
        (429, {"message": "Too Many Requests"}, "too_many_requests"),
        (504, {"message": "Endpoint request timed out"}, "too_slow"),
        (500, {"message": "Internal server error"}, "function_failed"),
        (409, {"message": "of the function"}, None),
        (404, {"code": "no_such_venue", "detail": "..."}, None),
        (200, {"message": "fine"}, None),
    ],
)
def test_only_the_gateways_bare_errors_are_put_into_words(status: int, said: dict[str, str], code: str | None) -> None:
    refusal = from_gateway(status, "application/json", json.dumps(said).encode())

    assert (refusal.code if refusal else None) == code


def test_any_address_of_the_app_is_its_page_and_files_are_files(door: TestClient) -> None:
    assert door.get("/venues/centro-botin").text == "<!doctype html>"
    assert door.get("/_/abc/app.js").headers["cache-control"] == "public, max-age=31536000, immutable"
    assert door.get("/_/abc/gone.js").status_code == 404
    assert door.get("/favicon.ico").status_code == 404
    assert door.get("/..%2f..%2fseeded").status_code in (200, 404)
    assert "root:" not in door.get("/%2e%2e/%2e%2e/etc/passwd").text
    again = door.get("/", headers={"If-None-Match": door.get("/").headers["etag"]})
    assert again.status_code == 304


def test_the_city_has_one_name_here_so_that_the_bank_brings_people_back_to_where_they_are_signed_in(
    door: TestClient,
) -> None:
    answer = door.get("/monedero?cuenta=acc_1", headers={"Host": "localhost:8080"}, follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (307, "http://127.0.0.1:8080/monedero?cuenta=acc_1")


def test_the_apps_headers_are_the_same_here_and_at_cloudfront() -> None:
    said = json.loads((CHECKOUT / "web" / "headers.json").read_text())
    resources = read(CHECKOUT / "infra" / "edge.yaml")["Resources"]

    for policy, prefix in (("PageHeaders", "/"), ("AssetHeaders", "/_/")):
        found = _headers(resources[policy]["Properties"]["ResponseHeadersPolicyConfig"])
        assert found == {**said["everywhere"], "cache-control": said["cache"][prefix]}


def test_every_domain_with_an_api_has_its_way_through_the_distribution() -> None:
    edge = read(CHECKOUT / "infra" / "edge.yaml")["Resources"]["Distribution"]["Properties"]["DistributionConfig"]
    domains = {
        file.stem
        for file in (CHECKOUT / "infra").glob("*.yaml")
        if any(one["Type"] == "AWS::Serverless::Api" for one in read(file)["Resources"].values())
    }

    assert {one["PathPattern"] for one in edge["CacheBehaviors"]} == {f"/api/{name}/*" for name in domains} | {"/_/*"}


def _headers(policy: dict[str, dict[str, object]]) -> dict[str, str]:
    security = policy["SecurityHeadersConfig"]
    transport = security["StrictTransportSecurity"]
    own = {one["Header"]: one["Value"] for one in policy["CustomHeadersConfig"]["Items"]}  # type: ignore[union-attr]
    return {
        **own,
        "content-security-policy": security["ContentSecurityPolicy"]["ContentSecurityPolicy"],  # type: ignore[index]
        "referrer-policy": security["ReferrerPolicy"]["ReferrerPolicy"],  # type: ignore[index]
        "strict-transport-security": f"max-age={transport['AccessControlMaxAgeSec']}; includeSubDomains",  # type: ignore[index]
        "x-content-type-options": "nosniff",
    }
