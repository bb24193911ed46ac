"""POST /loyalty/shops/{shop_id}/quotes and /purchases: a shop scans a card, sees what the purchase gets, and takes it.

The till has read and verified the card's QR; here its credential is looked up in what the card's keepers tell. Reads
SHOPS, CREDENTIAL#*, CARD#* and LIVE; writes the sale, the person's uses and points, and the budgets: SHOP#*, HOLDER#*
and POOL#*. Tells RewardRedeemed.
"""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.kit.web import Body, Caller, Service
from cercano.loyalty import selling, shops, till
from cercano.loyalty.till_views import AmountCents, CredentialId, PurchaseView, QuoteView, TillId

app = Service("loyalty")


class Quote(Body):
    """What the till asks."""

    credential_id: CredentialId
    """Out of the QR that the till verified, or of the chip."""
    amount_cents: AmountCents
    """The whole price."""
    without: Annotated[tuple[Annotated[str, Field(max_length=60)], ...], Field(max_length=100)] = ()
    """Campaigns that the customer does not want to use now."""
    points: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    """Points that the customer wants to spend, at the most."""

    def asked(self) -> till.Asked:
        """As the domain says it."""
        return till.Asked(
            credential_id=self.credential_id,
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
    """Say what a purchase would get now, and why each other campaign does not apply. Nothing is kept."""
    asked = body.asked()
    counter = till.quote(shops.till_of(shop_id, caller), asked, app.now())
    return QuoteView.of(body.amount_cents, counter.points_for(asked), counter.decision, app.language)


@app.post("/shops/{shop_id}/purchases", roles=("merchant",))
def take_purchase(shop_id: str, body: TakePurchase, caller: Caller) -> PurchaseView:
    """Take a sale with the best that the customer's campaigns give."""
    sold = selling.sell(shops.till_of(shop_id, caller), body.purchase_id, body.asked(), app.now())
    return PurchaseView.of(sold, app.language)
