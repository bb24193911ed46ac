"""POST /loyalty/shops/{shop_id}/approval and /rejection: staff let a shop take part, or not.

Reads and writes LoyaltyTable, partition SHOPS; tells ShopApproved.
"""

from __future__ import annotations

from dataclasses import replace

from cercano.facts.loyalty import ShopApproved
from cercano.kit.facts import Fact
from cercano.kit.web import Service
from cercano.loyalty import shops
from cercano.loyalty.errors import ShopAlreadyDecided
from cercano.loyalty.model import ShopState
from cercano.loyalty.shop_views import ShopView

app = Service("loyalty")


@app.post("/shops/{shop_id}/approval", roles=("staff",))
def approve_shop(shop_id: str) -> ShopView:
    """Let a shop take part from now on."""
    return _decide(shop_id, ShopState.OPEN, (ShopApproved(at=app.now(), shop_id=shop_id),))


@app.post("/shops/{shop_id}/rejection", roles=("staff",))
def reject_shop(shop_id: str) -> ShopView:
    """Say no to an application. The merchant may apply again."""
    return _decide(shop_id, ShopState.REJECTED, ())


def _decide(shop_id: str, state: ShopState, tell: tuple[Fact, ...]) -> ShopView:
    shop = shops.find(shop_id)
    if shop.state is state:
        return ShopView.of(shop)
    if shop.state is not ShopState.APPLIED:
        raise ShopAlreadyDecided(state=shop.state.value)
    return ShopView.of(shops.save(replace(shop, state=state), tell))
