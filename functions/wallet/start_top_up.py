"""POST /wallet/accounts/{account_id}/top-ups: a citizen goes to the bank's page. GET /top-ups/{order}: what came of it.

Reads the account; keeps the order and a reminder to ask about it. No card number ever comes here.
"""

from __future__ import annotations

import secrets
from typing import Annotated

from pydantic.fields import Field

from cercano.kit.settings import setting
from cercano.kit.web import Body, Caller, Created, Instant, Service, View
from cercano.ledger import book
from cercano.ledger.ids import entry_id_of
from cercano.wallet import gateway, orders
from cercano.wallet.crediting import entry_of
from cercano.wallet.errors import NoSuchTopUp
from cercano.wallet.seeing import filled, moved
from cercano.wallet.shop import our_shop
from cercano.wallet.topups import MAX_CENTS, MIN_CENTS, TopUp, TopUpState, order_number
from cercano.wallet.views import AccountId

app = Service("wallet")
shop = our_shop()
origin = setting("WEB_ORIGIN")


class StartTopUp(Body):
    """How much."""

    amount_cents: Annotated[int, Field(ge=MIN_CENTS, le=MAX_CENTS)]
    remember_card: bool = False
    """The bank gives us a reference to the card, for top-ups that the citizen orders beforehand."""


class TopUpView(View):
    """An order at the bank. Only `credited` means that the money is in the account."""

    order: str
    account_id: str
    amount_cents: int
    state: TopUpState
    asked_at: Instant


class FormView(View):
    """What the browser posts to the bank's page, as hidden fields of a form."""

    action: str
    fields: dict[str, str]


class TopUpStarted(TopUpView):
    """A new order, and the way to the bank."""

    form: FormView


@app.post("/accounts/{account_id}/top-ups")
def start_top_up(account_id: AccountId, body: StartTopUp, caller: Caller) -> Created[TopUpStarted]:
    """Begin to put money in by bank card: the answer is the form that leads to the bank's page.

    What the law does not let the account hold is refused here, before anybody pays. The money is in the account when
    the bank has said so to us, not when the browser comes back.
    """
    now = app.now()
    account = filled(book.existing(account_id), caller)
    if body.remember_card:
        moved(account, caller)  # whoever answers for the holder fills their account, and leaves no card in it
    order = order_number(now.date(), secrets.randbits(40))
    top_up = TopUp(
        order=order,
        account_id=account_id,
        amount_cents=body.amount_cents,
        asked_by=caller.subject,
        asked_at=now,
        entry_id=entry_id_of(now, "top_up", order),
        remembers_card=body.remember_card,
    )
    account.post(entry_of(top_up), now=now)
    form = gateway.form(shop, _ordered(top_up))
    orders.begin(top_up)
    shown = _view(top_up).model_dump()
    view = TopUpStarted(**shown, form=FormView(action=form.action, fields=dict(form.fields)))
    return Created(view, location=f"/top-ups/{order}")


@app.get("/top-ups/{order}")
def read_top_up(order: Annotated[str, Field(pattern=r"^\d{4}[0-9A-Z]{8}$")], caller: Caller) -> TopUpView:
    """How an order stands, as the bank told us."""
    row = orders.find(order)
    if row is None or not (row.asked_by == caller.subject or caller.has("staff")):
        raise NoSuchTopUp
    return _view(orders.of(row))


def _ordered(top_up: TopUp) -> gateway.Order:
    return gateway.Order(
        order=top_up.order,
        amount_cents=top_up.amount_cents,
        notify_url=f"{origin}/api/wallet/gateway/notifications",
        back_url=f"{origin}/monedero/recarga/{top_up.order}",
        language=app.language,
        remembers_card=top_up.remembers_card,
    )


def _view(top_up: TopUp) -> TopUpView:
    return TopUpView(
        order=top_up.order,
        account_id=top_up.account_id,
        amount_cents=top_up.amount_cents,
        state=top_up.state,
        asked_at=top_up.asked_at,
    )
