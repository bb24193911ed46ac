"""GET /wallet/settlements?payee=operator:tus: what a payee received, what it was paid, and what is carried on.

Reads the payee and its settlements. For staff, and for the people the payee itself named.
"""

from __future__ import annotations

from datetime import date

from cercano.kit.web import Caller, Page, Service, View
from cercano.wallet import payees
from cercano.wallet.errors import NoSuchPayee
from cercano.wallet.settlement import Settlement, reference_of
from cercano.wallet.views import PaidPayee

app = Service("wallet")
MOST = 60


class LineView(View):
    """What became new of one day or one week of loyalty."""

    source: str
    """ "2026-11-23" or "2026-W47"."""
    amount_cents: int


class SettlementView(View):
    """One settlement."""

    number: int
    """They have no gaps."""
    day: date
    lines: list[LineView]
    brought_cents: int
    """Carried on from the one before; below zero, the payee owed it."""
    paid_cents: int
    carried_cents: int
    reference: str | None
    """By which the payment is known to both banks; null when nothing was paid."""

    @classmethod
    def of(cls, one: Settlement) -> SettlementView:
        """From the model."""
        return cls(
            number=one.number,
            day=one.day,
            lines=[LineView(source=source, amount_cents=cents) for source, cents in one.lines],
            brought_cents=one.brought_cents,
            paid_cents=one.paid_cents,
            carried_cents=one.carried_cents,
            reference=reference_of(one.payee, one.day) if one.paid_cents else None,
        )


@app.get("/settlements", roles=("operator", "merchant", "staff"))
def read_settlements(payee: PaidPayee, caller: Caller) -> Page[SettlementView]:
    """The newest settlements of a payee; at most 60."""
    row = payees.find(payee)
    if not caller.has("staff") and (row is None or caller.subject not in row.people):
        raise NoSuchPayee
    return Page([SettlementView.of(one) for one in payees.settlements_of(payee, MOST)])
