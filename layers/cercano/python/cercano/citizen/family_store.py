"""Where bonds are kept: each under both of its people, the two rows written together, so that neither can lie.

A guardian's bond also stands in the list of what is due, on the child's 18th birthday.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from cercano.citizen import agenda
from cercano.citizen.ages import midnight
from cercano.citizen.errors import NoSuchBond, NoSuchCode
from cercano.citizen.family import Bond, BondKind, BondState, Scope
from cercano.citizen.model import Citizen
from cercano.citizen.rows import BondRow, HolderRow, partition
from cercano.citizen.store import new_row
from cercano.facts.citizen import (
    CitizenRegistered,
    GuardianshipEnded,
    GuardianshipGranted,
    RepresentationEnded,
    RepresentationGranted,
)
from cercano.kit.errors import VersionConflict
from cercano.kit.facts import Fact
from cercano.kit.together import keep_together

CODE_LIFE = timedelta(hours=24)
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PREFIX = "BOND#"


def bonds_of(citizen_id: str) -> list[Bond]:
    """Every bond somebody has or had."""
    rows = BondRow.every(partition(citizen_id), BondRow.sk.startswith(_PREFIX), consistent=True)
    return [_bond(row) for row in rows]


def get(citizen_id: str, bond_id: str) -> Bond:
    """One bond of somebody's.

    Raises:
        NoSuchBond: it is not theirs, or of nobody.
    """
    row = BondRow.find(partition(citizen_id), _PREFIX + bond_id)
    if row is None:
        raise NoSuchBond
    return _bond(row)


def begin(bond: Bond, at: datetime, *, with_child: Citizen | None = None) -> None:
    """Write a new bond, and the profile of a child that is new with it, in one write.

    Raises: VersionConflict.
    """
    rows = _sides(bond)
    if bond.kind is BondKind.GUARDIANSHIP:
        rows[0].told = _told(bond, at)
        agenda.note(agenda.What.COMING_OF_AGE, midnight(bond.until), bond.keeper_id, bond.bond_id)
    if with_child is None:
        keep_together(rows)
        return
    child = new_row(with_child)
    child.told = [CitizenRegistered(at=at, citizen_id=with_child.citizen_id)]
    keep_together([child, *rows])


def keep(bond: Bond, at: datetime) -> None:
    """Write a changed bond on both sides: accepted, or ended, which is told.

    Raises: NoSuchBond. VersionConflict: somebody else changed it since.
    """
    rows = [BondRow.find(partition(one), _PREFIX + bond.bond_id) for one in (bond.keeper_id, bond.kept_id)]
    there = [_write(row, bond) for row in rows if row is not None]
    if not there:
        raise NoSuchBond
    if any(row.version != bond.version for row in there):
        raise VersionConflict
    there[-1].told = _told(bond, at)
    keep_together(there)
    if bond.state is BondState.ENDED:
        cross_off(bond)


def cross_off(bond: Bond) -> None:
    """Forget the day on which a bond would end by itself; it need not be noted."""
    if bond.kind is BondKind.GUARDIANSHIP:
        agenda.cross_off(agenda.What.COMING_OF_AGE, midnight(bond.until), bond.keeper_id, bond.bond_id)


def new_code(citizen_id: str, at: datetime) -> str:
    """A code that lets a guardian link the profile of who asked for it: ten letters and digits, good for a day."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(10))
    HolderRow(_code_key(code), "CITIZEN", citizen_id=citizen_id, expires_at=at + CODE_LIFE).keep()
    return code


def spend_code(code: str, at: datetime) -> str:
    """Who gave the code; it is good once.

    Raises:
        NoSuchCode: nobody, or more than a day ago.
    """
    row = HolderRow.find(_code_key(code.upper()), "CITIZEN")
    if row is None or row.expires_at <= at:
        raise NoSuchCode
    row.remove()
    return str(row.citizen_id)


def _told(bond: Bond, at: datetime) -> Sequence[Fact]:
    """What the city is told of a bond as it is now; an end, also of what was only asked for."""
    is_over = bond.state is BondState.ENDED
    if bond.kind is BondKind.GUARDIANSHIP:
        ids = {"guardian_id": bond.keeper_id, "child_id": bond.kept_id}
        return [GuardianshipEnded(at=at, **ids) if is_over else GuardianshipGranted(at=at, **ids, ends_at=_end(bond))]
    two = {"representative_id": bond.keeper_id, "represented_id": bond.kept_id}
    if is_over:
        return [RepresentationEnded(at=at, **two)]
    scope = tuple(one.value for one in bond.scope)
    return [RepresentationGranted(at=at, **two, scope=scope, ends_at=_end(bond))]


def _end(bond: Bond) -> datetime:
    return midnight(bond.until)


def _code_key(code: str) -> str:
    return f"CODE#{hashlib.sha256(code.encode()).hexdigest()}"


def _sides(bond: Bond) -> list[BondRow]:
    return [_write(BondRow(partition(one), _PREFIX + bond.bond_id), bond) for one in (bond.keeper_id, bond.kept_id)]


def _write(row: BondRow, bond: Bond) -> BondRow:
    row.bond_kind, row.keeper_id, row.kept_id, row.state = bond.kind, bond.keeper_id, bond.kept_id, bond.state
    row.since, row.until, row.scope = bond.since, bond.until, [one.value for one in bond.scope]
    return row


def _bond(row: BondRow) -> Bond:
    return Bond(
        bond_id=row.sk.removeprefix(_PREFIX),
        kind=row.bond_kind,
        keeper_id=row.keeper_id,
        kept_id=row.kept_id,
        state=row.state,
        since=row.since,
        until=row.until,
        scope=tuple(Scope(one) for one in row.scope),
        version=row.version,
    )
