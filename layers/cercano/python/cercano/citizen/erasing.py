"""How somebody is forgotten: all that is theirs goes, what the law keeps is locked away, the city is told.

Safe to begin again after a crash anywhere: the person's own row, with what is needed to go on, is the last to change.
"""

from __future__ import annotations

from datetime import datetime

from cercano.citizen import exporting, family_store, holds, store
from cercano.citizen.ages import day_of
from cercano.citizen.errors import BondCannot
from cercano.citizen.family import Bond, BondKind, is_orphan_of
from cercano.citizen.model import Citizen, CitizenState
from cercano.citizen.rows import ConsentRow, ReadingRow, partition
from cercano.facts.citizen import CitizenErased
from cercano.kit.table import Row


def carry_out(citizen_id: str, now: datetime) -> int:
    """Erase somebody whose week is over, with the children nobody else answers for; how many people that were.

    Doing it again erases nobody twice.
    """
    kept = store.find(citizen_id)
    if kept is None or not kept.citizen.is_due(now):
        return 0
    children = [child for bond in family_store.bonds_of(citizen_id) if (child := _orphan(bond, citizen_id, now))]
    for child in children:
        leaving = child.citizen
        if leaving.state is CitizenState.ACTIVE:
            child = child.keep(leaving.ask_erasure(now))
        _erase(child, now)
    _erase(kept, now)
    return 1 + len(children)


def _orphan(bond: Bond, guardian_id: str, now: datetime) -> store.Kept | None:
    """The child of a bond, when its profile was made by this guardian and no other one answers for it."""
    if bond.kind is not BondKind.GUARDIANSHIP or bond.keeper_id != guardian_id:
        return None
    child = store.find(bond.kept_id)
    others = tuple(family_store.bonds_of(bond.kept_id))
    return child if child and is_orphan_of(child.citizen, others, guardian_id, day_of(now)) else None


def _erase(kept: store.Kept, now: datetime) -> None:
    """Everything about one person; the tombstone last."""
    citizen = kept.citizen
    for bond in family_store.bonds_of(citizen.citizen_id):
        _end(bond, now)
    exporting.forget(citizen.citizen_id)
    _sweep(citizen, now)
    if citizen.document_mark:
        store.free_document(citizen.document_mark, citizen.citizen_id)
    kept.keep(citizen.erase(now), tell=[CitizenErased(at=now, citizen_id=citizen.citizen_id)])


def _end(bond: Bond, now: datetime) -> None:
    try:
        family_store.keep(bond.end(), at=now)
    except BondCannot:  # it has ended already, perhaps at an hour that was cut short right then
        family_store.cross_off(bond)


def _sweep(citizen: Citizen, now: datetime) -> None:
    """Delete the person's rows; those the law keeps stay until its day."""
    for row in Row.query(partition(citizen.citizen_id), consistent_read=True):
        if isinstance(row, ConsentRow):
            row.expires_at = holds.until("consents", now)
            row.save()
        elif isinstance(row, ReadingRow):
            row.expires_at = holds.until("readings", now)
            row.save()
        elif row.sk != "DOC":
            row.delete()
