"""Whose account it is and on what terms: its card, reduced prices, passes, and what has been heard of them.

What is heard comes more than once and in any order. So each thing heard carries a stamp, and only the highest stamp of
a subject counts: the end is the same whatever came first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

_1970 = datetime(1970, 1, 1, tzinfo=UTC)
FOR_GOOD = 1 << 62
"""A stamp that nothing heard later outdoes: an expired card stays expired."""


class Concession(NamedTuple):
    """A reduced price from one day to another, both included, Madrid's calendar."""

    code: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The card of an account, and the rights its prices come from."""

    card_id: str = ""
    """The card in use; "" until one was heard of."""
    card_class: str = ""
    citizen_id: str | None = None
    """None: nobody knows whose it is (an anonymous card)."""
    concessions: tuple[Concession, ...] = ()
    passes: tuple[Mapping[str, Any], ...] = ()
    """Season tickets, in the words of whoever sells and reads them."""
    heard: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """The highest stamp heard of each subject: "card", "class", "block:<card>", "conc:<code>", "end:<code>"."""

    def hear(self, subject: str, at: datetime, *, stops: bool = False) -> Terms | None:
        """The terms with this remembered, or None when something later (or the very same) was heard of it before.

        `stops`: it takes a right away; said of the same instant as its opposite, it wins.
        """
        stamp = stamp_of(at, stops=stops)
        return None if stamp <= self.heard.get(subject, -1) else self._heard(subject, stamp)

    def hear_for_good(self, subject: str) -> Terms | None:
        """The terms with something remembered that ends for ever."""
        return None if self.heard.get(subject) == FOR_GOOD else self._heard(subject, FOR_GOOD)

    def frozen_since(self) -> datetime | None:
        """When the card in use was blocked or expired; None while it works."""
        stamp = self.heard.get(f"block:{self.card_id}", 0)
        if stamp == FOR_GOOD:
            return _1970
        return instant_of(stamp) if stamp & 1 else None

    def _heard(self, subject: str, stamp: int) -> Terms:
        return replace(self, heard={**self.heard, subject: stamp})


def instant_of(stamp: int) -> datetime:
    """When the word of this stamp was said."""
    return _1970 + timedelta(microseconds=stamp >> 1)


def stamp_of(at: datetime, *, stops: bool) -> int:
    """Microseconds since 1970, doubled, and one more for what stops."""
    return (at - _1970) // timedelta(microseconds=1) * 2 + stops
