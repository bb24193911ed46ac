"""POST /loyalty/shops: a merchant asks that their shop take part in the city's campaigns.

Writes the application, and the bank account apart from it: LoyaltyTable, partitions SHOPS and BANK#*. The
Idempotency-Key names the application: asked again, it is the same shop.
"""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.kit.errors import Invalid
from cercano.kit.idempotency import id_of_command
from cercano.kit.web import Body, Caller, Created, Service
from cercano.loyalty import shops
from cercano.loyalty.iban import checked
from cercano.loyalty.model import Category, Shop
from cercano.loyalty.shop_views import Hour, Line, ShopView

app = Service("loyalty")


class JoinShop(Body):
    """What a shop says of itself."""

    name: Annotated[Line, Field(min_length=1, max_length=120)]
    category: Category
    address: Annotated[Line, Field(min_length=1, max_length=200)]
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    opens: Hour
    closes: Hour
    """Before it opens: it closes after midnight."""
    iban: Annotated[str, Field(min_length=15, max_length=42)]
    """Where the city pays; used for nothing else, and never shown whole."""


@app.post("/shops", roles=("merchant",), idempotent=True)
def join_shop(body: JoinShop, caller: Caller) -> Created[ShopView]:
    """Ask to take part. Staff look at it before the first customer can use a campaign there."""
    if body.opens == body.closes:
        raise Invalid(errors=[{"pointer": "/closes"}])
    iban = checked(body.iban)
    said = {name: value for name, value in body if name != "iban"}
    shop = Shop(shop_id=id_of_command("shop", app.request).lower(), owner=caller.subject, iban_end=iban[-4:], **said)
    shop = shops.add(shop, iban)
    return Created(ShopView.of(shop), location=f"/shops/{shop.shop_id}")
