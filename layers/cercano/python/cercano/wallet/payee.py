"""A payee as the city keeps it: its name, its bank account, and who acts for it. What one proposes, another approves.

Pure. A changed bank account is how money is stolen from those who are owed it: so two people look at it, neither of
them one of the payee's own, and for some days after it nothing is paid, for the payee to notice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cercano.wallet.errors import FourEyes, NothingProposed, OnesOwnPayee

COOLING = timedelta(days=7)
"""So long nothing is paid after a change of the bank account: one settlement, at least, is carried on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is kept of a payee."""

    name: str
    iban: str | None
    """None: it is paid nothing, and what it receives is carried on."""
    people: tuple[str, ...]
    """The accounts (subjects) of those who act for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What somebody wants kept instead."""

    details: Details
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee:
    """What holds, and what waits."""

    payee: str
    details: Details | None = None
    """None: nothing was approved yet."""
    kept: int = 0
    """How often its details were changed: the number under which they are remembered."""
    held_until: datetime | None = None
    """Until then nothing is paid, as the bank account changed."""
    proposal: Proposal | None = None

    @property
    def people(self) -> tuple[str, ...]:
        """Who acts for it now."""
        return self.details.people if self.details else ()

    def propose(self, details: Details, by: str, at: datetime) -> Payee:
        """With a proposal, in place of any before. What only takes people away holds at once: it cannot wait.

        Raises: OnesOwnPayee.
        """
        self._not_of(by, details)
        if self.details and details == replace(self.details, people=details.people) and self._has_all(details.people):
            return replace(self, details=details, kept=self.kept + 1, proposal=None)
        return replace(self, proposal=Proposal(details=details, by=by, at=at))

    def approve(self, by: str, at: datetime) -> Payee:
        """With what was proposed.

        Raises: NothingProposed, FourEyes, OnesOwnPayee.
        """
        if self.proposal is None:
            raise NothingProposed
        if by == self.proposal.by:
            raise FourEyes
        details = self.proposal.details
        self._not_of(by, details)
        held_until = at + COOLING if changes_iban(self.details, details) else self.held_until
        return replace(self, details=details, kept=self.kept + 1, proposal=None, held_until=held_until)

    def withdraw(self) -> Payee:
        """Without a proposal.

        Raises: NothingProposed.
        """
        if self.proposal is None:
            raise NothingProposed
        return replace(self, proposal=None)

    def can_be_paid(self, at: datetime) -> bool:
        """Whether it has a bank account, and not one of a few days."""
        return self.details is not None and self.details.iban is not None and not self.is_held(at)

    def is_held(self, at: datetime) -> bool:
        """Whether its bank account changed a short while ago."""
        return self.held_until is not None and at < self.held_until

    def _has_all(self, people: tuple[str, ...]) -> bool:
        return set(people) <= set(self.people)

    def _not_of(self, by: str, details: Details) -> None:
        if by in (*self.people, *details.people):
            raise OnesOwnPayee


def changes_iban(before: Details | None, after: Details) -> bool:
    """Whether money would go somewhere else than before. The first bank account of a new payee is no change."""
    return before is not None and after.iban is not None and before.iban != after.iban
