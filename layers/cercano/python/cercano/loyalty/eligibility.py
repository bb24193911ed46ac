"""Does a campaign hold for this purchase? If not, the first reason why not, as a code with its values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from cercano.loyalty.holders import NEVER, Used
from cercano.loyalty.model import CITY_TIME, Campaign, CampaignState, RewardKind, Shop


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """What a till asks about: an amount, here and now, for a person of these classes."""

    at: datetime
    amount_cents: int
    shop: Shop
    classes: frozenset[str] = frozenset()
    is_first: bool = False
    without: frozenset[str] = frozenset()
    """Campaigns the person does not want to use now."""

    @property
    def day(self) -> date:
        """The city's day."""
        return self.at.astimezone(CITY_TIME).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A voucher the person holds: what it still gives of its worth."""

    voucher_id: str
    left_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A campaign as it stands for this person in this shop."""

    campaign: Campaign
    by_person: Used = NEVER
    at_shop: Used = NEVER
    units_left: int = 0
    """What its budget can still give to this person. Not looked at for vouchers."""
    voucher: Held | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """Why a campaign gives nothing: a stable code, and the values its sentence names."""

    campaign_id: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


def why_not(offer: Offer, sale: Sale) -> PassedOver | None:
    """The first reason, or None when the campaign holds."""
    for code, values in _reasons(offer, sale):
        return PassedOver(campaign_id=offer.campaign.campaign_id, code=code, values=values)
    return None


def _reasons(offer: Offer, sale: Sale) -> Iterator[tuple[str, dict[str, object]]]:
    yield from _time(offer, sale)
    yield from _place(offer.campaign, sale)
    yield from _person(offer.campaign, sale)
    yield from _limits(offer, sale)
    yield from _stock(offer)


def _time(offer: Offer, sale: Sale) -> Iterator[tuple[str, dict[str, object]]]:
    campaign, rules, here = offer.campaign, offer.campaign.rules, sale.at.astimezone(CITY_TIME)
    holds_voucher = campaign.reward.kind is RewardKind.VOUCHER and offer.voucher is not None
    if sale.at < campaign.starts_at:
        yield "not_started", {"starts_on": campaign.starts_at.astimezone(CITY_TIME).date().isoformat()}
    # A voucher that somebody holds is good until its own last day.
    if not holds_voucher and (sale.at >= campaign.ends_at or campaign.state is not CampaignState.LIVE):
        yield "ended", {}
    if rules.weekdays and here.isoweekday() not in rules.weekdays:
        yield "other_day", {}
    if rules.from_hour and rules.to_hour and not rules.from_hour <= here.time() < rules.to_hour:
        yield "other_hours", {"from_hour": f"{rules.from_hour:%H:%M}", "to_hour": f"{rules.to_hour:%H:%M}"}


def _place(campaign: Campaign, sale: Sale) -> Iterator[tuple[str, dict[str, object]]]:
    if campaign.rules.shops and sale.shop.shop_id not in campaign.rules.shops:
        yield "other_shop", {}
    if campaign.rules.categories and sale.shop.category not in campaign.rules.categories:
        yield "other_category", {}


def _person(campaign: Campaign, sale: Sale) -> Iterator[tuple[str, dict[str, object]]]:
    rules = campaign.rules
    if campaign.campaign_id in sale.without:
        yield "left_out", {}
    if sale.amount_cents < rules.minimum_cents:
        yield "below_minimum", {"minimum_cents": rules.minimum_cents}
    if rules.first_purchase and not sale.is_first:
        yield "not_first_purchase", {}
    if rules.classes and not sale.classes & set(rules.classes):
        yield "other_class", {}


def _limits(offer: Offer, sale: Sale) -> Iterator[tuple[str, dict[str, object]]]:
    limits, is_voucher = offer.campaign.limits, offer.campaign.reward.kind is RewardKind.VOUCHER
    if not is_voucher:  # a voucher was counted for its person when it was reserved
        if limits.per_person and offer.by_person.times >= limits.per_person:
            yield "person_limit", {"limit": limits.per_person}
        if limits.per_person_day and offer.by_person.on(sale.day) >= limits.per_person_day:
            yield "person_day_limit", {"limit": limits.per_person_day}
    if limits.per_shop and offer.at_shop.times >= limits.per_shop:
        yield "shop_limit", {"limit": limits.per_shop}
    if limits.per_shop_day and offer.at_shop.on(sale.day) >= limits.per_shop_day:
        yield "shop_day_limit", {"limit": limits.per_shop_day}


def _stock(offer: Offer) -> Iterator[tuple[str, dict[str, object]]]:
    if offer.campaign.reward.kind is RewardKind.VOUCHER:
        if offer.voucher is None:
            yield "no_voucher", {}
    elif offer.units_left <= 0:
        yield "budget_spent", {}
