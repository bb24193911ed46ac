"""DynamoDB's conditions and updates, read once for each text and run on items as they lie on the wire.

Knows what PynamoDB writes and a little more; what it does not know it refuses aloud.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

Item = dict[str, dict[str, Any]]
Test = Callable[[Item, dict[str, str], dict[str, Any]], bool]
Term = Callable[[Item, dict[str, str], dict[str, Any]], Any]

_WORD = re.compile(r"\s*(<>|<=|>=|[=<>(),+\-]|[#:]?[\w.]+)")


@functools.cache
def condition(text: str) -> Test:
    """The condition as a function of (item, names, values); an empty text always holds."""
    if not text:
        return lambda item, names, values: True
    reader = _Reader(text)
    test = reader.either()
    reader.end()
    return test


@functools.cache
def update(text: str) -> Callable[[Item, dict[str, str], dict[str, Any]], Item]:
    """The update as a function that answers the new item."""
    reader = _Reader(text)
    steps: list[Callable[[Item, Item, dict[str, str], dict[str, Any]], None]] = []
    while reader.more():
        clause = reader.take().upper()
        steps.append(reader.step(clause))
        while reader.peek() == ",":
            reader.take()
            steps.append(reader.step(clause))

    def changed(item: Item, names: dict[str, str], values: dict[str, Any]) -> Item:
        new = dict(item)
        for step in steps:
            step(item, new, names, values)
        return new

    return changed


def number(typed: dict[str, Any]) -> Decimal:
    """The value of a DynamoDB number."""
    return Decimal(typed["N"])


def _order(typed: dict[str, Any] | None) -> Any:
    if typed is None:
        return None
    ((kind, value),) = typed.items()
    return Decimal(value) if kind == "N" else value


def _same(one: dict[str, Any] | None, other: dict[str, Any] | None) -> bool:
    return one == other or _order(one) == _order(other)


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


class _Reader:
    def __init__(self, text: str) -> None:
        self._words = _WORD.findall(text)
        self._text, self._at = text, 0
        if "".join(self._words) != re.sub(r"\s", "", text):
            raise AssertionError(f"the store cannot read {text!r}")

    def more(self) -> bool:
        return self._at < len(self._words)

    def peek(self) -> str:
        return self._words[self._at] if self.more() else ""

    def take(self, expected: str | None = None) -> str:
        word = self.peek()
        if not word or (expected and word.upper() != expected):
            raise AssertionError(f"the store cannot read {self._text!r} at {word!r}")
        self._at += 1
        return word

    def end(self) -> None:
        if self.more():
            raise AssertionError(f"the store cannot read the end of {self._text!r}")

    def either(self) -> Test:
        tests = [self.both()]
        while self.peek().upper() == "OR":
            self.take()
            tests.append(self.both())
        return tests[0] if len(tests) == 1 else lambda *scene: any(test(*scene) for test in tests)

    def both(self) -> Test:
        tests = [self.single()]
        while self.peek().upper() == "AND":
            self.take()
            tests.append(self.single())
        return tests[0] if len(tests) == 1 else lambda *scene: all(test(*scene) for test in tests)

    def single(self) -> Test:
        word = self.peek()
        if word.upper() == "NOT":
            self.take()
            inner = self.single()
            return lambda *scene: not inner(*scene)
        if word == "(":
            self.take()
            inner = self.either()
            self.take(")")
            return inner
        if word in ("attribute_exists", "attribute_not_exists", "begins_with", "contains"):
            return self._function(self.take())
        return self._comparison(self.term())

    def _function(self, name: str) -> Test:
        self.take("(")
        left = self.term()
        if name.startswith("attribute"):
            self.take(")")
            wanted = name == "attribute_exists"
            return lambda *scene: (left(*scene) is not None) is wanted
        self.take(",")
        right = self.term()
        self.take(")")
        if name == "begins_with":
            return lambda *scene: left(*scene) is not None and left(*scene)["S"].startswith(right(*scene)["S"])
        return lambda *scene: left(*scene) is not None and _contains(left(*scene), right(*scene))

    def _comparison(self, left: Term) -> Test:
        operator = self.take().upper()
        if operator == "BETWEEN":
            low = self.term()
            self.take("AND")
            high = self.term()
            return lambda *scene: (
                left(*scene) is not None and _order(low(*scene)) <= _order(left(*scene)) <= _order(high(*scene))
            )
        if operator == "IN":
            self.take("(")
            options = [self.term()]
            while self.take() == ",":
                options.append(self.term())
            return lambda *scene: left(*scene) in [option(*scene) for option in options]
        right = self.term()
        if operator in ("=", "<>"):
            wanted = operator == "="
            return lambda *scene: _same(left(*scene), right(*scene)) is wanted
        compare = _COMPARE[operator]
        return lambda *scene: left(*scene) is not None and compare(_order(left(*scene)), _order(right(*scene)))

    def term(self) -> Term:
        word = self.take()
        if word == "if_not_exists":
            self.take("(")
            present = self.term()
            self.take(",")
            otherwise = self.term()
            self.take(")")
            return lambda *scene: present(*scene) if present(*scene) is not None else otherwise(*scene)
        if word.startswith(":"):
            return lambda item, names, values: values[word]
        return lambda item, names, values: item.get(names.get(word, word))

    def sum(self) -> Term:
        left = self.term()
        if self.peek() not in ("+", "-"):
            return left
        sign = 1 if self.take() == "+" else -1
        right = self.term()
        return lambda *scene: {"N": str(number(left(*scene)) + sign * number(right(*scene)))}

    def step(self, clause: str) -> Any:
        word = self.take()
        if clause == "REMOVE":
            return lambda old, new, names, values: new.pop(names.get(word, word), None)
        if clause == "SET":
            self.take("=")
            value = self.sum()
            return lambda old, new, names, values: new.__setitem__(names.get(word, word), value(old, names, values))
        amount = self.term()
        if clause == "ADD":
            return lambda old, new, names, values: _add(new, names.get(word, word), amount(old, names, values))
        raise AssertionError(f"the store cannot read {self._text!r}")


def _add(item: Item, name: str, more: dict[str, Any]) -> None:
    before = item.get(name)
    if "N" in more:
        item[name] = {"N": str((number(before) if before else 0) + number(more))}
    else:
        item[name] = {"SS": sorted({*(before["SS"] if before else ()), *more["SS"]})}


def _contains(typed: dict[str, Any], wanted: dict[str, Any]) -> bool:
    ((kind, value),) = typed.items()
    inside: bool = wanted["S"] in value
    return inside if kind in ("S", "SS") else False
