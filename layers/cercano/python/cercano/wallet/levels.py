"""How well the city knows who somebody is, as the register told it: pk "CITIZEN#<citizen_id>", sk "LEVEL"."""

from __future__ import annotations

from cercano.facts.citizen import CitizenVerified
from cercano.kit.table import IntegerAttribute, Row, UtcAttribute

BY_REGISTER = 2
"""From this level on the city knows whom it lends to."""


class LevelRow(Row, discriminator="wallet_level"):
    """The last word on one person."""

    level = IntegerAttribute()
    said_at = UtcAttribute()


def of(citizen_id: str | None) -> int:
    """The level of a person; 1 when nothing was heard, 0 for nobody."""
    if citizen_id is None:
        return 0
    row = LevelRow.find(*_key(citizen_id))
    return row.level if row else 1


def heed(fact: CitizenVerified) -> int:
    """Note a level and answer the one that holds: heard twice or late, the later word counts.

    Raises: VersionConflict: another word of the same person was kept at the same moment; hear it again.
    """
    row = LevelRow.find(*_key(fact.citizen_id)) or LevelRow(*_key(fact.citizen_id))
    if row.version and row.said_at >= fact.at:
        return row.level
    row.level, row.said_at = fact.level, fact.at
    return row.keep().level


def forget(citizen_id: str) -> None:
    """Nothing is known of somebody who left. Done again, it changes nothing."""
    LevelRow(*_key(citizen_id)).delete()


def _key(citizen_id: str) -> tuple[str, str]:
    return f"CITIZEN#{citizen_id}", "LEVEL"
