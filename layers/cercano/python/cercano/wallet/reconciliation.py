"""What our books and what others' say of the same money: what does not agree is an open item, until explained.

Pure. Lines are gathered by what both sides call the thing (an order, a file, a kiosk), so that one payout of the bank
may stand for many entries of ours and the other way round.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """Who else keeps books on the same money."""

    GATEWAY = "gateway"
    """The payment page's report: an order each."""
    BANK = "bank"
    """The statement of the city's account: our files, and what came back."""
    CASH = "cash"
    """What was counted in a kiosk or at a desk."""


class Kind(StrEnum):
    """How the two do not agree."""

    NOT_THEIRS = "not_theirs"
    """In our books alone."""
    NOT_OURS = "not_ours"
    """In theirs alone."""
    AMOUNTS_DIFFER = "amounts_differ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of somebody's books. `is_of_the_day`: of the day that is looked at, rather than of one near it."""

    source: Source
    reference: str
    amount_cents: int
    is_of_the_day: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """What does not agree. Its id holds the amounts: an explanation of yesterday's does not cover today's."""

    source: Source
    reference: str
    ours_cents: int | None
    theirs_cents: int | None

    @property
    def item_id(self) -> str:
        """The same for the same disagreement."""
        said = "\n".join(map(str, (self.source.value, self.reference, self.ours_cents, self.theirs_cents)))
        return hashlib.sha256(said.encode()).hexdigest()[:24]

    @property
    def kind(self) -> Kind:
        """How they do not agree."""
        if self.theirs_cents is None:
            return Kind.NOT_THEIRS
        return Kind.NOT_OURS if self.ours_cents is None else Kind.AMOUNTS_DIFFER


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """A day: how many things agree, and what does not."""

    agreed: int
    items: tuple[OpenItem, ...]


def compare(ours: Iterable[Line], theirs: Iterable[Line]) -> Reconciliation:
    """Hold one side's lines against the other's.

    Lines of the days around find what midnight or a slow bank put on another day; what concerns those days alone is
    theirs to report.
    """
    left, right = _gathered(ours), _gathered(theirs)
    agreed, items = 0, []
    for key in sorted({*left, *right}):
        (ours_cents, is_ours_today), (theirs_cents, is_theirs_today) = left.get(key, _NONE), right.get(key, _NONE)
        if not (is_ours_today or (ours_cents is None and is_theirs_today)):
            continue
        if ours_cents == theirs_cents:
            agreed += 1
        else:
            source, reference = key
            items.append(OpenItem(source=source, reference=reference, ours_cents=ours_cents, theirs_cents=theirs_cents))
    return Reconciliation(agreed=agreed, items=tuple(items))


_NONE: tuple[int | None, bool] = (None, False)


def _gathered(lines: Iterable[Line]) -> Mapping[tuple[Source, str], tuple[int | None, bool]]:
    sums: dict[tuple[Source, str], tuple[int | None, bool]] = {}
    for line in lines:
        cents, of_the_day = sums.get((line.source, line.reference), (0, False))
        sums[line.source, line.reference] = ((cents or 0) + line.amount_cents, of_the_day or line.is_of_the_day)
    return sums
