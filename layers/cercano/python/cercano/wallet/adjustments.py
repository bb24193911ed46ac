"""An adjustment by hand: proposed by one member of staff, approved by another when it is more than a little money."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import Entry, EntryKind
from cercano.wallet.errors import FourEyes, NothingToAdjust

ALONE_CENTS = 1_000
"""Up to 10 EUR one pair of eyes is enough."""
PAYEE = "city:adjustments"


class State(StrEnum):
    """How an adjustment stands."""

    PROPOSED = "proposed"
    APPLIED = "applied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """What is to be put right. People are named by the ids of their accounts."""

    adjustment_id: str
    account_id: str
    amount_cents: int
    """Above zero gives, below zero takes."""
    purpose: str
    proposed_by: str
    proposed_at: datetime
    state: State = State.PROPOSED
    approved_by: str = ""

    @property
    def needs_four_eyes(self) -> bool:
        """Whether somebody else must look at it."""
        return abs(self.amount_cents) > ALONE_CENTS

    @property
    def entry(self) -> Entry:
        """Its movement: the same id however often it is applied."""
        return Entry(
            id=entry_id_of(self.proposed_at, "adjustment", self.adjustment_id),
            kind=EntryKind.ADJUSTMENT,
            payee=PAYEE,
            amount_cents=self.amount_cents,
            memo={"purpose": self.purpose, "adjustment": self.adjustment_id},
        )

    def applied(self, by: str) -> Adjustment:
        """Approved and in the account. Approved again by the same person, it is as it was.

        Raises:
            FourEyes: who proposed it may not approve it, unless it is little money.
        """
        if self.needs_four_eyes and by == self.proposed_by:
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


def name_of(by: str, key: str) -> str:
    """The id of what somebody proposes under a key of theirs: sent again after a crash, it is the same adjustment."""
    return "adjustment_" + hashlib.sha256(f"{by}\n{key}".encode()).hexdigest()[:26]
