"""What a week of a shop comes to: what the city owes it for the rewards it gave at its till.

A pure function of the week's sales and refunds: computed again, it says the same to the cent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cercano.loyalty.model import CITY_TIME, POINT_CENTS, Benefit, Purchase, Refund


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignShare:
    """What one campaign came to in the week."""

    campaign_id: str
    city_cents: int
    shop_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A shop's week. The city pays `due_cents`; below zero, the shop does."""

    shop_id: str
    week: str
    sales: int
    refunds: int
    sold_cents: int
    """All purchases less all refunds, at their full price."""
    campaigns: tuple[CampaignShare, ...]
    points_cents: int
    """Points that customers paid with; the city bears them."""
    iban_end: str

    @property
    def city_cents(self) -> int:
        """The city's share of the campaigns."""
        return sum(one.city_cents for one in self.campaigns)

    @property
    def shop_cents(self) -> int:
        """What the shop bore itself."""
        return sum(one.shop_cents for one in self.campaigns)

    @property
    def due_cents(self) -> int:
        """What the city owes the shop."""
        return self.city_cents + self.points_cents


def statement(
    shop_id: str, iban_end: str, week: str, sales: Sequence[Purchase], refunds: Sequence[Refund]
) -> Statement:
    """The week's statement, from its sales (without their refunds) and the refunds made in that week."""
    shares: dict[str, tuple[int, int]] = {}
    for sign, benefits in [(1, sale.benefits) for sale in sales] + [(-1, refund.benefits) for refund in refunds]:
        for benefit in benefits:
            _add(shares, benefit, sign)
    points = sum(sale.points_spent for sale in sales) - sum(refund.points_back for refund in refunds)
    return Statement(
        shop_id=shop_id,
        week=week,
        sales=len(sales),
        refunds=len(refunds),
        sold_cents=sum(sale.amount_cents for sale in sales) - sum(refund.amount_cents for refund in refunds),
        campaigns=tuple(
            CampaignShare(campaign_id=name, city_cents=city, shop_cents=shop)
            for name, (city, shop) in sorted(shares.items())
        ),
        points_cents=points * POINT_CENTS,
        iban_end=iban_end,
    )


def _add(shares: dict[str, tuple[int, int]], benefit: Benefit, sign: int) -> None:
    city, shop = shares.get(benefit.campaign_id, (0, 0))
    shares[benefit.campaign_id] = (city + sign * benefit.city_cents, shop + sign * benefit.shop_cents)


def week_of(day: date) -> str:
    """The ISO week of a day, such as 2026-W47."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def bounds(week: str) -> tuple[datetime, datetime]:
    """Its first instant, and the first of the next one: Mondays at midnight in the city.

    Raises: ValueError when it is no week.
    """
    if not re.fullmatch(r"\d{4}-W\d{2}", week):
        raise ValueError(f"{week:.20} is no week")
    monday = date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
    first, after = (datetime.combine(day, time(), CITY_TIME) for day in (monday, monday + timedelta(days=7)))
    return first, after


def closed_weeks(now: datetime, number: int) -> list[str]:
    """The last `number` weeks that are over, the newest last."""
    today = now.astimezone(CITY_TIME).date()
    return [week_of(today - timedelta(weeks=back)) for back in range(number, 0, -1)]
