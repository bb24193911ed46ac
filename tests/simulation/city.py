"""A city of accounts in simulated time: who does what, when, sent again until it is answered, and what was answered."""

from __future__ import annotations

import contextlib
import gc
import io
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar
from unittest.mock import patch

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from cercano.kit.batch import LeftUndone
from cercano.kit.errors import NotNow, Refusal
from cercano.ledger import book, packing, rows
from cercano.ledger.entry import Entry
from cercano.ledger.model import Account
from cercano.ledger.packing import unpack_last
from tests.simulation.baton import START, Baton, Died
from tests.simulation.client import Client, Faults
from tests.simulation.dynamo import Dynamo, Item, Key
from tests.simulation.protocol import consumer
from tests.simulation.stream import Stream

PASSING = (Died, NotNow, LeftUndone, BotoCoreError, ClientError, PynamoDBException)
"""What a sender sends again for."""
GIVES_UP_AFTER = 30
IN_CONFLICT = "TransactionConflict"

Command = Callable[[], Any]
T = TypeVar("T")


@dataclass
class Tally:
    """What came of all the commands."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    given_up: list[str] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    sends: int = 0
    waits_s: list[float] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    """By command: what came of it; a duplicate must be answered the same."""
    contradictions: list[str] = field(default_factory=list)
    below_floor: list[str] = field(default_factory=list)


class City:
    """Accounts on a table, a stream to the archive, and people."""

    def __init__(self, seed: int, faults: Faults) -> None:
        self.baton = Baton(seed)
        self.store = Dynamo()
        self.store.metered = False
        self.client = Client(self.store, self.baton, faults)
        self.stream = Stream(self.baton, consumer)
        self.store.on_change = self._changed
        self.tally = Tally()

    @contextmanager
    def alive(self) -> Iterator[City]:
        """Its time, its store and its chance are those of the code under test.

        Rows and hashes are worked out the first time, not with each reading. The checks at the end take nothing from
        here.
        """
        stretches = patch.object(rows, "unpack_last", _remembered(unpack_last))
        entries = patch.object(packing, "_entry", _remembered_entries(packing._entry))
        with self.baton.held(), self.client.standing_in(), _quietly(), stretches, entries:
            yield self

    def open(self, accounts: list[Account]) -> None:
        """Accounts that are there before the day begins."""
        for account in accounts:
            book.open_account(account)

    def send(self, kind: str, name: str, command: Command, in_s: float) -> None:
        """Somebody will ask for this in so many seconds, and again until there is an answer."""
        self.baton.start(kind, lambda: self._sent(kind, name, command), in_s)

    def _sent(self, kind: str, name: str, command: Command) -> None:
        began_s = self.baton.now_s
        for attempt in range(GIVES_UP_AFTER):
            self.tally.sends += 1
            try:
                answer = str(self.baton.survive(command))
            except PASSING as fault:
                self.tally.faults[_name(fault)] += 1
                self.baton.pause(self._patience_s(fault, attempt))
                continue
            except Refusal as refusal:
                self.tally.refused[refusal.code] += 1
                if name in self.tally.answers:
                    self.tally.contradictions.append(f"{name}: {self.tally.answers[name]}, then {refusal.code}")
            else:
                self.tally.done[kind] += 1
                if self.tally.answers.setdefault(name, answer) != answer:
                    self.tally.contradictions.append(f"{name}: {self.tally.answers[name]}, then {answer}")
            self.tally.waits_s.append(self.baton.now_s - began_s)
            return
        self.tally.given_up.append(f"{kind} {name}")

    def _patience_s(self, fault: Exception, attempt: int) -> float:
        """How long a sender waits: as long as it was told to, else longer each time."""
        told = fault.headers.get("Retry-After") if isinstance(fault, NotNow) else None
        chance = self.baton.chance.uniform(0.5, 1)
        return float(told) * (0.5 + chance) if told else chance * min(30.0, 0.2 * 2**attempt)

    def _changed(self, table: str, key: Key, old: Item | None, new: Item | None) -> None:
        if key[0].startswith("ACCOUNT#") and key[1] == "BALANCE":
            self.stream.add(key, old, new)
            there = int(new["balance_cents"]["N"]) - int(new["held_cents"]["N"]) if new else 0
            if new and there < min(0, int(new["floor_cents"]["N"])):
                self.tally.below_floor.append(key[0])


@contextmanager
def _quietly() -> Iterator[None]:
    """What is printed goes nowhere, and garbage is seldom looked for."""
    with seldom_collected(), contextlib.redirect_stdout(io.StringIO()):
        yield


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Garbage is seldom looked for: what a city keeps is no garbage, and there is much of it."""
    before = gc.get_threshold()
    gc.set_threshold(1_000_000, 50, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _name(fault: Exception) -> str:
    """A fault's name; a conflict of transactions has its own, as no command may end in one."""
    return IN_CONFLICT if IN_CONFLICT in str(fault) else type(fault).__name__


def moment(in_s: float) -> Any:
    """An instant of the simulated day."""
    return START + timedelta(seconds=in_s)


def _remembered(unpack: Callable[..., T]) -> Callable[..., T]:
    """The same pure function, remembering what it answered of late."""
    known: dict[Any, T] = {}

    def answer(packed: bytes, *, seq: int, balance_cents: int, prev: str) -> T:
        key = packed, seq, balance_cents, prev
        found = known.get(key)
        if found is None:
            if len(known) > 20_000:
                known.clear()
            found = known[key] = unpack(packed, seq=seq, balance_cents=balance_cents, prev=prev)
        return found

    return answer


def _remembered_entries(entry: Callable[..., Entry]) -> Callable[..., Entry]:
    """The same for one entry in its place; one with a memo is worked out each time."""
    known: dict[Any, Entry] = {}

    def answer(words: list[Any], seq: int, balance_cents: int, prev: str) -> Entry:
        if len(words) > 6:
            return entry(words, seq, balance_cents, prev)
        key = prev, seq, balance_cents, *words
        found = known.get(key)
        if found is None:
            if len(known) > 20_000:
                known.clear()
            found = known[key] = entry(words, seq, balance_cents, prev)
        return found

    return answer
