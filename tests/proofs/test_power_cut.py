"""The power goes at any call to the store, the event comes again: the end is the one without a cut. And an event that
comes three times more changes nothing.

Every handler that moves money or vouchers; before each call, after each write, with an answer lost, with one that the
library sends twice, and with a call that fails. Compared are all rows (but for how often each was written), the facts
that the stream would tell, and what the one who asked is answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from cercano.kit.log import log
from cercano.ledger import book, pairs
from cercano.ledger.model import Account, Entry
from cercano.wallet import adjusting
from cercano.wallet.topups import TopUp
from tests.proofs.every_scene import SCENES
from tests.proofs.power import ON_READS, WRITES, Fate, Scene, Stage

AGAIN_AFTER = (timedelta(0), timedelta(hours=1), timedelta(days=3))


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """What is logged of a hundred power cuts is of no interest."""
    level = log.log_level
    log.setLevel("CRITICAL")
    yield
    log.setLevel(level)


@pytest.mark.slow
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: f"{scene.domain}: {scene.name}")
def test_the_power_may_go_at_any_call(scene: Scene) -> None:
    check(scene)


def check(scene: Scene) -> int:
    """Every cut there is; answers how many."""
    stage = Stage(scene)
    whole = stage.play()
    assert whole.answer is None or whole.answer[0] in ((scene.answered,) if scene.answered else (200, 201, 204))

    cuts = [
        (number, fate)
        for number, operation in enumerate(whole.calls)
        for fate in (Fate if operation in WRITES else ON_READS)
    ]
    for number, fate in cuts:
        ended = stage.play((number, fate))
        where = f"{fate.value}: call {number + 1} of {len(whole.calls)}, {whole.calls[number]}"
        assert ended.items == whole.items, where
        assert ended.told == whole.told, where
        assert scene.asks_again or scene.has_key or scene.says(ended.answer) == scene.says(whole.answer), where
    return len(cuts)


@pytest.mark.slow
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: f"{scene.domain}: {scene.name}")
def test_the_same_event_three_times_more_changes_nothing(scene: Scene) -> None:
    stage = Stage(scene)

    once, more = stage.play(), stage.play(replays_after=AGAIN_AFTER)

    assert more.items == once.items
    assert more.told == once.told


def nothing_known(account: Account, wanted: Iterable[str]) -> tuple[dict[str, Entry], frozenset[str]]:
    """A ledger that forgot to look whether it knows an entry."""
    return {}, frozenset()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("broken", "name"),
    [
        (patch.object(book, "recall", nothing_known), "pay"),
        (patch.object(pairs, "recall", nothing_known), "transfer"),
        (patch.object(adjusting, "_of", lambda *_: None), "propose an adjustment"),
        (patch.object(TopUp, "is_repeat", lambda *_: False), "the bank says paid"),
    ],
    ids=["entries are not recalled", "pairs are not recalled", "adjustments are not looked for", "orders repeat"],
)
def test_a_handler_broken_on_purpose_is_caught(broken: Any, name: str) -> None:
    scene = next(one for one in SCENES if one.name == name)

    with pytest.raises(AssertionError), broken:
        check(scene)
