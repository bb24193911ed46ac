"""GET /wallet/reconciliation?date=2026-11-23: our books against the payment page's, the bank's and the tills'.

Reads the day's entries, our files, and what others told; says whether files can go to the bank at all. POST
.../items/{item_id}/explanation says why an item is all right; it stays on the page, with its reason and who gave it.
"""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic.fields import Field

from cercano.kit.log import log
from cercano.kit.web import Body, Caller, Instant, Service, View
from cercano.wallet import explanations, our_bank
from cercano.wallet.errors import NoSuchItem
from cercano.wallet.explanations import ExplanationRow, Why
from cercano.wallet.reconciliation import Kind, OpenItem, Source

app = Service("wallet")


class ExplanationView(View):
    """Why an item is all right."""

    why: Why
    note: str
    by: str
    at: Instant


class ItemView(View):
    """What does not agree."""

    item_id: str
    source: Source
    reference: str
    """What both call it: an order, a file, a kiosk."""
    kind: Kind
    ours_cents: int | None
    theirs_cents: int | None
    explanation: ExplanationView | None
    """Null: it is open."""

    @classmethod
    def of(cls, item: OpenItem, row: ExplanationRow | None) -> ItemView:
        """From the model and its explanation."""
        said = None if row is None else ExplanationView(why=row.why, note=row.note, by=row.by, at=row.explained_at)
        return cls(
            item_id=item.item_id,
            source=item.source,
            reference=item.reference,
            kind=item.kind,
            ours_cents=item.ours_cents,
            theirs_cents=item.theirs_cents,
            explanation=said,
        )


class BankView(View):
    """Whether the city has told its own bank account: without it no file goes to the bank, and nobody is paid."""

    is_set: bool
    missing: list[str]
    """ "name", "iban", "creditor_id": parameters of the deployment."""


class ReconciliationView(View):
    """One day."""

    date: datetime.date
    agreed: int
    """Things on which both sides agree."""
    open: int
    """Things that nobody has explained yet."""
    items: list[ItemView]
    bank: BankView


class Explain(Body):
    """Why it is all right."""

    why: Why
    note: Annotated[str, Field(max_length=200)] = ""
    """A number of a document, say. Nothing about a person."""


@app.get("/reconciliation", roles=("staff",))
def reconcile_day(date: datetime.date) -> ReconciliationView:
    """Hold a day against what others say of it. Worked out when it is asked for: what arrives later changes it."""
    found, said = explanations.of_day(date), explanations.explanations(date)
    items = [ItemView.of(item, said.get(item.item_id)) for item in found.items]
    still = sum(item.explanation is None for item in items)
    missing = our_bank.missing()
    bank = BankView(is_set=not missing, missing=missing)
    return ReconciliationView(date=date, agreed=found.agreed, open=still, items=items, bank=bank)


@app.post("/reconciliation/{day}/items/{item_id}/explanation", roles=("staff",))
def explain_item(day: datetime.date, item_id: str, body: Explain, caller: Caller) -> ItemView:
    """Say why an item is all right. When its amounts change, it is another item, and open again."""
    item = next((one for one in explanations.of_day(day).items if one.item_id == item_id), None)
    if item is None:
        raise NoSuchItem
    row = explanations.explain(day, item_id, body.why, body.note, caller.subject, app.now())
    log.info("item_explained", item_id=item_id, why=body.why.value, by=caller.subject)
    return ItemView.of(item, row)
