"""GET /wallet/accounts/{account_id}/entries: each movement with its reason, the newest first.

Reads the account and one stretch of its journal: two calls at any length of history.
"""

from __future__ import annotations

from cercano.kit.web import Caller, Page, Paging, Service
from cercano.ledger import statement
from cercano.wallet.seeing import seen
from cercano.wallet.views import AccountId, EntryView

app = Service("wallet")


@app.get("/accounts/{account_id}/entries")
def read_entries(account_id: AccountId, caller: Caller, paging: Paging) -> Page[EntryView]:
    """The movements of an account, each explained; older ones follow the cursor."""
    before = str(paging.after["before"]) if paging.after else None
    found = statement.entries(account_id, before=before, limit=paging.limit)
    seen(found.account, caller)
    following = {"before": found.cursor} if found.cursor else None
    return Page([EntryView.of(entry, app.language) for entry in found.entries], next=following)
