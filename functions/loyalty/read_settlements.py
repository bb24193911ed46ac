"""GET /loyalty/shops/{shop_id}/settlements: what each closed week of a shop came to, city's share and shop's share.

Reads LoyaltyTable, partitions SHOPS and SHOP#*.
"""

from __future__ import annotations

from cercano.kit.web import Caller, Page, Service
from cercano.loyalty import settling, shops
from cercano.loyalty.week_views import StatementView

app = Service("loyalty")


@app.get("/shops/{shop_id}/settlements", roles=("merchant", "staff"))
def read_settlements(shop_id: str, caller: Caller) -> Page[StatementView]:
    """List a shop's closed weeks, the newest first."""
    shop = shops.of_caller(shop_id, caller)
    return Page([StatementView.of(one) for one in settling.statements(shop.shop_id)])
