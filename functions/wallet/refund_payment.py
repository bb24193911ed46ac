"""POST /wallet/accounts/{account_id}/payments/{payment_id}/refunds: who was paid gives back all or a part.

Reads and writes the ledger: all refunds of a payment together never exceed it. Reads who acts for whom: nobody gives
back what another was paid. Tells PaymentRefunded.
"""

from __future__ import annotations

from cercano.facts.wallet import PaymentRefunded
from cercano.kit.web import Body, Caller, Created, Service
from cercano.ledger import pairs
from cercano.ledger.errors import AccountUnknown, NoSuchEntry
from cercano.ledger.model import Account, Entry
from cercano.ledger.posting import Posted
from cercano.wallet import moving
from cercano.wallet.payees_side import OFFICES, mine
from cercano.wallet.seeing import anothers
from cercano.wallet.views import AccountId, Cents, EntryId, ReceiptView

app = Service("wallet")


class Refund(Body):
    """How much is given back; all that is left of the payment, when nothing is said."""

    entry_id: EntryId
    amount_cents: Cents | None = None


@app.post("/accounts/{account_id}/payments/{payment_id}/refunds", roles=OFFICES)
def refund_payment(account_id: AccountId, payment_id: EntryId, body: Refund, caller: Caller) -> Created[ReceiptView]:
    """Give back all or a part of a payment to the caller's own payee, to who paid it. Nobody refunds themselves."""
    is_mine = mine(caller)

    def allow(account: Account, payment: Entry) -> None:
        anothers(account, caller.subject)
        if not is_mine(payment.payee):
            raise NoSuchEntry
        moving.require_fresh(body.entry_id, app.now())

    try:
        posted = pairs.refund(account_id, payment_id, body.entry_id, body.amount_cents, allow=allow, tells=_told)
    except AccountUnknown:
        raise NoSuchEntry from None
    view = ReceiptView.of(posted.entries[0], posted.account, app.language)
    return Created(view, location=f"/accounts/{account_id}/entries/{body.entry_id}/proof")


def _told(posted: Posted) -> list[PaymentRefunded]:
    entry = posted.entries[0]
    fact = PaymentRefunded(
        at=entry.posted_at,
        account_id=posted.account.account_id,
        payee=entry.payee,
        amount_cents=entry.amount_cents,
        entry_id=entry.id,
        of_entry_id=str(entry.memo["of"]),
    )
    return [fact]
