"""Every hour: who turned 18 today answers for themselves, and the guardian's bond with them ends.

Reads what is due; writes the bonds; tells GuardianshipEnded.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cercano.citizen import agenda, family_store
from cercano.citizen.errors import BondCannot, NoSuchBond
from cercano.kit.schedule import scheduled


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """All bonds whose day has come by `now`."""
    ended = 0
    for one in agenda.due(agenda.What.COMING_OF_AGE, now):
        try:
            family_store.keep(family_store.get(one.citizen_id, str(one.bond_id)).end(), at=now)
            ended += 1
        except (NoSuchBond, BondCannot):
            agenda.cross_off(agenda.What.COMING_OF_AGE, one.due_at, one.citizen_id, one.bond_id)
    return {"ended": ended}
