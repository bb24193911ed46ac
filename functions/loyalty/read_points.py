"""GET /loyalty/points: how many points a citizen has, and when they expire.

Reads LoyaltyTable, partition HOLDER#*.
"""

from __future__ import annotations

from datetime import date

from cercano.kit.web import Caller, Service, View
from cercano.loyalty import wallets
from cercano.loyalty.model import CITY_TIME, POINT_CENTS

app = Service("loyalty")


class LotView(View):
    """Points that expire together."""

    points: int
    last_day: date


class PointsView(View):
    """A person's points."""

    balance: int
    worth_cents: int
    """What they pay at a till."""
    owed: int
    """Points of refunded purchases that had been spent: the next ones earned pay them."""
    lots: tuple[LotView, ...]
    """Those that expire first, first."""


@app.get("/points")
def read_points(caller: Caller) -> PointsView:
    """Your points."""
    holder = wallets.holder_of(wallets.holder_row(caller.subject))
    points = holder.points.on(app.now().astimezone(CITY_TIME).date())
    return PointsView(
        balance=points.balance,
        worth_cents=points.balance * POINT_CENTS,
        owed=points.owed,
        lots=tuple(LotView(points=lot.points, last_day=lot.last_day) for lot in points.lots),
    )
