"""Families as they grow: a child added or linked, a representation asked for, and the list of all that holds."""

from __future__ import annotations

from datetime import date, datetime

from cercano.citizen import family_store, store
from cercano.citizen.ages import day_of
from cercano.citizen.errors import BondAlready
from cercano.citizen.family import Bond, guardianship
from cercano.citizen.family_views import BondView
from cercano.citizen.model import Citizen, CitizenState
from cercano.citizen.rows import partition
from cercano.citizen.tries import OF_A_PERSON


def add_child(guardian: Citizen, child: Citizen, bond_id: str, at: datetime) -> tuple[Bond, Citizen]:
    """A child without an account, with the guardian who answers for it.

    Raises: GuardianNotVerified, NotAChild.
    """
    bond = guardianship(bond_id, guardian, child, day_of(at))
    family_store.begin(bond, at, with_child=child)
    return bond, child


def link_child(guardian: Citizen, code: str, bond_id: str, at: datetime) -> tuple[Bond, Citizen]:
    """A minor who has an account and gave the guardian a code, which is spent.

    Raises: NoSuchCode, TooManyTries (codes cannot be guessed), GuardianNotVerified, NotAChild, BondAlready.
    """
    store.spend_try(f"{partition(guardian.citizen_id)}#CODES", OF_A_PERSON, at)
    child = store.get(family_store.spend_code(code, at)).citizen
    bond = guardianship(bond_id, guardian, child, day_of(at))
    _refuse_a_second(bond, day_of(at))
    family_store.begin(bond, at)
    return bond, child


def ask_representation(bond: Bond, at: datetime) -> tuple[Bond, Citizen]:
    """Somebody asks to act for another, who will see it among their bonds.

    Raises: NoSuchCitizen, CitizenGone, BondAlready.
    """
    other = store.get(bond.kept_id).citizen
    _refuse_a_second(bond, day_of(at))
    family_store.begin(bond, at)
    return bond, other


def views_of(citizen_id: str, on: date) -> list[BondView]:
    """Every bond of somebody's that is not over, as they may see it."""
    found = []
    for bond in family_store.bonds_of(citizen_id):
        if bond.is_over(on):
            continue
        other = store.find(bond.other(citizen_id))
        if other and other.citizen.state is not CitizenState.ERASED:
            found.append(BondView.of(bond, citizen_id, other.citizen))
    return found


def _refuse_a_second(bond: Bond, on: date) -> None:
    """Two guardianships of one guardian over one child, or two such representations, would be one too many."""
    for known in family_store.bonds_of(bond.keeper_id):
        same = (known.kind, known.kept_id) == (bond.kind, bond.kept_id)
        if same and not known.is_over(on):
            raise BondAlready
