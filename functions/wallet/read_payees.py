"""GET /wallet/payees: whom the city pays and what waits to be approved; one of them; and what was kept of it before.

Reads the payees. For staff alone.
"""

from __future__ import annotations

from cercano.kit.web import Document, Instant, Page, Service, View
from cercano.wallet import iban, payee_store, payees
from cercano.wallet.errors import NoSuchPayee
from cercano.wallet.payee_store import KeptRow
from cercano.wallet.payee_views import PayeeView
from cercano.wallet.views import KeptPayee

app = Service("wallet")


class KeptView(View):
    """What was kept of a payee from an instant on."""

    name: str
    iban_end: str | None
    people: list[str]
    proposed_by: str
    approved_by: str | None
    """Null when people were only taken away, which one may do alone."""
    approved_at: Instant

    @classmethod
    def of(cls, row: KeptRow) -> KeptView:
        """From its row."""
        return cls(
            name=row.name,
            iban_end=iban.end_of(row.iban) if row.iban else None,
            people=row.people,
            proposed_by=row.proposed_by,
            approved_by=row.approved_by,
            approved_at=row.approved_at,
        )


@app.get("/payees", roles=("staff",))
def read_payees() -> Page[PayeeView]:
    """All that were written down, by name. Whoever was only heard of so far is not among them."""
    found = payee_store.find_all(payees.everybody())
    return Page([PayeeView.of(one) for _, (one, _) in sorted(found.items())])


@app.get("/payees/{payee}", roles=("staff",))
def read_payee(payee: KeptPayee) -> Document[PayeeView]:
    """Whom the city pays."""
    found, version = payee_store.find(payee)
    if not version:
        raise NoSuchPayee
    return Document(PayeeView.of(found), version)


@app.get("/payees/{payee}/history", roles=("staff",))
def read_payee_history(payee: KeptPayee) -> Page[KeptView]:
    """What was kept of it and who approved it, the newest first; at most 100."""
    found = payee_store.history(payee)
    if not found:
        raise NoSuchPayee
    return Page([KeptView.of(row) for row in found])
