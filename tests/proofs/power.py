"""Cuts the power of a real function at one call to the store, and sends the same event again as whoever sent it would.

A scene is an event with the store it meets. Its first run, without a cut, says which calls there are and how it ends.
"""

from __future__ import annotations

import functools
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from botocore.exceptions import BotoCoreError, ClientError, ReadTimeoutError
from pynamodb.exceptions import PynamoDBException

from cercano.kit import aws, clock
from cercano.kit.batch import LeftUndone
from cercano.kit.errors import Refusal
from cercano.ledger import archive
from cercano.ledger.rows import AccountRow, account_of
from tests.proofs import neighbours
from tests.simulation.checks import books_of, wrongs
from tests.simulation.dynamo import Call, Dynamo, Item, refusal
from tests.support.aws import Domain, Function
from tests.support.bank import NOON
from tests.support.http import Answer
from tests.support.shelf import TransactionCanceledException
from tests.support.templates import ROOT, Template

Deliver = Callable[[Function], Any]
"""Send the event once; answers what came back."""
SENT_AGAIN = (Refusal, LeftUndone, BotoCoreError, ClientError, PynamoDBException)
MOST_TIMES = 4
LOCKED_S = 60
"""Longer than a command that died holds its Idempotency-Key."""


class Killed(BaseException):
    """The power is gone: the process reaches the store never again."""


class Fate(Enum):
    """What becomes of the one call."""

    DEAD_BEFORE = "the power goes before it"
    DEAD_AFTER = "the power goes after it"
    LOST = "done, and its answer lost"
    TWICE = "done, its answer lost, and sent again by the library"
    BROKEN = "answered 500, not done"


ON_READS = (Fate.DEAD_BEFORE, Fate.BROKEN)
WRITES = neighbours.WRITES | {"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"}
Cut = tuple[int, Fate]


class Wire:
    """Stands in for botocore's client. Counts the calls, and at one of them does what fate says."""

    _request_signer = None

    class exceptions:  # noqa: N801 - botocore's own name
        TransactionCanceledException = TransactionCanceledException

    def __init__(self, store: Dynamo, cut: Cut | None = None) -> None:
        self.store, self.cut = store, cut
        self.calls: list[str] = []
        self.is_dead = False

    def _make_api_call(self, operation: str, call: Call) -> Any:
        if self.is_dead:
            raise Killed
        number, fate = self.cut or (-1, Fate.BROKEN)
        self.calls.append(operation)
        if len(self.calls) - 1 != number:
            return neighbours.answer(self.store, operation, call)
        if fate is Fate.BROKEN:
            raise refusal("InternalServerError", operation, 500)
        if fate is Fate.DEAD_BEFORE:
            self._die()
        if operation == "TransactWriteItems":
            call = {"ClientRequestToken": "the library's own", **call}
        answer = neighbours.answer(self.store, operation, call)
        if fate is Fate.DEAD_AFTER:
            self._die()
        if fate is Fate.LOST:
            raise ReadTimeoutError(endpoint_url="https://dynamodb.eu-south-2.amazonaws.com")
        return neighbours.answer(self.store, operation, call) if fate is Fate.TWICE else answer

    def _die(self) -> None:
        self.is_dead = True
        raise Killed

    def get_paginator(self, name: str) -> Any:
        """A list that fits in one page."""
        ask = getattr(self, name)
        return SimpleNamespace(paginate=lambda **call: iter([ask(**call)]))

    def __getattr__(self, name: str) -> Callable[..., Any]:
        operation = "".join(word.title() for word in name.split("_"))
        return lambda *_, **call: self._make_api_call(operation, call)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One event and the store that it meets."""

    name: str
    domain: str
    use_case: str
    prepare: Callable[[], None]
    """Fills the store, at noon."""
    deliver: Deliver
    at: datetime = NOON
    """When the event comes."""
    answered: int | None = None
    """With which HTTP status."""
    asks_again: tuple[int, ...] = ()
    """Statuses after which a person would look and do it once more (412: it has changed), and may read that it is done.
    """
    has_key: bool = False
    """A command with an Idempotency-Key: who sends it again waits until its claim is free."""
    end: Callable[[Any], Any] = lambda items: masked(items)
    """What of the end must be the same."""
    says: Callable[[Any], Any] = lambda answer: answer
    """What of the answer must be the same."""
    beside: Callable[[], Any] = nullcontext
    """Stands in for whoever else is asked, such as the bank."""


@dataclass
class Ended:
    """How a scene ended."""

    items: Any
    told: frozenset[str]
    """Every fact that the stream would have carried, by its words."""
    answer: Any
    calls: list[str]


class Stage:
    """Plays one scene, as often as there are calls to cut."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.function = function(scene.domain, scene.use_case)
        self.prepared = Dynamo()
        self.prepared.metered = False
        with clock.freeze(NOON), self.running(Wire(self.prepared)):
            scene.prepare()

    def play(self, cut: Cut | None = None, *, replays_after: Sequence[timedelta] = ()) -> Ended:
        """Deliver until there is an answer, with one cut in the first delivery; then again after so much time each."""
        with clock.freeze(self.scene.at) as now:
            store, told = self.prepared.fork(), set[str]()
            store.on_change = lambda table, key, old, new: told.update(_told(old, new))
            wire = Wire(store, cut)
            answer, calls = self._answered(store, wire, now), wire.calls
            for later in replays_after:
                now.tick(later.total_seconds())
                self._delivered(Wire(store))
                self._caught_up(store)
        items = {(name, *key): item for name, table in store.tables.items() for key, item in table.items.items()}
        return Ended(self.scene.end(items), frozenset(told), answer, calls)

    def _answered(self, store: Dynamo, wire: Wire, now: clock.Frozen) -> Any:
        for _ in range(MOST_TIMES):
            answer, is_final = self._delivered(wire)
            self._caught_up(store)
            if is_final:
                return answer
            if self.scene.has_key:
                now.tick(LOCKED_S)
            wire = Wire(store)
        raise AssertionError(f"{self.scene.name}: no answer in {MOST_TIMES} times, at last {answer}")

    def _delivered(self, wire: Wire) -> tuple[Any, bool]:
        """What came back, and whether it is an answer."""
        try:
            with self.running(wire):
                said = self.scene.deliver(self.function)
        except (Killed, *SENT_AGAIN) as fault:
            return fault, False
        if isinstance(said, Answer):
            is_final = said.status < 500 and said.status not in self.scene.asks_again and b"still_run" not in said.body
            return (said.status, said.json if said.body[:1] == b"{" else said.text), is_final
        return None, not said.get("batchItemFailures")

    def _caught_up(self, store: Dynamo) -> None:
        """The stream's consumer has archived all that is new."""
        with self.running(Wire(store)):
            for table in list(store.tables.values()):
                for _, item in sorted(table.items.items()):
                    if kind_of(item) == "ledger_account":
                        account = account_of(AccountRow.from_raw_data(dict(item)))
                        archive.keep((account.account_id, entry) for entry in account.recent)

    @contextmanager
    def running(self, wire: Wire) -> Iterator[None]:
        with ExitStack() as stack:
            stack.enter_context(self.function.running())
            stack.enter_context(patch.object(aws, "client", lambda *_: wire))
            stack.enter_context(patch.object(time, "sleep"))
            stack.enter_context(self.scene.beside())
            yield


def masked(items: Mapping[tuple[str, str, str], Item]) -> dict[tuple[str, str, str], Any]:
    """Every item, but for how often it was written, and the name of the request that did it.

    Of an account its whole journal, wherever its lines are: which of them left its row already depends on how far the
    archive was. Whatever the books say is checked, too.
    """
    found: dict[tuple[str, str, str], Any] = {
        key: {name: _plain(name, typed) for name, typed in item.items() if name not in UNSTEADY}
        for key, item in items.items()
        if kind_of(item) != "ledger_page"
    }
    books = books_of({(pk, sk): item for (_, pk, sk), item in items.items() if kind_of(item).startswith("ledger_")})
    assert wrongs(books) == []
    journals = {("journal", one, ""): [entry.words() for entry in entries] for one, entries in books.journals.items()}
    return found | journals


def kind_of(item: Item) -> str:
    """What a row is; a counter, which only an update ever writes, does not say."""
    return str(item.get("kind", {}).get("S", ""))


UNSTEADY = {"version", "seal", "recent", "before"}


def _plain(name: str, typed: dict[str, Any]) -> Any:
    return sorted(map(_words, json.loads(typed["S"]))) if name == "told" else typed


def _told(old: Item | None, new: Item | None) -> set[str]:
    """What the stream tells of a change."""
    before, after = (json.loads(item["told"]["S"]) if item and "told" in item else [] for item in (old, new))
    known = {one["id"] for one in before}
    return {_words(one) for one in after if one["id"] not in known}


def _words(envelope: dict[str, Any]) -> str:
    return json.dumps([envelope["name"], envelope["id"], envelope["data"]], sort_keys=True)


@functools.cache
def function(domain: str, use_case: str) -> Function:
    """A use case, loaded once, with settings that name what nobody made."""
    return Domain(Template(ROOT / "infra" / f"{domain}.yaml"), furnish=False).function(use_case)
