"""Whatever a queue, a stream, a schedule or the bank's files bring three times, in any order, is what it is once.

Each handler that is fed so (infra/*.yaml says which there are) is given its event three times, an hour and three days
apart. A queue's batch is shuffled each time, and one of its messages comes twice in it. After the first time and after
the third, all tables, files, messages and facts on the bus are the same, byte for byte.
"""

from __future__ import annotations

import copy
import dataclasses
import json
import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from cercano.kit import clock
from cercano.kit.log import log
from cercano.ledger import book
from cercano.wallet import noticing
from cercano.wallet.crossings import Crossing
from tests.proofs.every_scene import SCENES
from tests.proofs.power import Scene, Stage, Wire, function
from tests.simulation.dynamo import Dynamo
from tests.support.aws import Function
from tests.support.templates import ROOT, Template

DOMAINS = ("citizen", "card", "wallet", "access", "loyalty")
FED_BY = {"SQS", "DynamoDB", "Schedule", "ScheduleV2"}
"""The bank's files come through a queue."""
LATER = (timedelta(hours=1), timedelta(days=3))


def fed() -> dict[tuple[str, str], set[str]]:
    """Every handler that something else than a request wakes, and by what."""
    found = {}
    for domain in DOMAINS:
        for use_case, said in Template(ROOT / "infra" / f"{domain}.yaml").functions.items():
            kinds = {event["Type"] for event in (said.get("Events") or {}).values()} - {"HttpApi", "Api"}
            if kinds:
                found[domain, use_case] = kinds
    return found


FED = fed()
IDLE = {
    "archive": "all of it was archived before",
    "a return of nothing of ours": "it is logged, and nothing else",
    "no allowance is due yet": "its day is the 25th",
    "the shelf is checked": "it only reads",
}
"""Scenes in which nothing is to happen, and why."""
WRITTEN_ANEW = {"it cannot be filled": "the refusal is told anew under the same fact's id, which the stream knows"}
"""Scenes after which a row's version and the correlation id of what it told differ, and nothing else."""
PLAYED = [scene for scene in SCENES if (scene.domain, scene.use_case) in FED]


class Mixed:
    """The use case, handed each batch in another order, with one of its messages in it twice."""

    def __init__(self, function: Function, chance: random.Random) -> None:
        self._function, self._chance = function, chance

    def __call__(self, event: dict[str, Any]) -> Any:
        records = copy.deepcopy(event.get("Records", []))
        if records and "messageId" in records[0]:
            records.append({**self._chance.choice(records), "messageId": "again"})
            self._chance.shuffle(records)
            event = {**event, "Records": records}
        return self._function(event)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """What is logged of it is of no interest."""
    level = log.log_level
    log.setLevel("CRITICAL")
    yield
    log.setLevel(level)


def test_every_handler_that_is_fed_has_a_scene():
    kinds = {kind for some in FED.values() for kind in some}
    played = {(scene.domain, scene.use_case) for scene in PLAYED}

    assert kinds <= FED_BY, "teach this proof how it is fed"
    assert len(FED) > 25
    assert FED.keys() - played == set(), "write its scene in tests/proofs/scenes_*.py"


@pytest.mark.parametrize("scene", PLAYED, ids=lambda scene: f"{scene.domain}/{scene.use_case}: {scene.name}")
def test_what_comes_three_times_is_what_it_is_once(scene: Scene) -> None:
    stage, chance = Stage(scene), random.Random(scene.name)
    store = stage.prepared.fork()
    before = bytes_of(store)

    with clock.freeze(scene.at) as now:
        deliver(stage, store, chance)
        once = bytes_of(store)
        for later in LATER:
            now.tick(later.total_seconds())
            deliver(stage, store, chance)

    alike = without_versions if scene.name in WRITTEN_ANEW else dict
    assert alike(bytes_of(store)) == alike(once)
    assert scene.name in IDLE or once != before, "a scene in which nothing happens proves nothing"


def nothing_known(*_: Any) -> Any:
    """A ledger that forgot to look whether it knows an entry."""
    return {}, frozenset()


def seen_now(change: dict[str, Any]) -> Iterator[Crossing]:
    """Lines that are crossed whenever somebody hears of them."""
    return (dataclasses.replace(one, at=clock.now()) for one in real_crossings(change))


def signs_always() -> Any:
    """A status list that is never fresh."""
    with function("card", "refresh_statuses").running():
        from cercano.card import publishing
    return patch.object(publishing, "SIGNED_ANEW_AFTER", timedelta(-1))


real_crossings = noticing.crossings_of


@pytest.mark.parametrize(
    ("broken", "name"),
    [
        (patch.object(book, "recall", nothing_known), "taps of two cards"),
        (patch.object(noticing, "crossings_of", seen_now), "archive, and a line is crossed"),
        (signs_always(), "the list is signed"),
        (patch.object(book, "recall", nothing_known), "the bank took a top-up back"),
    ],
    ids=["a queue", "a stream", "a schedule", "a file"],
)  # fmt: skip
def test_a_handler_broken_on_purpose_is_caught(broken: Any, name: str) -> None:
    scene = next(one for one in SCENES if one.name == name)

    with pytest.raises(AssertionError), broken:
        test_what_comes_three_times_is_what_it_is_once(scene)


def deliver(stage: Stage, store: Dynamo, chance: random.Random) -> None:
    """One delivery, all of which is taken."""
    with stage.running(Wire(store)):
        said = stage.scene.deliver(Mixed(stage.function, chance))
    assert not said.get("batchItemFailures"), said


def bytes_of(store: Dynamo) -> dict[tuple[str, str, str], Any]:
    """All that is kept anywhere."""
    return {(name, *key): item for name, table in store.tables.items() for key, item in table.items.items()}


def without_versions(kept: dict[tuple[str, str, str], Any]) -> dict[tuple[str, str, str], Any]:
    """All but how often each row was written, and which of two messages did it."""
    rows = {key: {name: said for name, said in item.items() if name != "version"} for key, item in kept.items()}
    for row in rows.values():
        if "told" in row:
            row["told"] = [{**one, "correlation_id": ""} for one in json.loads(row["told"]["S"])]
    return rows
