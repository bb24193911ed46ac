"""How a bond looks to one of its two people."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from cercano.citizen.family import Bond, BondKind, BondState, Scope
from cercano.citizen.model import Citizen
from cercano.kit.answers import View


class Part(StrEnum):
    """What the reader is in the bond."""

    GUARDIAN = "guardian"
    CHILD = "child"
    REPRESENTATIVE = "representative"
    REPRESENTED = "represented"


_PARTS = {
    (BondKind.GUARDIANSHIP, True): Part.GUARDIAN,
    (BondKind.GUARDIANSHIP, False): Part.CHILD,
    (BondKind.REPRESENTATION, True): Part.REPRESENTATIVE,
    (BondKind.REPRESENTATION, False): Part.REPRESENTED,
}


class BondView(View):
    """A bond with somebody else."""

    bond_id: str
    kind: BondKind
    my_part: Part
    state: BondState
    other_id: str
    other_name: str
    """Empty while a representation is only asked for: a question does not buy a name."""
    other_birth_date: date | None
    """Of a child, for the guardian alone."""
    scope: list[Scope]
    since: date
    until: date

    @classmethod
    def of(cls, bond: Bond, reader_id: str, other: Citizen) -> BondView:
        """As `reader_id` may see it."""
        part = _PARTS[bond.kind, reader_id == bond.keeper_id]
        may_see_name = bond.state is BondState.ACTIVE or part is Part.REPRESENTED
        return cls(
            bond_id=bond.bond_id,
            kind=bond.kind,
            my_part=part,
            state=bond.state,
            other_id=other.citizen_id,
            other_name=other.profile.name if may_see_name else "",
            other_birth_date=other.profile.birth_date if part is Part.GUARDIAN else None,
            scope=list(bond.scope),
            since=bond.since,
            until=bond.until,
        )
