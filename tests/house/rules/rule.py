"""What a house rule is: a function over the tree that names, one sentence each, what does not agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.house.tree import Tree

Rule = Callable[[Tree], Iterator[str]]

RULES: dict[str, Rule] = {}


def rule(check: Rule) -> Rule:
    """Make a function a house rule; its docstring is the promise."""
    RULES[check.__name__] = check
    return check
