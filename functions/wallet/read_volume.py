"""GET /wallet/network-volume: what the card paid in twelve months, against the limit of the law, for staff.

Reads what count_volume counted.
"""

from __future__ import annotations

from datetime import date, timedelta

from cercano.kit.web import Service, View
from cercano.wallet import network, volumes

app = Service("wallet")


class MonthView(View):
    """A month's payments."""

    month: str
    paid_cents: int


class VolumeView(View):
    """Twelve months, up to last night's count."""

    since: date
    until: date
    paid_cents: int
    limit_cents: int
    """Above it the supervisor is notified (Directive (EU) 2015/2366 art. 37(2))."""
    percent: int
    warns_at_percent: int
    months: list[MonthView]


@app.get("/network-volume", roles=("staff",))
def read_volume() -> VolumeView:
    """How near the limit the card is."""
    until = app.now().date() - timedelta(days=1)
    days = volumes.days_until(until)
    found = network.volume(until, days)
    months = network.by_month(sorted(days.items()))
    return VolumeView(
        since=found.since,
        until=found.until,
        paid_cents=found.cents,
        limit_cents=network.LIMIT_CENTS,
        percent=found.percent,
        warns_at_percent=network.WARNS_AT,
        months=[MonthView(month=month, paid_cents=cents) for month, cents in months.items()],
    )
