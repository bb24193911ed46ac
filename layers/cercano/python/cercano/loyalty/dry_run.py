"""What a campaign would have cost on past purchases, and who would have won, before anybody is promised anything.

Replays sales in order with the campaign's own rules, limits and budget, alone: what stacking takes away is not in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from cercano.loyalty.eligibility import Held, Offer, Sale
from cercano.loyalty.evaluate import decide
from cercano.loyalty.holders import NEVER, Used
from cercano.loyalty.model import Benefit, Campaign, CampaignState, Purchase, RewardKind, Shop


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the replay came to."""

    purchases: int
    rewarded: int
    people: int
    """Who would have got something."""
    city_cents: int
    shop_cents: int
    points: int
    vouchers: int
    by_shop: Mapping[str, int]
    """What each shop's customers would have got, in cents (points in points)."""
    passed_over: Mapping[str, int]
    """How many purchases got nothing, by the reason's code."""
    spent_at: datetime | None
    """The purchase that would have taken the last of the budget."""


@dataclass
class _Tally:
    """The state of a replay."""

    left: int
    people: dict[str, Used] = field(default_factory=dict)
    shops: dict[str, Used] = field(default_factory=dict)
    vouchers: dict[str, list[int]] = field(default_factory=dict)
    """What each voucher of a person still gives."""
    given: list[tuple[Purchase, Benefit]] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)
    spent_at: datetime | None = None


def replay(
    campaign: Campaign, purchases: Sequence[Purchase], shops: Mapping[str, Shop], since: datetime, until: datetime
) -> Outcome:
    """The outcome on purchases between two instants, as if the campaign had run from the one to the other."""
    tally = _Tally(left=campaign.budget)
    moved = replace(campaign, starts_at=since, ends_at=until + timedelta(microseconds=1), state=CampaignState.LIVE)
    for purchase in sorted(purchases, key=lambda one: (one.at, one.purchase_id)):
        _one(moved, purchase, shops[purchase.shop_id], tally)
    by_shop: Counter[str] = Counter()
    for purchase, benefit in tally.given:
        by_shop[purchase.shop_id] += benefit.cents or benefit.points
    is_voucher = campaign.reward.kind is RewardKind.VOUCHER
    return Outcome(
        purchases=len(purchases),
        rewarded=len(tally.given),
        people=len({purchase.holder_id for purchase, _ in tally.given}),
        city_cents=sum(benefit.city_cents for _, benefit in tally.given),
        shop_cents=sum(benefit.shop_cents for _, benefit in tally.given),
        points=sum(benefit.points for _, benefit in tally.given),
        vouchers=campaign.budget - tally.left if is_voucher else 0,
        by_shop=dict(sorted(by_shop.items())),
        passed_over=dict(sorted(tally.passed_over.items())),
        spent_at=tally.spent_at,
    )


def _one(campaign: Campaign, purchase: Purchase, shop: Shop, tally: _Tally) -> None:
    sale = Sale(
        at=purchase.at,
        amount_cents=purchase.amount_cents,
        shop=shop,
        classes=frozenset(purchase.classes),
        is_first=purchase.is_first,
    )
    offer = Offer(
        campaign=campaign,
        by_person=tally.people.get(purchase.holder_id, NEVER),
        at_shop=tally.shops.get(shop.shop_id, NEVER),
        units_left=tally.left,
        voucher=_voucher(campaign, purchase, tally),
    )
    decision = decide(sale, [offer])
    tally.passed_over.update(reason.code for reason in decision.passed_over)
    for benefit in decision.benefits:
        tally.given.append((purchase, benefit))
        tally.people[purchase.holder_id] = offer.by_person.once_more(sale.day)
        tally.shops[shop.shop_id] = offer.at_shop.once_more(sale.day)
        _take(purchase, benefit, tally)


def _voucher(campaign: Campaign, purchase: Purchase, tally: _Tally) -> Held | None:
    """Everybody who buys is taken to have reserved in time, as long as there are any."""
    if campaign.reward.kind is not RewardKind.VOUCHER:
        return None
    mine = tally.vouchers.setdefault(purchase.holder_id, [])
    used_up = not mine or mine[-1] == 0
    if used_up and tally.left and (not campaign.limits.per_person or len(mine) < campaign.limits.per_person):
        mine.append(campaign.reward.worth_cents)
        tally.left -= 1
    return Held(voucher_id=str(len(mine)), left_cents=mine[-1]) if mine and mine[-1] else None


def _take(purchase: Purchase, benefit: Benefit, tally: _Tally) -> None:
    if benefit.kind is RewardKind.VOUCHER:
        tally.vouchers[purchase.holder_id][-1] -= benefit.cents
    tally.left -= benefit.units
    if tally.left == 0 and tally.spent_at is None:
        tally.spent_at = purchase.at
