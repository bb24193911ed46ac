"""What loyalty in small shops tells the city: campaigns begin and end, rewards are used and given back, weeks close."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cercano.kit.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopApproved(Fact):
    """A shop takes part: its customers may use campaigns there."""

    is_public: ClassVar[bool] = True
    shop_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignLaunched(Fact):
    """A campaign may be used from its first day on; its budget is set aside."""

    is_public: ClassVar[bool] = True
    campaign_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignEnded(Fact):
    """Nothing new is given by a campaign. Vouchers that people hold keep their own date."""

    is_public: ClassVar[bool] = True
    campaign_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardRedeemed(Fact):
    """A purchase with the card was rewarded."""

    is_public: ClassVar[bool] = True
    purchase_id: str
    shop_id: str
    account_id: str
    campaign_ids: tuple[str, ...]
    amount_cents: int
    """The whole purchase."""
    city_cents: int
    """What the city bears of it."""
    shop_cents: int
    points_earned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardGivenBack(Fact):
    """A purchase was refunded, whole or in part: its vouchers, points and budget went back pro rata."""

    is_public: ClassVar[bool] = True
    purchase_id: str
    refund_id: str
    shop_id: str
    account_id: str
    amount_cents: int
    city_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopWeekSettled(Fact):
    """A week of a shop is closed: this is what the city owes it (below zero: what the shop owes)."""

    is_public: ClassVar[bool] = True
    shop_id: str
    week: str
    """ISO week, such as 2026-W47."""
    city_cents: int
