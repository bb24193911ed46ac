"""The city answers through its one front door as it does on AWS, and refuses in its own words."""

from __future__ import annotations

from typing import Any

import httpx

from infra.local import probe
from infra.local.api import Api
from infra.local.city import City
from infra.local.place import Place


def test_anybody_reads_the_venues(anyone: Api) -> None:
    answer = anyone.send("GET", "/crowd/venues")

    assert set(answer.json()) == {"items", "next"}
    assert answer.headers["X-Correlation-Id"]


def test_staff_routes_ask_for_a_token_and_for_the_role(anyone: Api, citizen: Api, staff: Api) -> None:
    asked = ("GET", "/devices/devices")

    assert anyone.send(*asked, fine=(401,)).status_code == 401
    assert citizen.send(*asked, fine=(403,)).status_code == 403
    assert staff.send(*asked).status_code == 200


def test_each_kind_of_trigger_does_something(city: City, place: Place, endpoints: dict[str, Any]) -> None:
    assert probe.probe(place, endpoints) == []


def test_the_page_of_the_app_comes_with_its_headers(endpoints: dict[str, Any]) -> None:
    answer = httpx.get(f"{endpoints['web']}/venues/centro-botin")

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert "trusted-types" in answer.headers["content-security-policy"]


def test_a_refusal_speaks_the_language_of_who_asks(endpoints: dict[str, Any]) -> None:
    url = f"{endpoints['api']}/crowd/venues"

    spanish = httpx.patch(url, headers={"Accept-Language": "es"})
    english = httpx.patch(url, headers={"Accept-Language": "en"})

    assert spanish.status_code == english.status_code == 405
    assert spanish.json()["code"] == english.json()["code"] == "method_not_allowed"
    assert (spanish.json()["title"], english.json()["title"]) == ("Método no admitido", "Method not allowed")
