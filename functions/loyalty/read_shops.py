"""GET /loyalty/shops and /loyalty/shops/{shop_id}: merchants see their own shops, staff see all.

Reads LoyaltyTable, partition SHOPS.
"""

from __future__ import annotations

from cercano.kit.web import Caller, Page, Service
from cercano.loyalty import shops
from cercano.loyalty.model import ShopState
from cercano.loyalty.shop_views import ShopView

app = Service("loyalty")


@app.get("/shops", roles=("merchant", "staff"))
def read_shops(caller: Caller, state: ShopState | None = None) -> Page[ShopView]:
    """List shops: a merchant's own; for staff, all, or those of one state."""
    owner = None if caller.has("staff") else caller.subject
    return Page([ShopView.of(shop) for shop in shops.every(state, owner)])


@app.get("/shops/{shop_id}", roles=("merchant", "staff"))
def read_shop(shop_id: str, caller: Caller) -> ShopView:
    """Read one shop."""
    return ShopView.of(shops.of_caller(shop_id, caller))
