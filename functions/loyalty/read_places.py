"""GET /loyalty/places: the shops where the card gives something, for whoever wants to know which is near.

Reads LoyaltyTable, partition SHOPS. A phone works out by itself how far they are: nobody is told where it stands.
"""

from __future__ import annotations

from datetime import time

from cercano.kit.web import Page, Service, View
from cercano.loyalty import shops
from cercano.loyalty.model import Category, ShopState

app = Service("loyalty")


class PlaceView(View):
    """A shop as its customers see it."""

    shop_id: str
    name: str
    category: Category
    address: str
    lat: float
    lon: float
    opens: time
    closes: time


@app.get("/places", public=True, cache_s=300)
def read_places() -> Page[PlaceView]:
    """Every shop that takes part, by name; a campaign's rules say in which of them it holds."""
    found = sorted(shops.every(ShopState.OPEN), key=lambda shop: shop.name)
    return Page([PlaceView(**{name: getattr(shop, name) for name in PlaceView.model_fields}) for shop in found])
