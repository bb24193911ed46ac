"""The house rules, by name."""

from tests.house.rules import functions, messages, purity, rights, settings, words  # noqa: F401 - each adds its rules
from tests.house.rules.rule import RULES as ALL_RULES

__all__ = ["ALL_RULES"]
