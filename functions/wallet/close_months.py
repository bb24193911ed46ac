"""On the 1st: what everybody owes who pays by the month is asked of their bank, once, and credited with that.

Reads who pays by the month and what they owed when it ended; writes account and collection in one write; tells
MoneyToppedUp, CollectionAnnounced and PostpaidEnded. Who could not be closed is tried again each morning until the 7th.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from cercano.kit import clock
from cercano.kit.metrics import count
from cercano.kit.schedule import scheduled
from cercano.ledger.model import MADRID
from cercano.wallet import lending


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Close the month before that of `now`; answers how many, and how much was asked of banks.

    What is ordered goes into the file of the day on the wall: that of an earlier day may be with the bank already.
    """
    first = now.astimezone(MADRID).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    month = f"{first - timedelta(days=1):%Y-%m}"
    closed = lending.close_month(month, first.astimezone(UTC), clock.now())
    count("MonthsClosed", closed.closed)
    return asdict(closed)
