"""GET /wallet/accounts: a citizen's money, or a child's. GET /accounts/{account_id}: one account, its holds and limits.

Reads the ledger; `at` asks for the balance of a past moment.
"""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.kit.bonds import Matter, whose
from cercano.kit.web import Caller, Instant, Page, Service, View
from cercano.ledger import book, holders, statement
from cercano.wallet.seeing import seen
from cercano.wallet.views import AccountId, AccountView

app = Service("wallet")

PersonId = Annotated[str, Field(max_length=128)]


class BalanceView(View):
    """The posted balance as it was at an instant."""

    account_id: str
    at: Instant
    posted_cents: int


@app.get("/accounts")
def read_accounts(caller: Caller, citizen_id: PersonId | None = None) -> Page[AccountView]:
    """The caller's own accounts, one for each card; or those of somebody they answer for."""
    holder = whose(caller.subject, citizen_id, Matter.WALLET)
    found = book.read_many(holders.accounts_of(holder))
    own = [account for account in found if account.terms.citizen_id == holder]
    return Page([AccountView.of(account, app.now(), app.language) for account in own])


@app.get("/accounts/{account_id}")
def read_account(account_id: AccountId, caller: Caller) -> AccountView:
    """One account: what was booked, what is set aside, what can be spent, and what the law limits."""
    return AccountView.of(seen(book.read(account_id), caller), app.now(), app.language)


@app.get("/accounts/{account_id}/balance")
def read_balance(account_id: AccountId, at: Instant, caller: Caller) -> BalanceView:
    """What was in the account at any past moment."""
    seen(book.read(account_id), caller)
    return BalanceView(account_id=account_id, at=at, posted_cents=statement.at(account_id, at))
