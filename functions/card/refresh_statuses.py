"""Every five minutes: the status list is signed anew if it is an hour old, and made if there is none yet.

Reads and writes the list (CardTable, partition STATUSES); signs at AWS KMS.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cercano.card import publishing
from cercano.kit.schedule import scheduled


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Sign what is due by `now`."""
    number = publishing.refresh(at=now)
    return {"signed": number is not None}
