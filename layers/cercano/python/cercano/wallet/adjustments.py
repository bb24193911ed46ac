"""An adjustment by hand: one member of staff may put a little right alone; what is more, another approves.

Pure. Many little ones are not a little: what one person adjusts alone in a day, and what is adjusted alone on one
account in a day, are limited too. What goes beyond is not refused, it waits for a second pair of eyes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from cercano.ledger.model import Entry, EntryKind
from cercano.wallet.errors import FourEyes, NothingToAdjust

PAYEE = "city:adjustments"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """How much one person may put right without another, in cents; giving and taking count alike."""

    each_cents: int
    person_a_day_cents: int
    account_a_day_cents: int
    source: str


ALONE = Alone(
    each_cents=10_00,
    person_a_day_cents=50_00,
    account_a_day_cents=20_00,
    source="Prudence of the city's treasury; a day is one of Madrid",
)


class State(StrEnum):
    """How an adjustment stands."""

    PROPOSED = "proposed"
    APPLIED = "applied"


class WaitsFor(StrEnum):
    """Why somebody else must look at it."""

    AMOUNT = "amount"
    PERSONS_DAY = "persons_day"
    ACCOUNTS_DAY = "accounts_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """What is to be put right. People are named by the ids of their accounts."""

    entry_id: str
    """Its movement's, chosen by who proposes it."""
    account_id: str
    amount_cents: int
    """Above zero gives, below zero takes."""
    purpose: str
    proposed_by: str
    proposed_at: datetime
    state: State = State.PROPOSED
    waits_for: WaitsFor | None = None
    approved_by: str = ""

    @property
    def adjustment_id(self) -> str:
        """Its name."""
        return f"adjustment_{self.entry_id}"

    @property
    def entry(self) -> Entry:
        """Its movement: the same id however often it is applied."""
        return Entry(
            id=self.entry_id,
            kind=EntryKind.ADJUSTMENT,
            payee=PAYEE,
            amount_cents=self.amount_cents,
            memo={"purpose": self.purpose, "adjustment": self.adjustment_id},
        )

    def alone(self, person_cents: int, account_cents: int) -> Adjustment:
        """Applied by who proposed it; or waiting, when it is too much for one.

        The two sums are what the person, and what anybody on this account, put right alone today.
        """
        cents = abs(self.amount_cents)
        if cents > ALONE.each_cents:
            return replace(self, waits_for=WaitsFor.AMOUNT)
        if person_cents + cents > ALONE.person_a_day_cents:
            return replace(self, waits_for=WaitsFor.PERSONS_DAY)
        if account_cents + cents > ALONE.account_a_day_cents:
            return replace(self, waits_for=WaitsFor.ACCOUNTS_DAY)
        return replace(self, state=State.APPLIED, approved_by=self.proposed_by)

    def approved(self, by: str) -> Adjustment:
        """Approved by somebody else, and in the account.

        Raises:
            FourEyes: who proposed it may not approve it.
        """
        if by == self.proposed_by:
            raise FourEyes
        return replace(self, state=State.APPLIED, approved_by=by)

    def check(self) -> Adjustment:
        """Itself.

        Raises:
            NothingToAdjust: it would move nothing.
        """
        if not self.amount_cents:
            raise NothingToAdjust(errors=[{"pointer": "/amount_cents"}])
        return self

    def says_the_same(self, other: Adjustment) -> bool:
        """Whether the same person asks for the same."""
        return self._words() == other._words()

    def _words(self) -> tuple[object, ...]:
        return self.entry_id, self.account_id, self.amount_cents, self.purpose, self.proposed_by
