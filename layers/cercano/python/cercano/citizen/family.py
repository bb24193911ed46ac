"""Who answers for whom: a guardian for a child until 18, a representative for whoever asked for one, until a day.

A bond is between a keeper (guardian, representative) and the one kept (child, represented). Both may end it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from cercano.citizen.ages import CONSENTS_ALONE, OF_AGE, age, birthday
from cercano.citizen.errors import (
    BondCannot,
    GuardianNotVerified,
    NotAChild,
    NotWithOneself,
    RepresentationTooLong,
)
from cercano.citizen.model import BY_REGISTER, Citizen, CitizenState

LONGEST_YEARS = 5
"""Of a representation (Ley 39/2015 art. 6.6)."""


class BondKind(StrEnum):
    """What binds two people."""

    GUARDIANSHIP = "guardianship"
    REPRESENTATION = "representation"


class BondState(StrEnum):
    """Where a bond stands."""

    ASKED = "asked"
    ACTIVE = "active"
    ENDED = "ended"


class BondStep(StrEnum):
    """What may happen to a bond."""

    ACCEPT = "accept"
    END = "end"


BOND_STEPS: dict[BondState, dict[BondStep, BondState]] = {
    BondState.ASKED: {BondStep.ACCEPT: BondState.ACTIVE, BondStep.END: BondState.ENDED},
    BondState.ACTIVE: {BondStep.END: BondState.ENDED},
    BondState.ENDED: {},
}


class Scope(StrEnum):
    """What a representative may do."""

    CARD = "card"
    WALLET = "wallet"
    PROCEDURES = "procedures"
    PARTICIPATION_NEWS = "participation_news"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """One bond between two people; ids only."""

    bond_id: str
    kind: BondKind
    keeper_id: str
    kept_id: str
    state: BondState
    since: date
    until: date
    """The first day on which it no longer holds: the 18th birthday, or what was agreed."""
    scope: tuple[Scope, ...] = ()
    """Of a representation; a guardian may do all."""
    version: int = 0
    """Of the kept bond as it was read; 0: not kept yet."""

    def holds(self, on: date) -> bool:
        """Whether it counts on a day."""
        return self.state is BondState.ACTIVE and self.since <= on < self.until

    def is_over(self, on: date) -> bool:
        """Whether nothing can come of it any more."""
        return self.state is BondState.ENDED or on >= self.until

    def accept(self, by: str, on: date) -> Bond:
        """In force from `on`: only the one who is to be represented can say so.

        Raises: BondCannot.
        """
        if by != self.kept_id or on >= self.until:
            raise BondCannot
        return replace(self, state=self._after(BondStep.ACCEPT), since=on)

    def end(self) -> Bond:
        """Over.

        Raises: BondCannot.
        """
        return replace(self, state=self._after(BondStep.END))

    def other(self, citizen_id: str) -> str:
        """The one who is not `citizen_id`."""
        return self.kept_id if citizen_id == self.keeper_id else self.keeper_id

    def _after(self, step: BondStep) -> BondState:
        if step not in BOND_STEPS[self.state]:
            raise BondCannot
        return BOND_STEPS[self.state][step]


def guardianship(bond_id: str, guardian: Citizen, child: Citizen, on: date) -> Bond:
    """A guardian's bond with a child, in force at once, until the child's 18th birthday.

    Raises:
        GuardianNotVerified: the guardian is not an adult of level 2 or 3. NotAChild: the child is of age, or of no age.
        NotWithOneself.
    """
    if guardian.citizen_id == child.citizen_id:
        raise NotWithOneself
    born = guardian.profile.birth_date
    if guardian.level < BY_REGISTER or born is None or age(born, on) < OF_AGE:
        raise GuardianNotVerified
    child_born = child.profile.birth_date
    limit = OF_AGE if child.has_account else CONSENTS_ALONE
    if child_born is None or not 0 <= age(child_born, on) < limit:
        raise NotAChild(years=limit)
    return Bond(
        bond_id=bond_id,
        kind=BondKind.GUARDIANSHIP,
        keeper_id=guardian.citizen_id,
        kept_id=child.citizen_id,
        state=BondState.ACTIVE,
        since=on,
        until=birthday(child_born, OF_AGE),
    )


def representation(
    bond_id: str, keeper: Citizen, kept_id: str, scope: tuple[Scope, ...], on: date, until: date
) -> Bond:
    """What somebody asks who wants to act for another: nothing holds before that other accepts.

    Raises: NotWithOneself, RepresentationTooLong, GuardianNotVerified (only an adult of level 2 represents).
    """
    if keeper.citizen_id == kept_id:
        raise NotWithOneself
    born = keeper.profile.birth_date
    if keeper.level < BY_REGISTER or born is None or age(born, on) < OF_AGE:
        raise GuardianNotVerified
    if not on < until <= birthday(on, LONGEST_YEARS):
        raise RepresentationTooLong(errors=[{"pointer": "/until"}])
    return Bond(
        bond_id=bond_id,
        kind=BondKind.REPRESENTATION,
        keeper_id=keeper.citizen_id,
        kept_id=kept_id,
        state=BondState.ASKED,
        since=on,
        until=until,
        scope=tuple(sorted(set(scope))),
    )


def is_orphan_of(child: Citizen, bonds: tuple[Bond, ...], guardian_id: str, on: date) -> bool:
    """Whether a profile that a guardian made would be left with nobody who answers for it once `guardian_id` leaves."""
    others = any(
        bond.kind is BondKind.GUARDIANSHIP and bond.holds(on) and bond.keeper_id != guardian_id for bond in bonds
    )
    return not child.has_account and child.state is not CitizenState.ERASED and not others
