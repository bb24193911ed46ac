"""Every hour: who asked to be erased a week ago, and did not call it back, is forgotten.

Reads what is due; deletes the person's rows and copies; tells CitizenErased.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cercano.citizen import agenda, erasing
from cercano.kit.metrics import count
from cercano.kit.schedule import scheduled


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """All that is due by `now`."""
    erased = 0
    for one in agenda.due(agenda.What.ERASURE, now):
        erased += erasing.carry_out(one.citizen_id, now)
        agenda.cross_off(agenda.What.ERASURE, one.due_at, one.citizen_id)
    count("CitizensErased", erased)
    return {"erased": erased}
