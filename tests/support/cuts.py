"""The power goes at any call to the store, and the work is done again: it must end as if nothing had happened."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from tests.support.shelf import Call, Item, Killed, Shelf

Tables = dict[str, dict[tuple[str, str], Item]]


def ends_after_every_cut(prepare: Callable[[], Any], work: Callable[[], Any]) -> tuple[Tables, list[Tables]]:
    """What the tables hold after `work`; and after each run in which the power went ahead of a call and it was redone.

    `prepare` furnishes a fresh shelf each time.
    """
    shelf = Shelf()
    with shelf.standing_in():
        prepare()
        shelf.calls.clear()
        work()
    calls = len(shelf.calls)
    return copy.deepcopy(shelf.tables), [_cut(number, prepare, work) for number in range(calls)]


def _cut(number: int, prepare: Callable[[], Any], work: Callable[[], Any]) -> Tables:
    shelf = Shelf()
    left = iter(range(number))

    def before(_operation: str, _call: Call) -> None:
        if next(left, None) is None:
            raise Killed

    with shelf.standing_in():
        prepare()
        shelf.before = before
        try:
            work()
        except Killed:
            pass
        else:
            raise AssertionError(f"call {number} never came")
        shelf.before = lambda _operation, _call: None
        work()
    return shelf.tables
