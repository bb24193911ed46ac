"""Many processes of the city, one running at a time: who goes on, when, and what chance brings, all come from one seed.

A process is a greenlet that holds the baton until it waits (`pause`, `time.sleep`); then simulated time jumps to
whoever is due next. The clock of the code under test (kit.clock) shows that time, a little wrong for each process.
"""

from __future__ import annotations

import heapq
import random
import secrets
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from greenlet import greenlet

from cercano.kit import clock, ids

START = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


class Killed(BaseException):
    """The process ends here, as when the power goes: it runs no other line that could reach the store."""


class Died(Exception):
    """What whoever waited for a process learns: nothing but that it is gone."""


class Process:
    """One run of something, from its first line to its end or its death."""

    def __init__(self, name: str, work: Callable[[], Any], skew_s: float) -> None:
        self.name, self.skew = name, timedelta(seconds=skew_s)
        self.dead = False
        self.greenlet = greenlet(work)


class Baton:
    """Simulated time, and who runs in it."""

    def __init__(self, seed: int, skew_s: float = 0.05) -> None:
        self.seed, self.chance = seed, random.Random(seed)
        self.now_s = 0.0
        self.running: Process | None = None
        self._skew_s, self._skew = skew_s, timedelta()
        self._due: list[tuple[float, int, Process]] = []
        self._turns = 0
        self._home = greenlet.getcurrent()

    def start(self, name: str, work: Callable[[], Any], in_s: float = 0.0) -> Process:
        """A new process; its first line runs `in_s` seconds from now."""
        process = Process(name, work, self.chance.uniform(-self._skew_s, self._skew_s))
        process.greenlet.parent = self._home
        self._turns += 1
        heapq.heappush(self._due, (self.now_s + in_s, self._turns, process))
        return process

    @property
    def has_others(self) -> bool:
        """Whether anybody beside the one who runs has something left to do."""
        return bool(self._due)

    def pause(self, seconds: float) -> None:
        """Hand the baton over for `seconds`. Outside of the simulation nothing waits."""
        process = self.running
        if process is None:
            return
        until_s, due = self.now_s + seconds, self._due
        if not due or until_s < due[0][0]:  # nobody else is due before
            self.now_s, self._skew = until_s, process.skew
            return
        self._turns += 1
        self.now_s, _, other = heapq.heappushpop(due, (until_s, self._turns, process))
        self.running, self._skew = other, other.skew
        other.greenlet.switch()
        if process.dead:
            raise Killed

    def survive(self, work: Callable[[], Any]) -> Any:
        """Do work that may die without us: as a caller, a queue or a stream outlives the function it started.

        Raises: Died.
        """
        process = self.running
        try:
            return work()
        except Killed as death:
            if process is None:
                raise
            process.dead = False
            raise Died from death

    def kill(self) -> None:
        """End the running process here; it never pauses again."""
        if self.running:
            self.running.dead = True
        raise Killed

    def run(self) -> None:
        """Until nobody has anything left to do."""
        while self._due:
            self.now_s, _, process = heapq.heappop(self._due)
            self.running, self._skew = process, process.skew
            try:  # noqa: SIM105 - a context manager for each turn costs more than the turn
                process.greenlet.switch()
            except Killed:
                pass
        self.running = None

    def _shown(self) -> datetime:
        """What the clock shows to whoever runs: worked out when somebody looks."""
        return START + timedelta(seconds=self.now_s) + self._skew

    @contextmanager
    def held(self) -> Iterator[Baton]:
        """Clock, sleep and chance of the code under test are the simulation's, inside the `with`."""
        own = random.Random(self.seed)
        with ExitStack() as stack:
            stack.enter_context(patch.object(clock, "now", self._shown))
            for owner, name, stand_in in (
                (time, "sleep", self.pause),
                (random, "uniform", own.uniform),
                (random, "random", own.random),
                (secrets, "randbits", own.getrandbits),
                (secrets, "token_hex", lambda n=32: own.randbytes(n).hex()),
                (secrets, "token_bytes", lambda n=32: own.randbytes(n)),
                (uuid, "uuid4", lambda: uuid.UUID(int=own.getrandbits(128), version=4)),
                (ids, "_last", 0),
            ):
                stack.enter_context(patch.object(owner, name, stand_in))
            yield self
