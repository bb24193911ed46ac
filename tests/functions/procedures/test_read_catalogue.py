"""What can be asked for, for anybody, in both languages, and for machines."""

from __future__ import annotations

from typing import Any

from tests.functions.procedures.conftest import Hall


def read(hall: Hall, path: str, **options: Any) -> Any:
    answer = hall.ask("read_catalogue", "GET", path, subject=None, roles=None, **options)
    assert answer.status == 200, answer.text
    return answer.json


def test_anybody_finds_a_procedure_with_their_own_words(hall: Hall) -> None:
    found = read(hall, "/catalogue", query={"q": "poner mesas en la calle"})["items"]

    assert found[0] == {
        "code": "terrace-licence",
        "title": "Terraza para mi bar o restaurante",
        "summary": "Permiso para poner mesas y sillas en la calle.",
        "topics": ["business", "public-space"],
        "fee_cents": 6500,
        "period": {"count": 3, "unit": "months"},
        "silence": "refuses",
    }


def test_a_topic_narrows_the_list_and_nothing_asked_shows_all(hall: Hall) -> None:
    everything, taxes = (read(hall, "/catalogue", query=query)["items"] for query in ({}, {"topic": "taxes"}))

    assert len(everything) >= 12
    assert {each["code"] for each in taxes} == {"tax-direct-debit", "large-family-property-tax"}


def test_one_is_read_whole_in_the_language_of_the_reader(hall: Hall) -> None:
    said = read(hall, "/catalogue/minor-works", headers={"Accept-Language": "en"})

    assert (said["title"], said["level"], said["unit"]) == ("Minor works at home or in premises", 2, "Town planning")
    assert [step["code"] for step in said["steps"]] == ["applicant", "works"]
    scaffold = said["steps"][1]["form"]["properties"]["scaffold_m2"]
    assert scaffold == {
        "type": "integer",
        "title": "Area they will take (m²)",
        "minimum": 1,
        "maximum": 500,
        "when": {"path": "works.scaffold", "equals": True},
    }


def test_search_engines_read_it_as_a_government_service(hall: Hall) -> None:
    said = read(hall, "/catalogue/terrace-licence/jsonld")

    assert (said["@context"], said["@type"]) == ("https://schema.org", "GovernmentService")
    assert said["offers"] == {"@type": "Offer", "price": "65.00", "priceCurrency": "EUR"}
    assert said["provider"]["identifier"] == "L01390759"


def test_an_unknown_procedure_is_not_found(hall: Hall) -> None:
    answer = hall.ask("read_catalogue", "GET", "/catalogue/moon-landing", subject=None, roles=None)

    assert (answer.status, answer.json["code"]) == (404, "no_such_procedure")
