"""Stands in for botocore's DynamoDB client: each call waits its turn, may fail as AWS fails, and is tried again as
botocore would.

A call travels to the store, happens there whole, and its answer travels back: three moments, between which others run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any
from unittest.mock import patch

from botocore.exceptions import ClientError, ReadTimeoutError

from cercano.kit import aws
from tests.simulation.baton import Baton
from tests.simulation.dynamo import Call, Dynamo, cancelled, refusal, targets
from tests.support.shelf import TransactionCanceledException

READ_TIMEOUT_S = aws.READ_TIMEOUT_S
FASTEST_S, SLOWEST_S = 0.001, 0.004
"""How long a call travels to the store, and its answer back."""
_SPREAD_S = SLOWEST_S - FASTEST_S
STALE_S = 0.5
"""How long an eventually consistent read may show what was."""
WRITES = {"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"}


class Fate(Enum):
    """What may become of one call."""

    DONE = "done"
    THROTTLED = "throttled"
    BROKEN = "answered 500, not done"
    BROKEN_AFTER = "answered 500, and yet done"
    LOST = "done, the answer lost"
    DEAD_BEFORE = "the process dies before it"
    DEAD_AFTER = "the process dies after it"
    PARTLY = "a batch left half undone"
    STALE = "a read of what was before"


_DONE = Fate.DONE
"""What becomes of nearly all of them: an enum is asked for its members at some cost."""


@dataclass(frozen=True)
class Faults:
    """How often things go wrong, as shares of all calls."""

    throttled: float = 0.0
    broken: float = 0.0
    lost: float = 0.0
    dead: float = 0.0
    partly: float = 0.0
    attempts: int = aws.ATTEMPTS
    """How often botocore tries."""

    @cached_property
    def any(self) -> float:
        """How often anything does."""
        return self.throttled + self.broken + self.lost + self.dead + self.partly

    def draw(self, dice: float, coin: float, operation: str) -> Fate:
        """The fate of one call; `dice` and `coin` are chance, 0 to 1."""
        if dice >= self.any:
            return _DONE
        for share, fates in (
            (self.throttled, (Fate.THROTTLED, Fate.THROTTLED)),
            (self.broken, (Fate.BROKEN, Fate.BROKEN_AFTER)),
            (self.lost, (Fate.LOST, Fate.LOST)),
            (self.dead, (Fate.DEAD_BEFORE, Fate.DEAD_AFTER)),
            (self.partly if operation.startswith("Batch") else 0.0, (Fate.PARTLY, Fate.PARTLY)),
        ):
            if dice < share:
                return fates[coin < 0.5]
            dice -= share
        return _DONE


USUAL = Faults(throttled=0.02, broken=0.01, lost=0.01, dead=0.005, partly=0.02)
"""A bad day: what every long run lives through."""


class Client:
    """All that PynamoDB and kit.batch ask of botocore."""

    _request_signer = None

    class exceptions:  # noqa: N801 - botocore's own name
        TransactionCanceledException = TransactionCanceledException

    def __init__(self, store: Dynamo, baton: Baton, faults: Faults = Faults()) -> None:
        self.store, self.baton, self.faults = store, baton, faults
        self.chosen: Callable[[str, Call], Fate] = self._by_chance
        """Decides each call's fate; explorers choose, long runs draw."""
        store.stale = self._is_stale

    @contextmanager
    def standing_in(self) -> Iterator[Client]:
        """Every call of the code under test comes here."""
        with patch.object(aws, "client", lambda service, *_: self):
            yield self

    def _make_api_call(self, operation: str, call: Call) -> Any:
        if self.baton.running is None:  # before time begins nothing fails
            return self.store.answer(operation, call)
        if operation == "TransactWriteItems" and not call.get("ClientRequestToken"):
            call = call | {"ClientRequestToken": f"{self.baton.chance.getrandbits(64):016x}"}
        attempts = self.faults.attempts if self.baton.chance.random() < 0.5 else 1
        for attempt in range(1, attempts):
            try:
                return self._once(operation, call)
            except (ClientError, ReadTimeoutError) as fault:
                if not _tried_again(fault):
                    raise
                self.baton.pause(self.baton.chance.uniform(0, min(20, 2 ** (attempt - 1))))
        return self._once(operation, call)

    def batch_get_item(self, **call: Any) -> Any:
        return self._make_api_call("BatchGetItem", call)

    def batch_write_item(self, **call: Any) -> Any:
        return self._make_api_call("BatchWriteItem", call)

    def transact_write_items(self, **call: Any) -> Any:
        return self._make_api_call("TransactWriteItems", call)

    def transact_get_items(self, **call: Any) -> Any:
        return self._make_api_call("TransactGetItems", call)

    def _once(self, operation: str, call: Call) -> Any:
        fate, pause, random = self.chosen(operation, call), self.baton.pause, self.baton.chance.random
        pause(FASTEST_S + _SPREAD_S * random())
        if fate is not _DONE:
            self._may_not_arrive(operation, fate)
        answer = self._done(operation, call, fate)
        if fate is not _DONE:
            self._may_not_be_heard(fate)
        pause(FASTEST_S + _SPREAD_S * random())
        if fate is not _DONE and fate is Fate.BROKEN_AFTER:
            raise refusal("InternalServerError", operation, 500)
        if isinstance(answer, ClientError):
            raise answer
        return answer

    def _may_not_arrive(self, operation: str, fate: Fate) -> None:
        if fate is Fate.DEAD_BEFORE:
            self.baton.kill()
        if fate is Fate.THROTTLED:
            raise refusal("ProvisionedThroughputExceededException", operation)
        if fate is Fate.BROKEN:
            raise refusal("InternalServerError", operation, 500)

    def _may_not_be_heard(self, fate: Fate) -> None:
        if fate is Fate.DEAD_AFTER:
            self.baton.kill()
        if fate is Fate.LOST:
            self.baton.pause(READ_TIMEOUT_S)
            raise ReadTimeoutError(endpoint_url="https://dynamodb.eu-south-2.amazonaws.com")

    def _done(self, operation: str, call: Call, fate: Fate) -> Any:
        """The store's answer, or its refusal."""
        self.store.now_s = self.baton.now_s
        try:
            if operation == "TransactWriteItems":
                return self._transact(call)
            if fate is not _DONE and fate is Fate.PARTLY and operation.startswith("Batch"):
                return self._part(operation, call)
            return self.store.answer(operation, call)
        except ClientError as refused:
            return refused

    def _transact(self, call: Call) -> Any:
        """A transaction holds its items for some milliseconds: whoever writes them meanwhile is in conflict."""
        items = targets(call)
        if any(item in self.store.locked for item in items):
            raise cancelled("TransactionConflict" if item in self.store.locked else "None" for item in items)
        self.store.locked.update(items)
        try:
            self.baton.pause(self.baton.chance.uniform(0.003, 0.009))
            self.store.now_s = self.baton.now_s
            return self.store.answer("TransactWriteItems", call)
        finally:
            self.store.locked.difference_update(items)

    def _part(self, operation: str, call: Call) -> Any:
        """Half of the batch is done, the other half is for the caller to ask again."""
        name, asked = next(iter(call["RequestItems"].items()))
        todo = asked["Keys"] if operation == "BatchGetItem" else asked
        first, rest = todo[: (len(todo) + 1) // 2], todo[(len(todo) + 1) // 2 :]
        left = {n: a for n, a in call["RequestItems"].items() if n != name}
        answer = self.store.answer(operation, {"RequestItems": {name: _asking(asked, first)}})
        if rest:
            left[name] = _asking(asked, rest)
        return answer | {"UnprocessedKeys" if operation == "BatchGetItem" else "UnprocessedItems": left}

    def _by_chance(self, operation: str, call: Call) -> Fate:
        random, faults = self.baton.chance.random, self.faults
        dice, coin = random(), random()
        if dice >= faults.any:
            return _DONE
        fate = faults.draw(dice, coin, operation)
        return Fate.BROKEN if fate is Fate.BROKEN_AFTER and operation not in WRITES else fate

    def _is_stale(self, changed_s: float) -> bool:
        return changed_s > self.baton.now_s - STALE_S and self.baton.chance.random() < 0.5


def _asking(asked: Any, some: Any) -> Any:
    return asked | {"Keys": some} if isinstance(asked, dict) else some


def _tried_again(fault: Exception) -> bool:
    """What botocore's standard mode repeats by itself."""
    if isinstance(fault, ClientError):
        status = fault.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 400)
        return status >= 500 or fault.response["Error"]["Code"] == "ProvisionedThroughputExceededException"
    return True
