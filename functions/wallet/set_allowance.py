"""PUT /wallet/accounts/{account_id}/allowances/{to_account_id}: so much goes to a child's card each month. GET, DELETE.

Reads both accounts and who answers for whom; writes the allowance. give_allowances gives it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.kit.web import Body, Caller, NoContent, Page, Service, View
from cercano.ledger import book
from cercano.wallet import allowances
from cercano.wallet.allowances import AllowanceRow
from cercano.wallet.errors import SameAccount
from cercano.wallet.seeing import moved
from cercano.wallet.views import AccountId

app = Service("wallet")


class Allowance(Body):
    """How much, and on which day of each month."""

    amount_cents: Annotated[int, Field(ge=100, le=20_000)]
    day: Annotated[int, Field(ge=1, le=28)]


class AllowanceView(View):
    """As it is in force."""

    to_account_id: str
    amount_cents: int
    day: int
    given_in: str | None
    """The last month it was given in ("2026-11"); null before the first."""

    @classmethod
    def of(cls, row: AllowanceRow) -> AllowanceView:
        """From its row."""
        _, to_id = allowances.ends(row)
        return cls(to_account_id=to_id, amount_cents=row.amount_cents, day=row.day, given_in=row.given_in or None)


@app.put("/accounts/{account_id}/allowances/{to_account_id}")
def set_allowance(account_id: AccountId, to_account_id: AccountId, body: Allowance, caller: Caller) -> AllowanceView:
    """Give every month, from the next such day on, to an account of one's own or of a child one answers for."""
    if account_id == to_account_id:
        raise SameAccount
    now = app.now()
    row = allowances.promise(caller.subject, account_id, to_account_id, body.amount_cents, body.day, now)
    return AllowanceView.of(row)


@app.get("/accounts/{account_id}/allowances")
def read_allowances(account_id: AccountId, caller: Caller) -> Page[AllowanceView]:
    """What the account gives every month."""
    moved(book.existing(account_id), caller)
    return Page([AllowanceView.of(row) for row in allowances.of_account(account_id)])


@app.delete("/accounts/{account_id}/allowances/{to_account_id}")
def end_allowance(account_id: AccountId, to_account_id: AccountId, caller: Caller) -> NoContent:
    """Give no more."""
    moved(book.existing(account_id), caller)
    allowances.forget(account_id, to_account_id)
    return NoContent()
