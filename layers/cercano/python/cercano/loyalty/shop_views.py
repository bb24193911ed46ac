"""A shop as its owner and staff see it."""

from __future__ import annotations

from datetime import time
from typing import Annotated

from pydantic.functional_validators import AfterValidator

from cercano.kit.web import View
from cercano.loyalty.model import Category, Shop, ShopState
from cercano.loyalty.plain_words import hour_here, line

Line = Annotated[str, AfterValidator(line)]
Hour = Annotated[time, AfterValidator(hour_here)]


class ShopView(View):
    """A shop as its owner and staff see it."""

    shop_id: str
    name: str
    category: Category
    address: str
    lat: float
    lon: float
    opens: time
    closes: time
    iban_end: str
    state: ShopState

    @classmethod
    def of(cls, shop: Shop) -> ShopView:
        """From the model."""
        return cls(**{name: getattr(shop, name) for name in cls.model_fields})
