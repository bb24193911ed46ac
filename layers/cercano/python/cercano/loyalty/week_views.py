"""A closed week as the shop and staff see it."""

from __future__ import annotations

from cercano.kit.web import View
from cercano.loyalty.settlement import Statement


class ShareView(View):
    """What one campaign came to."""

    campaign_id: str
    city_cents: int
    shop_cents: int


class StatementView(View):
    """A closed week of a shop."""

    week: str
    sales: int
    refunds: int
    sold_cents: int
    campaigns: tuple[ShareView, ...]
    city_cents: int
    shop_cents: int
    points_cents: int
    due_cents: int
    """What the city pays; below zero, what the shop owes."""
    iban_end: str

    @classmethod
    def of(cls, statement: Statement) -> StatementView:
        """From the model."""
        shares = tuple(
            ShareView(campaign_id=one.campaign_id, city_cents=one.city_cents, shop_cents=one.shop_cents)
            for one in statement.campaigns
        )
        plain = {name: getattr(statement, name) for name in cls.model_fields if name != "campaigns"}
        return cls(**plain, campaigns=shares)
