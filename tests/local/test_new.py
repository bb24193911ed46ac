"""`make new` writes use cases that keep every house rule as they stand, and answers unclear wishes with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.local import new
from tests.house import sound
from tests.house.rules import ALL_RULES
from tests.house.tree import Tree

TABLE = """  LampsTable:
    Type: AWS::DynamoDB::Table
    Properties: { StreamSpecification: { StreamViewType: NEW_AND_OLD_IMAGES } }

Outputs:
  Nothing: { Value: none }
"""


@pytest.fixture
def city_of_lamps(tmp_path) -> Path:
    root = sound.build(tmp_path)
    template = root / "infra/lamps.yaml"
    template.write_text(template.read_text().replace("  LampsTable: { Type: AWS::DynamoDB::Table }\n", "") + TABLE)
    outbox = root / "layers/cercano/python/cercano/kit/outbox.py"
    outbox.parent.mkdir()
    outbox.write_text('setting("OUTBOX_DLQ_URL", default="")')
    return root


def ask(root: Path, **words: str) -> int:
    return new.main({"D": "lamps", **words}, root)


@pytest.mark.parametrize(
    "words",
    [
        {"U": "read_old_lamps", "TRIGGER": "http"},
        {"U": "mend_lamp", "TRIGGER": "http"},
        {"U": "hear_complaints", "TRIGGER": "queue"},
        {"U": "mend_broken_lamps", "TRIGGER": "queue", "FACT": "LampBroken"},
        {"U": "count_lamps", "TRIGGER": "schedule"},
        {"U": "tell_others", "TRIGGER": "stream"},
    ],
)
def test_a_stub_keeps_every_house_rule_as_it_stands(city_of_lamps, words):
    assert ask(city_of_lamps, **words) == 0

    tree = Tree(city_of_lamps)
    assert words["U"] in {function.use_case for function in tree.functions}
    assert [complaint for rule in ALL_RULES.values() for complaint in rule(tree)] == []
    assert "Outputs" in tree.templates["lamps"].document


def test_the_trigger_and_the_route_follow_from_the_name(city_of_lamps):
    ask(city_of_lamps, U="read_old_lamps", TRIGGER="http")
    ask(city_of_lamps, U="mend_lamp", TRIGGER="http")

    routes = {(route.method, route.path) for f in Tree(city_of_lamps).functions for route in f.routes}
    assert {("GET", "/old-lamps"), ("POST", "/lamp")} <= routes


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"U": "lamps", "TRIGGER": "http"}, "not a verb and a noun"),
        ({"U": "Read_Lamps", "TRIGGER": "http"}, "not a verb and a noun"),
        ({"U": "read_lamps"}, "none of http, queue, schedule, stream"),
        ({"D": "benches", "U": "read_lamps", "TRIGGER": "http"}, "The domains are lamps"),
        ({"D": "", "U": "read_lamps", "TRIGGER": "http"}, "The domains are lamps"),
        ({"U": "heed_lamps_too", "TRIGGER": "queue", "FACT": "LampStolen"}, "No domain tells a fact called LampStolen"),
        ({"U": "read_lamp", "TRIGGER": "http"}, "is already there"),
    ],
)
def test_an_unclear_wish_is_answered_with_a_sentence_and_writes_nothing(city_of_lamps, capsys, words, sentence):
    before = {path: path.read_bytes() for path in city_of_lamps.rglob("*") if path.is_file()}

    assert ask(city_of_lamps, **words) == 2

    assert sentence in capsys.readouterr().err
    assert {path: path.read_bytes() for path in city_of_lamps.rglob("*") if path.is_file()} == before


def test_a_stream_needs_a_table_that_has_one(tmp_path, capsys):
    assert ask(sound.build(tmp_path), U="tell_others", TRIGGER="stream") == 2

    assert "no table with a stream" in capsys.readouterr().err
