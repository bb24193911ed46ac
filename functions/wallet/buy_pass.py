"""POST /wallet/accounts/{account_id}/passes: a citizen buys a pass for their card. GET: the passes they hold.

Reads the catalogue; reads and writes the account: the money and the pass are one write. Tells PaymentTaken. From then
on taps are covered by it. GET .../passes/{code}/price says beforehand what it would cost them, and why.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic.fields import Field

from cercano.kit.money import euros
from cercano.kit.web import Body, Caller, Created, Page, Service, View
from cercano.ledger import book
from cercano.ledger import passes as kept
from cercano.ledger.model import MADRID
from cercano.wallet import catalogue, passes, selling
from cercano.wallet.explaining import fare_class_name
from cercano.wallet.passviews import PassBought, PassView
from cercano.wallet.seeing import moved, seen
from cercano.wallet.views import AccountId, EntryId, ReceiptView

app = Service("wallet")
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,24}$")]


class BuyPass(Body):
    """Which pass, and from which day on."""

    entry_id: EntryId
    code: Code
    starts_on: Annotated[date, Field(strict=False)] | None = None
    """Null: today."""


class PriceView(View):
    """What a pass would cost the holder of this account."""

    code: str
    starts_on: date
    ends_on: date
    price_cents: int
    fare_class: str
    text: str


@app.post("/accounts/{account_id}/passes")
def buy_pass(account_id: AccountId, body: BuyPass, caller: Caller) -> Created[PassBought]:
    """Buy a pass at the price of its holder's fare class. The same entry_id again is the same pass."""
    now = app.now()
    posted = selling.buy(
        account_id, body.entry_id, body.code, body.starts_on, lambda account: moved(account, caller), now
    )
    held = passes.find(posted.account, body.entry_id)
    view = PassBought(
        bought=PassView.of(held, posted.account, _names(), now),
        receipt=ReceiptView.of(posted.entries[0], posted.account, app.language),
    )
    return Created(view, location=f"/accounts/{account_id}/passes")


@app.get("/accounts/{account_id}/passes")
def read_own_passes(account_id: AccountId, caller: Caller) -> Page[PassView]:
    """The passes of an account: those to come, in force, and over not long ago."""
    account = seen(book.read(account_id), caller)
    names = _names()
    return Page([PassView.of(one, account, names, app.now()) for one in kept.held(account.terms)])


@app.get("/accounts/{account_id}/passes/{code}/price")
def read_price(account_id: AccountId, code: Code, caller: Caller, starts_on: date | None = None) -> PriceView:
    """What a pass would cost the holder of this account, and by which fare class."""
    account = seen(book.read(account_id), caller)
    first = starts_on or app.now().astimezone(MADRID).date()
    product = catalogue.find(code, first)
    cents, fare_class = product.price_for(account.terms, first)
    return PriceView(
        code=code,
        starts_on=first,
        ends_on=product.last_day(first),
        price_cents=cents,
        fare_class=fare_class,
        text=f"{euros(cents, app.language)}, {fare_class_name(fare_class, app.language)}",
    )


def _names() -> dict[str, str]:
    return {one.code: one.es if app.language == "es" else one.en for one in catalogue.every()}
