"""The tree agrees with itself: every house rule holds."""

from __future__ import annotations

import pytest

from tests.house.rules import ALL_RULES
from tests.house.tree import Tree
from tests.support.templates import ROOT


@pytest.fixture(scope="session")
def tree() -> Tree:
    return Tree(ROOT)


@pytest.mark.parametrize("name", ALL_RULES)
def test_the_house_keeps_its_rule(tree: Tree, name: str) -> None:
    complaints = list(ALL_RULES[name](tree))

    assert not complaints, f"\n{ALL_RULES[name].__doc__}\n  " + "\n  ".join(complaints)
