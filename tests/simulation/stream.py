"""Changes of a table on their way to the functions that follow it: each item's in order, at least once, in batches.

Items are spread over a few shards by their pk. A shard gives a batch again until it is taken, and now and then once
more, as Lambda does when its own mark is lost.
"""

from __future__ import annotations

import base64
import zlib
from collections import deque
from collections.abc import Callable
from itertools import islice
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from cercano.kit.batch import LeftUndone
from tests.simulation.baton import Baton, Died
from tests.simulation.dynamo import Item, Key
from tests.support.events import Context

Handler = Callable[[dict[str, Any], Any], Any]


class Stream:
    """Feeds one function with the changes of one table."""

    def __init__(
        self,
        baton: Baton,
        handler: Handler,
        *,
        shards: int = 4,
        batch: int = 100,
        wait_s: float = 0.5,
        again: float = 0.02,
    ) -> None:
        self._baton, self._handler = baton, handler
        self._batch, self._wait_s, self._again = batch, wait_s, again
        self._shards: list[deque[dict[str, Any]]] = [deque() for _ in range(shards)]
        self._followed: set[int] = set()
        self._images: dict[Key, tuple[Item, Item]] = {}
        self._number = 0
        self.batches = self.repeats = 0

    def add(self, key: Key, old: Item | None, new: Item | None) -> None:
        """One change."""
        shard = zlib.crc32(key[0].encode()) % len(self._shards)
        self._number += 1
        self._shards[shard].append(record(key, self._image(key, old), self._image(key, new), self._number))
        if shard not in self._followed:
            self._followed.add(shard)
            self._baton.start(f"stream {shard}", lambda: self._follow(shard), self._wait_s)

    def _image(self, key: Key, item: Item | None) -> Item | None:
        """An item as it travels; what a change leaves is what the next one finds, and is spelled once."""
        if item is None:
            return None
        known = self._images.get(key)
        if known is None or known[0] is not item:
            known = self._images[key] = item, as_json(item)
        return known[1]

    def _follow(self, shard: int) -> None:
        """One batch after another until there is none."""
        waiting = self._shards[shard]
        while waiting:
            taken = list(islice(waiting, self._batch))
            done = self._deliver(taken)
            for _ in range(done):
                waiting.popleft()
            self._baton.pause(0.05 if done else 1.0)
        self._followed.discard(shard)

    def _deliver(self, records: list[dict[str, Any]]) -> int:
        """How many of them are taken."""
        self.batches += 1
        try:
            answer = self._baton.survive(lambda: self._handler({"Records": records}, Context()))
        except (Died, ClientError, BotoCoreError, PynamoDBException, LeftUndone):
            self.repeats += 1
            return 0
        if self._baton.chance.random() < self._again:
            self.repeats += 1
            return 0
        refused = {one["itemIdentifier"] for one in (answer or {}).get("batchItemFailures", ())}
        numbers = [one["dynamodb"]["SequenceNumber"] for one in records]
        return min((numbers.index(one) for one in refused), default=len(records))


def record(key: Key, old: Item | None, new: Item | None, number: int) -> dict[str, Any]:
    """A change as Lambda is handed it; its images as they travel."""
    change: dict[str, Any] = {
        "Keys": {"pk": {"S": key[0]}, "sk": {"S": key[1]}},
        "SequenceNumber": str(number),
        "StreamViewType": "NEW_AND_OLD_IMAGES",
    }
    if new is not None:
        change["NewImage"] = new
    if old is not None:
        change["OldImage"] = old
    name = "INSERT" if old is None else "REMOVE" if new is None else "MODIFY"
    return {"eventID": str(number), "eventName": name, "eventSource": "aws:dynamodb", "dynamodb": change}


def as_json(item: Item) -> Item:
    """An image travels as JSON: bytes in base 64."""
    return {
        name: {"B": base64.b64encode(typed["B"]).decode()} if "B" in typed else typed for name, typed in item.items()
    }
