"""POST /loyalty/shops/{shop_id}/purchases/{purchase_id}/refunds, GET the purchase: a shop takes goods back.

Reads SHOPS and CAMPAIGNS; writes the sale, the week's refund, the person and the budgets: SHOP#*, HOLDER#* and POOL#*.
Tells RewardGivenBack.
"""

from __future__ import annotations

from cercano.kit.web import Body, Caller, Service
from cercano.loyalty import refunding, shops
from cercano.loyalty.till_views import AmountCents, PurchaseView, TillId

app = Service("loyalty")


class RefundPurchase(Body):
    """What goes back."""

    refund_id: TillId
    """The same refund sent twice is one refund."""
    amount_cents: AmountCents
    """Of the full price of the purchase, not of what was paid."""


@app.post("/shops/{shop_id}/purchases/{purchase_id}/refunds", roles=("merchant",))
def refund_purchase(shop_id: str, purchase_id: str, body: RefundPurchase, caller: Caller) -> PurchaseView:
    """Refund part of a purchase: money, voucher and points go back pro rata, to the cent."""
    shop = shops.till_of(shop_id, caller)
    purchase = refunding.give_back(shop.shop_id, purchase_id, body.refund_id, body.amount_cents, app.now())
    return PurchaseView.of(purchase, app.language)


@app.get("/shops/{shop_id}/purchases/{purchase_id}", roles=("merchant",))
def read_purchase(shop_id: str, purchase_id: str, caller: Caller) -> PurchaseView:
    """Read a sale of one's own shop."""
    shop = shops.till_of(shop_id, caller)
    return PurchaseView.of(refunding.purchase_of(shop.shop_id, purchase_id), app.language)
