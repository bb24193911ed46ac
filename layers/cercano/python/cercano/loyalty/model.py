"""The nouns of loyalty: shops that take part, campaigns as data, vouchers, and purchases with what rewarded them.

Pure values. Money is integer cents, instants are aware UTC, days and hours are the city's (Europe/Madrid).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from cercano.kit.text import Text
from cercano.loyalty.points import Lot

CITY_TIME = ZoneInfo("Europe/Madrid")
MOST_CENTS = 1_000_000
"""No purchase in a small shop is above 10,000 euros; more is a slip of the finger."""
POINT_CENTS = 1
"""What a point is worth when it is spent."""


class Category(StrEnum):
    """What a shop sells."""

    FOOD = "food"
    FASHION = "fashion"
    HOME = "home"
    BOOKS = "books"
    HEALTH = "health"
    HOSPITALITY = "hospitality"
    SERVICES = "services"
    OTHER = "other"


class ShopState(StrEnum):
    """How far a shop's application came."""

    APPLIED = "applied"
    OPEN = "open"
    REJECTED = "rejected"


class CampaignState(StrEnum):
    """The life of a campaign."""

    DRAFT = "draft"
    LAUNCHING = "launching"
    """Somebody else approved it; its budget is being laid out."""
    LIVE = "live"
    ENDED = "ended"


NEXT: Mapping[CampaignState, frozenset[CampaignState]] = MappingProxyType(
    {
        CampaignState.DRAFT: frozenset({CampaignState.LAUNCHING}),
        CampaignState.LAUNCHING: frozenset({CampaignState.LIVE}),
        CampaignState.LIVE: frozenset({CampaignState.ENDED}),
        CampaignState.ENDED: frozenset(),
    }
)


class RewardKind(StrEnum):
    """What a campaign gives. Its budget is counted in cents, cents, vouchers and points."""

    PERCENT = "percent"
    FIXED = "fixed"
    VOUCHER = "voucher"
    POINTS = "points"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """When a campaign holds; an empty tuple means that all do."""

    shops: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()
    weekdays: tuple[int, ...] = ()
    """1 is Monday, 7 is Sunday."""
    from_hour: time | None = None
    to_hour: time | None = None
    """City time; `to_hour` is no longer in it. Both or none, on one day."""
    minimum_cents: int = 0
    first_purchase: bool = False
    """Only the person's first purchase with the card in that shop."""
    classes: tuple[str, ...] = ()
    """Classes of card or concessions, one of which the person must have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reward:
    """What one purchase gets."""

    kind: RewardKind
    percent: int = 0
    """PERCENT: 1-100."""
    amount_cents: int = 0
    """FIXED: what is taken off. PERCENT: the most that is taken off a purchase (0: no such limit)."""
    price_cents: int = 0
    face_cents: int = 0
    """VOUCHER: pay 70 (price), get 100 (face)."""
    points_per_euro: int = 0
    shop_percent: int = 0
    """The part of the benefit that the shop bears itself, 0-100; the city pays the rest."""

    @property
    def worth_cents(self) -> int:
        """What a whole voucher gives."""
        return self.face_cents - self.price_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class Stacking:
    """How a campaign stands beside others."""

    group: str = ""
    """Of those in one group only one applies; "" is no group."""
    stands_alone: bool = False
    priority: int = 100
    """Lower ones are taken off first; the next is computed on what is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How often, at the most; 0 is no limit. A voucher counts for its person when it is reserved, else when used."""

    per_person: int = 0
    per_person_day: int = 0
    per_shop: int = 0
    per_shop_day: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A promise of the city: who gets what, where, when, and up to how much."""

    campaign_id: str
    title: Text
    starts_at: datetime
    ends_at: datetime
    rules: Rules
    reward: Reward
    stacking: Stacking = Stacking()
    limits: Limits = Limits()
    budget: int
    """In the units of the reward's kind: cents, vouchers or points. Never passed by one."""
    hold_hours: int = 168
    """How long a reserved voucher is held before it goes back to the pool."""
    proposed_by: str
    launched_by: str = ""
    state: CampaignState = CampaignState.DRAFT
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """A shop that takes part, or asks to. Its bank account is kept apart."""

    shop_id: str
    owner: str
    """The account of the merchant."""
    name: str
    category: Category
    address: str
    lat: float
    lon: float
    opens: time
    closes: time
    """City time: sales outside these hours are looked at. Before `opens`: it closes after midnight."""
    iban_end: str
    """The last four digits: enough for its owner to know which account it is."""
    state: ShopState = ShopState.APPLIED
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """What one campaign gave to one purchase; in a refund, what went back."""

    campaign_id: str
    kind: RewardKind
    city_cents: int = 0
    shop_cents: int = 0
    points: int = 0
    voucher_id: str = ""

    @property
    def cents(self) -> int:
        """What the customer did not have to pay."""
        return self.city_cents + self.shop_cents

    @property
    def units(self) -> int:
        """What it takes from the campaign's budget. A voucher was taken when it was reserved."""
        return {RewardKind.POINTS: self.points, RewardKind.VOUCHER: 0}.get(self.kind, self.cents)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Part of a purchase that went back."""

    refund_id: str
    at: datetime
    amount_cents: int
    paid_cents: int
    points_back: int
    points_taken: int
    """Points of the purchase that were taken away again."""
    benefits: tuple[Benefit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """A sale with the card: amount = paid + benefits + points spent, to the cent."""

    purchase_id: str
    shop_id: str
    at: datetime
    amount_cents: int
    paid_cents: int
    points_spent: int = 0
    lots_spent: tuple[Lot, ...] = ()
    """Those points with their last days, the soonest first."""
    benefits: tuple[Benefit, ...] = ()
    holder_id: str
    account_id: str
    card_id: str
    classes: tuple[str, ...] = ()
    """What the person's card and concessions were on that day."""
    is_first: bool = False
    refunds: tuple[Refund, ...] = ()
    words: str = ""
    """A fingerprint of what the till asked."""

    @property
    def points_earned(self) -> int:
        """All points the purchase brought."""
        return sum(benefit.points for benefit in self.benefits)

    @property
    def left_cents(self) -> int:
        """What can still be refunded."""
        return self.amount_cents - sum(refund.amount_cents for refund in self.refunds)
