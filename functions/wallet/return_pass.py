"""POST /wallet/accounts/{account_id}/passes/{pass_id}/refund: a citizen gives back a pass that they did not use.

Reads and writes the account and what was given back of its payments: the money returns and the pass goes in one write.
Tells PaymentRefunded.
"""

from __future__ import annotations

from cercano.kit.web import Caller, Service
from cercano.ledger.errors import AccountUnknown, NoSuchEntry
from cercano.wallet import selling
from cercano.wallet.errors import NoSuchPass
from cercano.wallet.seeing import moved
from cercano.wallet.views import AccountId, EntryId, ReceiptView

app = Service("wallet")


@app.post("/accounts/{account_id}/passes/{pass_id}/refund")
def return_pass(account_id: AccountId, pass_id: EntryId, caller: Caller) -> ReceiptView:
    """Give a pass back for what it cost, while it is unused and its days for that are not over."""
    try:
        posted = selling.give_back(account_id, pass_id, lambda account: moved(account, caller), app.now())
    except (AccountUnknown, NoSuchEntry):  # nobody learns that there is an account
        raise NoSuchPass from None
    return ReceiptView.of(posted.entries[0], posted.account, app.language)
