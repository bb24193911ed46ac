"""What the clock has to do for somebody, and when: erase who asked for it, end what ends with childhood."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from cercano.citizen.rows import DueRow
from cercano.kit.facts import instant

_PK = "DUE"


class What(StrEnum):
    """What can be due."""

    ERASURE = "erasure"
    COMING_OF_AGE = "coming_of_age"


def note(what: What, at: datetime, citizen_id: str, bond_id: str | None = None) -> None:
    """Remember it; saying it again changes nothing."""
    DueRow(_PK, _sk(what, at, citizen_id, bond_id), due_at=at, citizen_id=citizen_id, bond_id=bond_id).save()


def cross_off(what: What, at: datetime, citizen_id: str, bond_id: str | None = None) -> None:
    """Forget it; it need not be there."""
    DueRow(_PK, _sk(what, at, citizen_id, bond_id)).delete()


def due(what: What, now: datetime) -> Iterator[DueRow]:
    """What is due by `now`, the oldest first."""
    return DueRow.every(_PK, DueRow.sk.between(f"{what}#", f"{what}#{instant(now)}~"), consistent=True)


def _sk(what: What, at: datetime, citizen_id: str, bond_id: str | None) -> str:
    return f"{what}#{instant(at)}#{citizen_id}#{bond_id or ''}"
