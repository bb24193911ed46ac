"""POST /wallet/accounts/{account_id}/payments: a citizen pays from their card's account, at a distance.

Reads and writes the ledger; tells PaymentTaken.
"""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.kit.web import Body, Caller, Created, Service
from cercano.ledger.model import Entry, EntryKind
from cercano.wallet import charging, moving
from cercano.wallet.charging import Purpose
from cercano.wallet.seeing import moved
from cercano.wallet.views import AccountId, Cents, EntryId, Payee, ReceiptView

app = Service("wallet")


class Payment(Body):
    """What is paid, to whom, and for what."""

    entry_id: EntryId
    payee: Payee
    amount_cents: Cents
    purpose: Purpose
    reference: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,30}$")] | None = None
    """The payee's own number: of a ticket, of a receipt. Never anything about a person."""


@app.post("/accounts/{account_id}/payments")
def take_payment(account_id: AccountId, body: Payment, caller: Caller) -> Created[ReceiptView]:
    """Pay. The same entry_id again is the same payment, and gets the same receipt."""
    entry = Entry(
        id=body.entry_id,
        kind=EntryKind.REMOTE_PAYMENT,
        payee=body.payee,
        amount_cents=-body.amount_cents,
        memo=charging.memo(body.purpose, body.reference),
    )
    posted = moving.order(account_id, entry, lambda account: moved(account, caller), charging.told, app.now())
    view = ReceiptView.of(posted.entries[0], posted.account, app.language)
    return Created(view, location=f"/accounts/{account_id}/entries/{body.entry_id}/proof")
