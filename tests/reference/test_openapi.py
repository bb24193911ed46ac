"""The contract says what the code does, and is a proper one."""

from __future__ import annotations

import json
import subprocess
import sys
from html.parser import HTMLParser

import pytest

from infra.reference.functions import ROOT
from infra.reference.openapi import Json, Route, document
from infra.reference.openapi_command import improper
from infra.reference.page import page, style
from tests.support.sample import service


@pytest.fixture(scope="module")
def contract() -> Json:
    return document(sample_routes())


def sample_routes() -> list[Route]:
    return [Route("things", operation) for operation in service().operations.values()]


def test_the_contract_is_proper_openapi(contract: Json) -> None:
    assert improper(contract) == []


def test_a_broken_contract_is_told_where(contract: Json) -> None:
    broken = json.loads(json.dumps(contract))
    broken["paths"]["/api/things/things"]["get"]["responses"]["200"] = {}

    assert any("description" in trouble for trouble in improper(broken))


def test_a_route_is_where_its_readers_find_it_under_a_name_of_its_own(contract: Json) -> None:
    ids = {
        operation["operationId"]: f"{method} {path}"
        for path, methods in contract["paths"].items()
        for method, operation in methods.items()
    }

    assert ids == {
        "things_read_things": "get /api/things/things",
        "things_make_thing": "post /api/things/things",
        "things_read_thing": "get /api/things/things/{thing_id}",
        "things_replace_thing": "put /api/things/things/{thing_id}",
        "things_remove_thing": "delete /api/things/things/{thing_id}",
        "things_make_key": "post /api/things/things/{thing_id}/key",
        "things_read_day": "get /api/things/days/{day}",
        "things_read_file": "get /api/things/files/{name}",
        "things_make_file": "post /api/things/files",
    }


def test_two_routes_of_one_place_are_refused() -> None:
    with pytest.raises(ValueError, match="is there twice"):
        document([*sample_routes(), *sample_routes()])


def test_the_words_come_from_the_docstring(contract: Json) -> None:
    listed = contract["paths"]["/api/things/things"]["get"]

    assert (listed["summary"], listed["description"]) == ("List the things.", "By name, a page at a time.")


def test_who_may_call_is_said(contract: Json) -> None:
    paths = contract["paths"]

    assert paths["/api/things/things"]["get"]["security"] == []
    assert paths["/api/things/days/{day}"]["get"]["security"] == [{"token": []}, {}]
    assert paths["/api/things/things/{thing_id}"]["get"]["security"] == [{"token": []}]
    assert paths["/api/things/things"]["post"]["x-roles"] == ["staff"]


def test_parameters_are_as_clients_write_them(contract: Json) -> None:
    listed = contract["paths"]["/api/things/days/{day}"]["get"]["parameters"]
    named = {(p["in"], p["name"]): p for p in listed if "name" in p}

    assert set(named) == {("path", "day"), ("query", "at"), ("query", "from"), ("query", "share")}
    assert named["path", "day"]["schema"] == {"type": "string", "format": "date"}
    assert named["query", "share"]["schema"] == {"type": "number", "default": 0.5}
    assert "required" not in named["query", "from"]


def test_headers_a_use_case_wants_are_parameters(contract: Json) -> None:
    def headers(path: str, method: str) -> set[str]:
        listed = contract["paths"][path][method]["parameters"]
        return {p["$ref"].rpartition("/")[2] for p in listed if "$ref" in p}

    assert headers("/api/things/things/{thing_id}", "put") == {"AcceptLanguage", "IfMatch", "IdempotencyKey"}
    assert headers("/api/things/things/{thing_id}/key", "post") == {"AcceptLanguage", "IdempotencyKeyRequired"}
    assert headers("/api/things/things", "get") == {"AcceptLanguage", "Cursor"}
    assert headers("/api/things/files", "post") == {"AcceptLanguage"}


def test_answers_say_their_status_their_shape_and_what_can_go_wrong(contract: Json) -> None:
    paths = contract["paths"]
    made = paths["/api/things/things"]["post"]["responses"]
    page_of = paths["/api/things/things"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    replaced = paths["/api/things/things/{thing_id}"]["put"]["responses"]

    assert list(made) == ["201", "400", "401", "403", "409", "413", "415", "422", "default"]
    assert made["201"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/ThingView"}
    assert set(made["201"]["headers"]) == {"Location"}
    assert page_of["properties"]["items"]["items"] == {"$ref": "#/components/schemas/ThingView"}
    assert {"412", "428", "404"} <= set(replaced)
    assert set(paths["/api/things/things/{thing_id}"]["get"]["responses"]) >= {"200", "304"}
    assert "204" in paths["/api/things/things/{thing_id}"]["delete"]["responses"]


def test_a_body_is_exactly_its_fields(contract: Json) -> None:
    schema = contract["components"]["schemas"]["MakeThing"]

    assert (schema["additionalProperties"], schema["required"]) == (False, ["name", "capacity"])
    assert schema["properties"]["capacity"] == {"type": "integer", "minimum": 0, "maximum": 10_000}
    csv = contract["paths"]["/api/things/files"]["post"]["requestBody"]
    assert csv == {"required": True, "content": {"text/csv": {}}}


class Reader(HTMLParser):
    """Notes what a strict content security policy would block, and where links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.blocked: list[str] = []
        self.ids: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in {"script", "style"} or any(name == "style" or name.startswith("on") for name in said):
            self.blocked.append(f"{tag} {said}")
        self.ids.add(said.get("id") or "")
        if tag == "a":
            self.links.add(said["href"] or "")


def test_the_page_holds_every_route_runs_nothing_and_its_links_lead_somewhere(contract: Json) -> None:
    reader = Reader()
    text = page(contract)
    reader.feed(text)

    assert reader.blocked == []
    assert {link[1:] for link in reader.links if link.startswith("#")} <= reader.ids
    assert all(path in text for path in contract["paths"])
    assert "@import" not in style()


def test_words_of_the_code_cannot_become_markup(contract: Json) -> None:
    hostile = json.loads(json.dumps(contract))
    hostile["paths"]["/api/things/things"]["get"]["summary"] = "<script>alert(1)</script>"
    reader = Reader()
    reader.feed(page(hostile))

    assert reader.blocked == []


@pytest.mark.slow
@pytest.mark.parametrize("asked", ["--check", "--breaking"])
def test_the_committed_contract_is_what_the_code_says_and_breaks_nobody(asked: str) -> None:
    """In a process of its own: it loads every function with made-up settings."""
    command = [sys.executable, "-m", "infra.reference", "openapi", asked]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (ran.returncode, ran.stdout) == (0, ""), ran.stdout + ran.stderr


def test_reading_the_contract_leaves_no_made_up_setting_behind() -> None:
    code = (
        "import os; from infra.reference.functions import services; assert len(services()) > 20; "
        "os.environ.update(TOKEN_CLIENT_ID='c', USER_POOL_ID='p'); "
        "from cercano.identity import directory, session; print(session.COOKIE, directory.CLIENT_ID)"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert told.stdout.split() == ["__Host-cercano_refresh", "c"]
