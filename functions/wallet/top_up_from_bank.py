"""POST /wallet/accounts/{account_id}/mandate/top-ups: a citizen fills their account from the bank account they linked.

Reads and writes the ledger, the account's ways to money and the collection, in one write; tells MoneyToppedUp.
"""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.kit.web import Body, Caller, Created, Service
from cercano.ledger import book
from cercano.ledger.model import Account
from cercano.ledger.posting import Known, Posting
from cercano.wallet import collecting, fundings, moving
from cercano.wallet.funding import MAX_CENTS, MIN_CENTS
from cercano.wallet.seeing import moved
from cercano.wallet.views import AccountId, EntryId, ReceiptView

app = Service("wallet")


class TopUpFromBank(Body):
    """How much."""

    entry_id: EntryId
    amount_cents: Annotated[int, Field(ge=MIN_CENTS, le=MAX_CENTS)]


@app.post("/accounts/{account_id}/mandate/top-ups")
def top_up_from_bank(account_id: AccountId, body: TopUpFromBank, caller: Caller) -> Created[ReceiptView]:
    """Put money in now; the bank is asked for it tonight. The same entry_id again is the same top-up."""
    now = app.now()
    entry = collecting.entry_of(body.entry_id, body.amount_cents, {})

    def decide(account: Account, _known: Known) -> Posting:
        moved(account, caller)
        moving.require_fresh(body.entry_id, now)
        return collecting.ordered(account, fundings.find(account_id), entry, now)

    posted = book.post(account_id, [body.entry_id], decide)
    moved(posted.account, caller)
    moving.check_same(posted.entries[0], entry)
    view = ReceiptView.of(posted.entries[0], posted.account, app.language)
    return Created(view, location=f"/accounts/{account_id}/entries/{body.entry_id}/proof")
