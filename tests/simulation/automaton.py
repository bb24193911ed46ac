"""A process as what it does next, given what it has heard: learned from the real code, one run for each new answer."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from botocore.exceptions import ReadTimeoutError
from greenlet import getcurrent, greenlet

from cercano.kit import aws
from tests.simulation.baton import Killed
from tests.simulation.client import Fate
from tests.simulation.dynamo import Call, refusal
from tests.support.shelf import TransactionCanceledException

Heard = tuple[str, Any]
"""("answer", what) or ("refused", error) of the store, ("batch", changes), or the name of a fate."""
ENDED = "ended"


@dataclass(eq=False)
class Step:
    """Stopped before a call, or at the end."""

    operation: str
    call: Call
    result: Any = None
    heard: tuple[Heard, ...] = ()
    after: dict[str, Step] = field(default_factory=dict)

    @property
    def may_be_stale(self) -> bool:
        """A read that does not ask for what is true right now."""
        if self.operation in ("GetItem", "Query"):
            return not self.call.get("ConsistentRead")
        if self.operation == "BatchGetItem":
            return not all(asked.get("ConsistentRead") for asked in self.call["RequestItems"].values())
        return False


class Automaton:
    """All that a piece of real code can come to."""

    def __init__(self, work: Callable[[Asking], Any]) -> None:
        self._work = work
        self.runs = 0
        self.first = self._run(())

    def after(self, step: Step, heard: Heard) -> Step:
        """What it does next when it hears this."""
        word = f"{heard[0]} {heard[1]!r}"
        if word not in step.after:
            step.after[word] = self._run((*step.heard, heard))
        return step.after[word]

    def _run(self, answers: tuple[Heard, ...]) -> Step:
        self.runs += 1
        asking = Asking()
        process = greenlet(lambda: (ENDED, {}, self._work(asking)))
        with asking.standing_in():
            said = process.switch()
            for answer in answers:
                said = process.switch(copy.deepcopy(answer))
        return Step(said[0], said[1], said[2], answers)


class Asking:
    """Stands in for botocore's client inside such a run: asks whoever runs it for every answer."""

    _request_signer = None

    class exceptions:  # noqa: N801 - botocore's own name
        TransactionCanceledException = TransactionCanceledException

    def __init__(self) -> None:
        self._home = getcurrent()

    @contextmanager
    def standing_in(self) -> Iterator[Asking]:
        """Every call of the code under test comes here."""
        with patch.object(aws, "client", lambda service, *_: self):
            yield self

    def ask(self, operation: str, call: Call) -> Any:
        """The answer, or what it was refused with."""
        kind, answer = self._home.switch((operation, call, None))
        if kind == "refused":
            raise answer
        if kind == Fate.BROKEN.name:
            raise refusal("InternalServerError", operation, 500)
        if kind == Fate.LOST.name:
            raise ReadTimeoutError(endpoint_url="https://dynamodb.eu-south-2.amazonaws.com")
        if kind in (Fate.DEAD_BEFORE.name, Fate.DEAD_AFTER.name):
            raise Killed
        return answer

    _make_api_call = ask

    def batch_get_item(self, **call: Any) -> Any:
        return self.ask("BatchGetItem", call)

    def batch_write_item(self, **call: Any) -> Any:
        return self.ask("BatchWriteItem", call)

    def transact_write_items(self, **call: Any) -> Any:
        return self.ask("TransactWriteItems", call)
