"""GET /wallet/settlements?payee=operator:tus: what a payee received, what it was paid, and what is carried on.

Reads the settlements and who acts for whom. For staff, and for the people of the payee; GET /my-payees says whose
people the caller is.
"""

from __future__ import annotations

from datetime import date

from cercano.kit.web import Caller, Page, Paging, Service, View
from cercano.ledger import acting
from cercano.wallet import payees
from cercano.wallet.payees_side import may_see
from cercano.wallet.settlement import Settlement, reference_of
from cercano.wallet.views import PaidPayee

app = Service("wallet")


class MyPayeeView(View):
    """A payee the caller acts for."""

    payee: str


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
    is_held: bool
    """It is not paid yet, as the payee's bank account changed a few days before."""
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
            is_held=one.is_held,
            reference=reference_of(one.payee, one.day) if one.paid_cents else None,
        )


@app.get("/my-payees", roles=("operator", "merchant"))
def read_my_payees(caller: Caller) -> Page[MyPayeeView]:
    """For whom the caller acts."""
    return Page([MyPayeeView(payee=one) for one in acting.payees_of(caller.subject)])


@app.get("/settlements", roles=("operator", "merchant", "staff"))
def read_settlements(payee: PaidPayee, caller: Caller, paging: Paging) -> Page[SettlementView]:
    """The settlements of a payee, the newest first."""
    may_see(payee, caller)
    found, more = payees.settlements_of(payee, paging.limit, paging.after)
    return Page([SettlementView.of(one) for one in found], next=more)
