"""POST /wallet/accounts/{account_id}/transfers: a citizen moves money from their card to another, theirs or a child's.

Reads and writes both accounts in one write: what leaves one is in the other, or nothing happened.
"""

from __future__ import annotations

from cercano.kit.web import Body, Caller, Created, Service
from cercano.ledger import pairs
from cercano.ledger.model import Account
from cercano.wallet import moving
from cercano.wallet.errors import SameAccount
from cercano.wallet.seeing import filled, moved
from cercano.wallet.views import AccountId, Cents, EntryId, ReceiptView

app = Service("wallet")


class Transfer(Body):
    """How much goes where."""

    entry_id: EntryId
    to_account_id: AccountId
    amount_cents: Cents


@app.post("/accounts/{account_id}/transfers")
def transfer_money(account_id: AccountId, body: Transfer, caller: Caller) -> Created[ReceiptView]:
    """Move money from one of the caller's own accounts to another, or to that of somebody they answer for."""
    if account_id == body.to_account_id:
        raise SameAccount(errors=[{"pointer": "/to_account_id"}])

    def allow(giver: Account, taker: Account) -> None:
        moved(giver, caller)
        filled(taker, caller)
        moving.require_fresh(body.entry_id, app.now())

    posted = pairs.transfer(account_id, body.to_account_id, body.entry_id, body.amount_cents, allow=allow)
    view = ReceiptView.of(posted.entries[0], posted.account, app.language)
    return Created(view, location=f"/accounts/{account_id}/entries/{body.entry_id}/proof")
