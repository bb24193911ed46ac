"""Every order in which a few processes can reach the store, and every place where one of them can fail: all of it.

What a process does next follows from the answers it has heard so far, and from nothing else. So the real code runs once
for each list of answers (automaton.py), and the explorer plays all orders of calls with what it learned that way. Two
schedules that come to the same place (same items, same answers heard, same faults left) go on the same way from there:
one of them is followed, both are counted.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from botocore.exceptions import ClientError

from cercano.kit import clock
from tests.simulation.automaton import ENDED, Asking, Automaton, Heard, Step
from tests.simulation.baton import START, Baton, Died, Killed
from tests.simulation.client import WRITES, Client, Fate
from tests.simulation.dynamo import Dynamo, Item, Key
from tests.simulation.stream import as_json, record
from tests.support.events import Context

Work = Callable[[], Any]
Choice = tuple[int, Fate]
Change = tuple[int, dict[str, Any]]
ON_READS = (Fate.BROKEN, Fate.DEAD_BEFORE)
ON_WRITES = (Fate.BROKEN, Fate.LOST, Fate.DEAD_BEFORE, Fate.DEAD_AFTER)
"""A read that fails and one whose answer is lost are the same; so are dying before the next call and after this."""
BATCH, TAKEN = "batch", "taken"
"""What the consumer waits for, and what it says of it."""
TRIES = 12


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What is explored: how it begins, who acts, and what must hold at every end."""

    prepare: Work
    """Runs alone, before."""
    deliveries: Sequence[Work]
    """Each is repeated until it answers, as whoever sends it would."""
    consumer: Callable[[dict[str, Any], Any], Any]
    check: Callable[[Dynamo, list[Any]], list[str]]
    """What is wrong at an end: given the store and each delivery's answer."""
    transient: tuple[type[Exception], ...]
    """What a delivery may raise and is sent again for."""


@dataclass
class Found:
    """How much there was, and what was wrong."""

    schedules: int = 0
    places: int = 0
    runs: int = 0
    violations: list[tuple[list[str], str]] = field(default_factory=list)


@dataclass(frozen=True)
class Place:
    """Where all of them are."""

    store: Dynamo
    steps: tuple[Step, ...]
    pending: tuple[Change, ...]
    digest: int
    faults_left: int

    def key(self) -> Any:
        """Equal for two places from which nothing can go on differently."""
        waiting = tuple(change for change, _ in self.pending)
        return self.digest, tuple(map(id, self.steps)), waiting, self.faults_left


class Explorer:
    """Walks all the schedules of a scene."""

    def __init__(self, scene: Scene, *, faults: int = 0, stop_at_first: bool = False) -> None:
        self._scene, self._faults, self._stop = scene, faults, stop_at_first
        self._known: dict[Any, int] = {}
        self._notes: list[Any] = []
        self.found = Found()

    def walk(self) -> Found:
        """All of them, or up to the first violation."""
        before = sys.getrecursionlimit()
        sys.setrecursionlimit(10_000)
        with clock.freeze(START), patch.object(time, "sleep"), redirect_stdout(io.StringIO()):
            self.found.schedules = self._down(self._beginning(), [])
        sys.setrecursionlimit(before)
        self.found.places = len(self._known)
        self.found.runs = sum(one.runs for one in self._actors)
        return self.found

    def _beginning(self) -> Place:
        store = Dynamo()
        store.metered = False
        store.on_change = lambda *change: self._notes.append(change)
        with Client(store, Baton(0)).standing_in():
            self._scene.prepare()
        self._actors = [Automaton(lambda _, work=work: self._deliver(work)) for work in self._scene.deliveries]
        self._actors.append(Automaton(self._consume))
        steps = tuple(actor.first for actor in self._actors)
        return Place(store, steps, tuple(map(_change, self._notes)), 0, self._faults)

    def _down(self, place: Place, path: list[Choice]) -> int:
        key = place.key()
        if key in self._known or (self._stop and self.found.violations):
            return self._known.get(key, 0)
        choices = self._choices(place)
        if not choices:
            wrong = self._scene.check(place.store, [step.result for step in place.steps[:-1]])
            self.found.violations += [(self._story(path), one) for one in wrong]
        total = 0 if choices else 1
        for choice in choices:
            total += self._down(self._taken(place, choice), [*path, choice])
        self._known[key] = total
        return total

    def _choices(self, place: Place) -> list[Choice]:
        """Who may go on, and how."""
        found: list[Choice] = []
        for number, step in enumerate(place.steps):
            if step.operation == ENDED or (step.operation == BATCH and not place.pending):
                continue
            found.append((number, Fate.DONE))
            if step.operation == BATCH:
                continue
            if step.may_be_stale:
                found.append((number, Fate.STALE))
            if place.faults_left:
                found += [(number, fate) for fate in (ON_WRITES if step.operation in WRITES else ON_READS)]
        return found

    def _taken(self, place: Place, choice: Choice) -> Place:
        """One call of one process."""
        number, fate = choice
        step, actor = place.steps[number], self._actors[number]
        store, pending, digest = place.store, place.pending, place.digest
        if step.operation == BATCH:
            step = actor.after(step, (BATCH, pending))
        elif fate in (Fate.BROKEN, Fate.DEAD_BEFORE):
            step = actor.after(step, (fate.name, None))
        else:
            store = store.fork()
            store.stale = lambda _: fate is Fate.STALE
            self._notes = []
            store.on_change = lambda *change: self._notes.append(change)
            heard = _answer(store, step)
            step = actor.after(step, (fate.name, None) if fate in (Fate.LOST, Fate.DEAD_AFTER) else heard)
            for one in self._notes:
                digest, pending = digest ^ _weight(one, 2) ^ _weight(one, 3), (*pending, _change(one))
        if step.operation == TAKEN:
            pending = pending[step.call["count"] :]
            step = actor.after(step, (TAKEN, None))
        left = place.faults_left - (fate not in (Fate.DONE, Fate.STALE))
        steps = (*place.steps[:number], step, *place.steps[number + 1 :])
        return Place(store, steps, pending, digest, left)

    def _deliver(self, work: Work) -> Any:
        """Sent until it is answered."""
        for _ in range(TRIES):
            with suppress(Killed, *self._scene.transient):
                return work()
        return Died("gave up")

    def _consume(self, asking: Asking) -> None:
        """One batch after another; one that fails comes again, with what came meanwhile."""
        while True:
            batch = asking.ask(BATCH, {})
            with suppress(Killed, *self._scene.transient):
                self._scene.consumer({"Records": [one for _, one in batch]}, Context())
                asking.ask(TAKEN, {"count": len(batch)})

    def _story(self, path: list[Choice]) -> list[str]:
        names = [f"delivery {n}" for n in range(1, len(self._actors))] + ["consumer"]
        return [f"{names[n]}: {fate.value}" for n, fate in path]


def _answer(store: Dynamo, step: Step) -> Heard:
    try:
        return "answer", store.answer(step.operation, step.call)
    except ClientError as refused:
        return "refused", refused


def _change(note: tuple[str, Key, Item | None, Item | None]) -> Change:
    _, key, old, new = note
    return _weight(note, 3), record(key, old and as_json(old), new and as_json(new), 0)


def _weight(note: tuple[str, Key, Item | None, Item | None], which: int) -> int:
    """What an item adds to the fingerprint of a store; nothing when it is not there."""
    item = note[which]
    return hash((note[0], note[1], repr(sorted(item.items())))) if item else 0  # type: ignore[union-attr]
