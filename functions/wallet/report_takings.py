"""POST /wallet/reconciliation/{day}/cash-counts and /gateway-report: what was counted, and what was paid by card.

Writes what others say of a day's money; the same count or report again takes the place of the one before.
"""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic.fields import Field

from cercano.kit.log import log
from cercano.kit.web import Body, Caller, Service, View
from cercano.wallet import others_books
from cercano.wallet.reconciliation import Source

app = Service("wallet")

Counted = Annotated[int, Field(ge=0, le=10_000_000)]


class CashCount(Body):
    """What was in a till at the end of a day, less what was in it at the beginning."""

    place: Annotated[str, Field(pattern=r"^(desk|kiosk:[a-z0-9][a-z0-9-]{0,39})$")]
    counted_cents: Counted


class ReportLine(Body):
    """One paid order."""

    order: Annotated[str, Field(pattern=r"^\d{4}[0-9A-Z]{8}$")]
    amount_cents: Annotated[int, Field(ge=1, le=10_000_000)]


class GatewayReport(Body):
    """All that the payment page took on a day."""

    lines: Annotated[list[ReportLine], Field(max_length=3000)]


class TakenView(View):
    """How many lines were noted."""

    lines: int


@app.post("/reconciliation/{day}/cash-counts", roles=("staff",))
def count_cash(day: datetime.date, body: CashCount, caller: Caller) -> TakenView:
    """Say what was counted in a kiosk or at the desks."""
    lines = others_books.keep(Source.CASH, day, [(body.place, body.place, body.counted_cents)])
    log.info("cash_counted", place=body.place, day=day.isoformat(), by=caller.subject)
    return TakenView(lines=lines)


@app.post("/reconciliation/{day}/gateway-report", roles=("staff",))
def report_gateway(day: datetime.date, body: GatewayReport, caller: Caller) -> TakenView:
    """Bring the payment page's own report of a day."""
    lines = others_books.keep(Source.GATEWAY, day, [(one.order, one.order, one.amount_cents) for one in body.lines])
    log.info("gateway_reported", day=day.isoformat(), lines=lines, by=caller.subject)
    return TakenView(lines=lines)
