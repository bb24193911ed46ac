"""The catalogue: whole in both languages, true to the law, and found by the words people have."""

from __future__ import annotations

from itertools import chain
from typing import Any

import pytest

from cercano.kit.text import Text
from cercano.procedures import forms
from cercano.procedures.catalogue import everything, find
from cercano.procedures.clock import Silence
from cercano.procedures.errors import NoSuchProcedure
from cercano.procedures.searching import search

ALL = list(everything().values())


def pairs(said: Any) -> list[dict[str, str]]:
    """Every pair of words in a schema."""
    if isinstance(said, dict):
        return [said] if said.keys() == {"es", "en"} else list(chain.from_iterable(map(pairs, said.values())))
    return list(chain.from_iterable(map(pairs, said))) if isinstance(said, list) else []


def test_there_are_the_procedures_a_city_hall_is_asked_for_most():
    assert {
        "padron-registration",
        "padron-certificate",
        "minor-works",
        "terrace-licence",
        "resident-parking",
        "library-card",
        "sports-subscription",
        "tax-direct-debit",
        "public-space-event",
        "card-concession",
        "public-information",
        "complaint-suggestion",
    } <= everything().keys()


@pytest.mark.parametrize("procedure", ALL, ids=lambda each: each.code)
def test_each_is_whole_in_both_languages(procedure):
    texts = [procedure.title, procedure.summary, procedure.who, procedure.basis, procedure.unit.name]
    texts += [document.title for document in procedure.documents] + [step.title for step in procedure.steps]
    words = [vars_of(text) for text in texts] + list(
        chain.from_iterable(pairs(step.schema) for step in procedure.steps)
    )

    assert all(one["es"].strip() and one["en"].strip() for one in words)
    assert all(procedure.words[language] for language in ("es", "en"))
    assert procedure.steps


def vars_of(text: Text) -> dict[str, str]:
    return {"es": text.es, "en": text.en}


@pytest.mark.parametrize("procedure", ALL, ids=lambda each: each.code)
def test_each_condition_speaks_of_a_question_that_is_asked_before(procedure):
    asked: set[str] = set()
    for step in procedure.steps:
        assert step.when is None or step.when["path"] in asked
        for name, said in step.schema["properties"].items():
            assert "when" not in said or said["when"]["path"] in asked
            assert said["type"] != "string" or "enum" not in said or said["enum"] == list(said["labels"])
            asked.add(f"{step.code}.{name}")
    assert all(document.when is None or document.when["path"] in asked for document in procedure.documents)


@pytest.mark.parametrize("procedure", ALL, ids=lambda each: each.code)
def test_silence_on_public_space_never_grants(procedure):
    """Ley 39/2015, article 24.1: nobody gets rights over public space because nobody answered."""
    if "public-space" in procedure.topics:
        assert procedure.silence is Silence.REFUSES


@pytest.mark.parametrize(
    ("language", "asked", "found"),
    [
        ("es", "quiero poner mesas en la calle", "terrace-licence"),
        ("es", "empadronarme", "padron-registration"),
        ("es", "EMPADRONAMIENTO", "padron-registration"),
        ("es", "reformar el bano", "minor-works"),
        ("es", "quejarme", "complaint-suggestion"),
        ("es", "aparcar en mi barrio", "resident-parking"),
        ("es", "domiciliar el ibi", "tax-direct-debit"),
        ("en", "I want to swim", "sports-subscription"),
        ("en", "borrow books", "library-card"),
        ("en", "filming in the street", "public-space-event"),
        ("en", "contracts of the council", "public-information"),
    ],
)
def test_people_find_it_with_their_own_words(language, asked, found):
    assert search(ALL, asked, language)[0].code == found


def test_nothing_asked_shows_everything_and_nonsense_nothing():
    assert search(ALL, "quiero", "es") == ALL
    assert search(ALL, "xyzzy", "es") == []


def test_an_unknown_procedure_is_refused_by_its_name():
    with pytest.raises(NoSuchProcedure):
        find("moon-landing")


def test_what_is_asked_follows_from_what_was_answered():
    works = find("minor-works")
    plain, with_skip = {"works": {"scaffold": False}}, {"works": {"scaffold": True}}

    assert "scaffold_m2" not in forms.schema(works.steps[1], plain, "es")["properties"]
    assert "scaffold_m2" in forms.schema(works.steps[1], with_skip, "es")["required"]
    assert "company_name" not in forms.schema(works.steps[0], {"applicant": {"acting": "myself"}}, "en")["properties"]


def test_an_answer_that_is_not_asked_for_is_not_presented():
    works = find("minor-works")
    answers = {"works": {"scaffold": False, "scaffold_m2": 40, "street": "Burgos 1"}, "other": {"x": 1}}

    assert forms.presented(works, answers) == {
        "applicant": {},
        "works": {"street": "Burgos 1", "scaffold": False},
    }


def test_a_document_the_council_can_look_up_is_not_asked_for():
    tax = find("large-family-property-tax")

    assert forms.documents(tax, {"home": {"check": True}}) == ()
    assert [each.code for each in forms.documents(tax, {"home": {"check": False}})] == ["title"]


def test_true_is_not_one():
    assert not forms.holds({"path": "a.b", "equals": True}, {"a": {"b": 1}})
