"""The AsyncAPI page is what the code says, and its examples are what the code reads."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercano.crowd.payloads import own
from cercano.devices.topics import SAYS
from cercano.facts.crowd import VenueFilled
from infra.reference import asyncapi, asyncapi_command
from infra.reference.words_of_devices import COUNTS, WORDS
from tests.house.tree import Tree
from tests.support.templates import ROOT

PAGE = asyncapi.document()


def test_the_committed_page_is_what_the_code_says():
    assert asyncapi_command.main(["--check"]) == 0


def test_a_page_that_differs_is_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(asyncapi_command, "PAGE", tmp_path / "reference" / "asyncapi.json")
    monkeypatch.setattr(asyncapi_command, "RELEASED", tmp_path / "reference" / "asyncapi.released.json")
    assert asyncapi_command.main(["--check"]) == 1

    asyncapi_command.main(["--write"])
    assert asyncapi_command.main(["--check"]) == 0

    asyncapi_command.PAGE.write_text(asyncapi_command.PAGE.read_text().replace("VenueFilled", "VenueFull"))
    assert asyncapi_command.main(["--check"]) == 1
    assert "make docs" in capsys.readouterr().out


def test_every_reference_in_the_page_leads_somewhere():
    for target in re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(PAGE)):
        node = PAGE
        for part in target.split("/"):
            node = node[part]


def test_every_fact_and_every_topic_is_on_the_page():
    addresses = {channel["address"] for channel in PAGE["channels"].values()}

    assert {f"cercano.{fact.domain}/{fact.name}" for fact in Tree(ROOT).facts} <= addresses
    assert {topic for topics in SAYS.values() for topic in topics} <= addresses
    assert {topic.rpartition("/")[2] for topics in SAYS.values() for topic in topics} == WORDS.keys()


def test_a_fact_as_it_is_told_fits_its_schema():
    told = VenueFilled.from_envelope(
        {"name": "VenueFilled", "at": "2026-11-23T09:15:00Z", "data": {"venue_id": "v", "people": 9, "capacity": 9}}
    ).envelope("c-1")
    schema = PAGE["components"]["messages"]["VenueFilled"]["payload"]

    jsonschema.validate(told, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(told | {"data": {}}, schema)


@pytest.mark.parametrize("word", WORDS.values(), ids=list(WORDS))
def test_the_examples_fit_their_schema(word):
    jsonschema.Draft202012Validator.check_schema(word.schema)
    for example in word.examples:
        jsonschema.validate(example, word.schema)


def reads(message: object) -> bool:
    return isinstance(own.read(json.dumps(message).encode()), own.OwnWord)


def test_the_examples_of_counts_are_read():
    assert all(reads(example) for example in COUNTS.examples)


@given(
    st.sampled_from(sorted(COUNTS.schema["properties"])), st.sampled_from([None, -1, 2**60, "x", [], [1], True, 1.5])
)
def test_schema_and_decoder_refuse_the_same_counts(name, value):
    message = COUNTS.examples[0] | {name: value}
    fits = jsonschema.Draft202012Validator(COUNTS.schema, format_checker=jsonschema.FormatChecker()).is_valid(message)

    assert reads(message) or not fits, "the page promises what the decoder refuses"


def test_the_present_page_breaks_nobody():
    assert asyncapi_command.main(["--breaking"]) == 0


def changed(change):
    present = json.loads(json.dumps(PAGE))
    change(present["channels"], present["components"]["messages"])
    return list(asyncapi_command.breaking(PAGE, present))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda channels, _: channels.pop("counts"), "cercano/counters/{thing}/counts is gone"),
        (lambda channels, _: channels["counts"].update(address="counts/{thing}"), "moved to counts/{thing}"),
        (lambda _, messages: messages.pop("VenueFilled"), "VenueFilled is gone"),
        (
            lambda _, messages: messages["VenueFilled"]["payload"]["properties"]["data"]["properties"].pop("people"),
            "VenueFilled.data.people is gone",
        ),
        (
            lambda _, messages: messages["counts"]["payload"]["required"].append("battery_pct"),
            "battery_pct is required",
        ),
        (
            lambda _, messages: messages["VenueFilled"]["payload"]["properties"]["data"]["properties"]["people"].update(
                type="number"
            ),
            "VenueFilled.data.people may now be number",
        ),
    ],
)
def test_a_change_that_would_break_somebody_is_named(change, sentence):
    assert any(sentence in one for one in changed(change))


def test_saying_more_breaks_nobody():
    def more(channels, messages):
        messages["VenueFilled"]["payload"]["properties"]["data"]["properties"]["new"] = {"type": "string"}
        messages["counts"]["payload"]["properties"]["new"] = {"type": "string"}

    assert changed(more) == []
