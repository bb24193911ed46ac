"""POST /loyalty/shops/{shop_id}/quotes and /purchases: a shop scans a card, sees what the purchase gets, and takes it.

The till sends the whole code that it read. It is believed here, by the city's public keys (asked of the card's API);
its credential is looked up in what the card's keepers tell. Reads SHOPS, CREDENTIAL#*, CARD#* and LIVE; writes that
the code was shown, the sale, the person's uses and points, and the budgets: CODE#*, SHOP#*, HOLDER#* and POOL#*.
Tells RewardRedeemed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from pydantic.fields import Field

from cercano.kit.log import log
from cercano.kit.web import Body, Caller, Service
from cercano.loyalty import selling, shops, till
from cercano.loyalty.errors import CardNotAccepted, CodeRefused
from cercano.loyalty.till_views import AmountCents, CodeText, PurchaseView, QuoteView, TillId

app = Service("loyalty")


class Quote(Body):
    """What the till asks."""

    qr: CodeText
    """The whole text of the code on the customer's phone."""
    amount_cents: AmountCents
    """The whole price."""
    without: Annotated[tuple[Annotated[str, Field(max_length=60)], ...], Field(max_length=100)] = ()
    """Campaigns that the customer does not want to use now."""
    points: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    """Points that the customer wants to spend, at the most."""

    def asked(self) -> till.Asked:
        """As the domain says it."""
        return till.Asked(
            qr=self.qr,
            amount_cents=self.amount_cents,
            without=frozenset(self.without),
            points=self.points,
        )


class TakePurchase(Quote):
    """A sale."""

    purchase_id: TillId
    """The same sale sent twice is one sale."""


@app.post("/shops/{shop_id}/quotes", roles=("merchant",))
def quote_purchase(shop_id: str, body: Quote, caller: Caller) -> QuoteView:
    """Say what a purchase would get now, and why each other campaign does not apply.

    The first quote has to come while the code is on the phone's screen; the sale then has ten minutes.
    """
    asked = body.asked()
    with _logged(shop_id):
        counter = till.quote(shops.till_of(shop_id, caller), asked, app.now())
    return QuoteView.of(body.amount_cents, counter.points_for(asked), counter.decision, app.language)


@app.post("/shops/{shop_id}/purchases", roles=("merchant",))
def take_purchase(shop_id: str, body: TakePurchase, caller: Caller) -> PurchaseView:
    """Take a sale with the best that the customer's campaigns give. A code makes one sale, in the shop that saw it."""
    with _logged(shop_id):
        sold = selling.sell(shops.till_of(shop_id, caller), body.purchase_id, body.asked(), app.now())
    return PurchaseView.of(sold, app.language)


@contextmanager
def _logged(shop_id: str) -> Iterator[None]:
    """A code or a card that is refused leaves a line: which shop, and why; never whose."""
    try:
        yield
    except (CodeRefused, CardNotAccepted) as refusal:
        log.warning("card_refused", shop_id=shop_id, why=refusal.reason or refusal.code)
        raise
