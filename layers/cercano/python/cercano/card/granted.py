"""A concession on a card: that somebody has a right to reduced prices, and until when. Never why, never a document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from cercano.card.classes import CONCESSIONS
from cercano.card.errors import BadDates, DaysBetween, WrongProof
from cercano.card.words import Concession, Proof

YEARS = range(2000, 2200)
"""Any other is a slip of the finger, and has no day before or after that could be computed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """A concession with its first and last day, both included."""

    concession: Concession
    proof: Proof
    """What was shown; nothing of its content is kept."""
    valid_from: date
    valid_to: date

    def holds_on(self, day: date) -> bool:
        """Whether it lowers prices on that day."""
        return self.valid_from <= day <= self.valid_to

    @property
    def renewal_opens_on(self) -> date:
        """From this day on it can be renewed, and its holder is told; never before its second day."""
        opens = self.valid_to - timedelta(days=CONCESSIONS[self.concession].renewal_opens_days)
        return max(opens, self.valid_from + timedelta(days=1))

    def following(self, before: Granted) -> Granted:
        """The renewal of the same concession: it goes on from the first day of the one before.

        Raises:
            DaysBetween: there would be days without it.
        """
        if self.valid_from > before.valid_to + timedelta(days=1):
            raise DaysBetween(first=(before.valid_to + timedelta(days=1)).isoformat())
        return replace(self, valid_from=min(self.valid_from, before.valid_from))


def proved(granted: Granted) -> Granted:
    """The same, if the city accepts it.

    Raises:
        WrongProof: this proof does not prove it. BadDates: it ends before it begins, or lasts too long.
    """
    terms = CONCESSIONS[granted.concession]
    if granted.proof not in terms.proofs:
        raise WrongProof(proofs=", ".join(proof.value for proof in terms.proofs))
    days = (granted.valid_to - granted.valid_from).days + 1
    if (
        not 1 <= days <= terms.longest_days
        or granted.valid_from.year not in YEARS
        or granted.valid_to.year not in YEARS
    ):
        raise BadDates(days=terms.longest_days)
    return granted
