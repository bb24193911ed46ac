"""PUT /wallet/accounts/{account_id}/auto-top-up: an account fills itself when it falls below a line. GET, DELETE.

Reads and writes the account (its line) and its ways to money, in one write. follow_balances does the filling.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic.fields import Field

from cercano.kit.web import Body, Caller, NoContent, Service, View
from cercano.ledger import book
from cercano.wallet import fundings, refilling
from cercano.wallet.errors import NoRefill
from cercano.wallet.funding import MAX_CENTS, MIN_CENTS, Funding, Refill
from cercano.wallet.seeing import moved
from cercano.wallet.views import AccountId

app = Service("wallet")


class AutoTopUp(Body):
    """Under which balance, with how much, and from where."""

    threshold_cents: Annotated[int, Field(ge=100, le=5_000)]
    amount_cents: Annotated[int, Field(ge=MIN_CENTS, le=MAX_CENTS)]
    means: Literal["mandate", "card"]
    """From the bank account that the citizen linked, or from the bank card they had remembered."""


class AutoTopUpView(View):
    """As it is in force."""

    threshold_cents: int
    amount_cents: int
    means: Literal["mandate", "card"]
    is_suspended: bool
    """A collection came back, or the card was refused: nothing is filled until the bank account is linked again, or
    this is asked for again.
    """


@app.put("/accounts/{account_id}/auto-top-up")
def set_auto_top_up(account_id: AccountId, body: AutoTopUp, caller: Caller) -> AutoTopUpView:
    """Have the account filled: once each time it falls below the line, and now, if it is below it already."""
    refill = Refill(threshold_cents=body.threshold_cents, amount_cents=body.amount_cents, means=body.means)
    return _view(refilling.order_refill(account_id, refill, lambda account: moved(account, caller)))


@app.get("/accounts/{account_id}/auto-top-up")
def read_auto_top_up(account_id: AccountId, caller: Caller) -> AutoTopUpView:
    """What is in force."""
    moved(book.existing(account_id), caller)
    return _view(fundings.of(fundings.find(account_id)))


@app.delete("/accounts/{account_id}/auto-top-up")
def end_auto_top_up(account_id: AccountId, caller: Caller) -> NoContent:
    """Fill it no more. What was ordered already is collected."""
    refilling.order_refill(account_id, None, lambda account: moved(account, caller))
    return NoContent()


def _view(funding: Funding) -> AutoTopUpView:
    if funding.refill is None:
        raise NoRefill
    return AutoTopUpView(
        threshold_cents=funding.refill.threshold_cents,
        amount_cents=funding.refill.amount_cents,
        means=funding.refill.means,
        is_suspended=funding.is_stopped,
    )
