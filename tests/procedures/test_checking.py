"""A form is checked field by field, in the order it is read, with words for a person."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cercano.procedures import forms
from cercano.procedures.catalogue import everything, find
from cercano.procedures.checking import WORDS, Problem, problems

TERRACE: dict[str, Any] = {
    "applicant": {"acting": "company", "company_name": "Ana SL", "tax_id": "B39000000"},
    "place": {
        "business": "Bar Ana",
        "activity_licence": "2019/123",
        "street": "Calle Burgos 1",
        "postcode": "39008",
        "tables": 6,
        "area_m2": 12,
        "season": "year",
        "heaters": False,
    },
    "promises": {"access": True, "hours": True},
}


def terrace(**changed: Any) -> list[Problem]:
    answers = {step: dict(fields) for step, fields in TERRACE.items()}
    for path, value in changed.items():
        step, _, field = path.partition("__")
        if value is ...:
            del answers[step][field]
        else:
            answers.setdefault(step, {})[field] = value
    return problems(find("terrace-licence"), answers, "es")


def test_a_whole_form_has_no_problem():
    assert terrace() == []


def test_everything_missing_is_said_in_the_order_of_the_form():
    found = problems(find("terrace-licence"), {}, "en")

    assert found[0] == Problem("/applicant/acting", "This is not answered yet.")
    assert [each.pointer for each in found] == [
        "/applicant/acting",
        *(f"/place/{name}" for name in TERRACE["place"]),
        "/promises/access",
        "/promises/hours",
    ]


@pytest.mark.parametrize(
    ("changed", "pointer", "detail"),
    [
        ({"place__tables": ...}, "/place/tables", "Falta responder."),
        ({"place__tables": 0}, "/place/tables", "El mínimo es 1."),
        ({"place__tables": 61}, "/place/tables", "El máximo es 60."),
        ({"place__tables": True}, "/place/tables", "No es una respuesta a esta pregunta."),
        ({"place__tables": "6"}, "/place/tables", "No es una respuesta a esta pregunta."),
        ({"place__season": "winter"}, "/place/season", "Elige una de las opciones."),
        ({"place__postcode": "28001"}, "/place/postcode", "No tiene la forma esperada."),
        ({"place__business": ""}, "/place/business", "Es demasiado corto."),
        ({"place__business": "x" * 201}, "/place/business", "Es demasiado largo."),
        ({"promises__access": False}, "/promises/access", "Tienes que aceptarlo."),
        ({"place__heaters": True}, "/place/fixtures", "Falta responder."),
        ({"place__surprise": 1}, "/place/surprise", "Aquí no se pregunta eso."),
        ({"elsewhere__x": 1}, "/elsewhere", "Aquí no se pregunta eso."),
    ],
)
def test_what_is_wrong_is_said_where_it_is_wrong(changed, pointer, detail):
    assert terrace(**changed) == [Problem(pointer, detail)]


def test_an_answer_to_a_question_no_longer_asked_stands_in_nobodys_way():
    assert terrace(applicant__acting="myself") == []
    assert terrace(place__heaters=False, place__fixtures="Dos estufas de gas y un toldo") == []


def test_repeated_groups_are_checked_one_by_one():
    answers = {
        "address": {"street": "Burgos 1", "postcode": "39008", "title": "owner", "since": "2026-02-30"},
        "people": {"alone": False, "others": [{"name": "Eva", "birth_date": "2010-05-01"}, {"name": ""}]},
    }

    assert problems(find("padron-registration"), answers, "es") == [
        Problem("/address/since", "No es un valor válido."),
        Problem("/people/others/1/name", "Es demasiado corto."),
        Problem("/people/others/1/birth_date", "Falta responder."),
    ]


@pytest.mark.parametrize(
    ("iban", "is_whole"), [("ES9121000418450200051332", True), ("ES9121000418450200051333", False)]
)
def test_an_iban_is_counted_over(iban, is_whole):
    answers = {
        "taxes": {"which": ["ibi"], "plan": "once"},
        "account": {"iban": iban, "mandate": True},
    }

    assert (problems(find("tax-direct-debit"), answers, "es") == []) is is_whole


@pytest.mark.parametrize("procedure", everything().values(), ids=lambda each: each.code)
def test_every_form_is_proper_json_schema_whose_faults_we_have_words_for(procedure):
    for step in procedure.steps:
        for language in ("es", "en"):
            shape = forms.in_language(step.schema, language)
            Draft202012Validator.check_schema(shape)
        keywords = {word for said in step.schema["properties"].values() for word in said}
        ours = {"title", "labels", "when", "items", "enum", "const", "format"}
        assert keywords - ours <= WORDS.keys()
