"""Who answers for whom, as the register of citizens told it: guardians for children, representatives for adults.

    pk "CITIZEN#<who answers>"    sk "CHILD#<child>" or "REPRESENTED#<person>"

Each domain that heeds it keeps it in its own table. Heard twice, late or the other way round, the later word counts. A
bond is over at its own instant (the child's 18th birthday), whether or not anybody has said so by then.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Any

from cercano.kit import clock
from cercano.kit.errors import NotFound
from cercano.kit.table import ExpiryAttribute, IntegerAttribute, JsonAttribute, Row, UtcAttribute

REMEMBERED = timedelta(days=60)
"""How long an end is kept: no queue brings a word that was said before it any more."""


class Matter(StrEnum):
    """What somebody may see to for another. A guardian may all; a representative, what was agreed."""

    CARD = "card"
    WALLET = "wallet"


class NoSuchPerson(NotFound):
    """404: nobody of this id, or nobody the caller answers for: the two are not told apart."""

    code = "no_such_person"
    es = "No encontramos a esa persona entre quienes tienes a tu cargo."
    en = "We cannot find that person among those you answer for."


class BondRow(Row, discriminator="heard_bond"):
    """One bond; what has ended stays for a while, so that a late word does not revive it."""

    said_at = UtcAttribute()
    is_over = IntegerAttribute()
    ends_at = UtcAttribute(null=True)
    matters = JsonAttribute(null=True)
    """Of a representation; none: all of them."""
    expires_at = ExpiryAttribute(null=True)


def heed(fact: Any) -> bool:
    """Follow a GuardianshipGranted or -Ended, a RepresentationGranted or -Ended; False when it is no news.

    Raises:
        VersionConflict: another word of the same two was kept at the same moment; hear it again.
    """
    is_over = type(fact).__name__.endswith("Ended")
    key = _key(*two_of(fact), _part(fact))
    row = BondRow.find(*key) or BondRow(*key, is_over=0)
    if row.version and (row.said_at, row.is_over) >= (fact.at, int(is_over)):
        return False
    row.said_at, row.is_over = fact.at, int(is_over)
    row.ends_at, row.matters = getattr(fact, "ends_at", None), getattr(fact, "scope", None)
    row.expires_at = fact.at + REMEMBERED if is_over else None
    row.keep()
    return True


def two_of(fact: Any) -> tuple[str, str]:
    """Who answers, and for whom, in any of these facts."""
    if hasattr(fact, "guardian_id"):
        return fact.guardian_id, fact.child_id
    return fact.representative_id, fact.represented_id


def is_guardian(citizen_id: str, child_id: str) -> bool:
    """Whether somebody answers for a child right now."""
    return _holds(BondRow.find(*_key(citizen_id, child_id, "CHILD")))


def answers_for(citizen_id: str, other_id: str | None, matter: Matter) -> bool:
    """Whether somebody may see to a matter of another person right now; for nobody's things, nobody does."""
    if other_id is None or citizen_id == other_id:
        return False
    if is_guardian(citizen_id, other_id):
        return True
    row = BondRow.find(*_key(citizen_id, other_id, "REPRESENTED"))
    return row is not None and _holds(row) and matter.value in (row.matters or ())


def whose(citizen_id: str, asked_id: str | None, matter: Matter) -> str:
    """The person whose things are asked for: the caller, or somebody they answer for.

    Raises:
        NoSuchPerson: they do not, or there is nobody of that id.
    """
    if asked_id is None or asked_id == citizen_id:
        return citizen_id
    if not answers_for(citizen_id, asked_id, matter):
        raise NoSuchPerson
    return asked_id


def _holds(row: BondRow | None) -> bool:
    return row is not None and not row.is_over and (row.ends_at is None or clock.now() < row.ends_at)


def _part(fact: Any) -> str:
    return "CHILD" if hasattr(fact, "guardian_id") else "REPRESENTED"


def _key(keeper_id: str, kept_id: str, part: str) -> tuple[str, str]:
    return f"CITIZEN#{keeper_id}", f"{part}#{kept_id}"
