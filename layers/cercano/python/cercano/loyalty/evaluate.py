"""Which campaigns together give a person the most for one purchase; why the others did not.

Every allowed combination is computed, so the best one is the best one. Allowed: at most one campaign of each exclusive
group, and one that stands alone only alone. In a combination they are taken off one after another, by priority.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from cercano.loyalty.eligibility import Offer, PassedOver, Sale, why_not
from cercano.loyalty.model import Benefit, RewardKind
from cercano.loyalty.pro_rata import split

MOST_OFFERS = 10
"""More than this at one till are thinned out to those worth most by themselves: 1,024 combinations take 10 ms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a purchase gets, and a reason for each campaign that gives nothing."""

    benefits: tuple[Benefit, ...]
    """In the order in which they were taken off."""
    passed_over: tuple[PassedOver, ...]

    @property
    def cents(self) -> int:
        """What the customer does not have to pay."""
        return sum(benefit.cents for benefit in self.benefits)

    @property
    def points(self) -> int:
        """Points earned."""
        return sum(benefit.points for benefit in self.benefits)


def decide(sale: Sale, offers: Sequence[Offer]) -> Decision:
    """The best combination: most cents, then most points, then fewest campaigns, then first by id."""
    passed = [reason for offer in offers if (reason := why_not(offer, sale))]
    barred = {reason.campaign_id for reason in passed}
    holding = [offer for offer in offers if offer.campaign.campaign_id not in barred]
    holding.sort(key=lambda offer: (-sum(_gain(together(sale, [offer]))), offer.campaign.campaign_id))
    best = max(
        (together(sale, chosen) for chosen in combinations(holding[:MOST_OFFERS])),
        key=lambda benefits: (*_gain(benefits), -len(benefits), *_ranks(benefits, holding)),
    )
    chosen = {benefit.campaign_id for benefit in best}
    left = [offer for offer in holding if offer.campaign.campaign_id not in chosen]
    passed += [_beaten(offer, [one for one in holding if one.campaign.campaign_id in chosen], sale) for offer in left]
    return Decision(benefits=best, passed_over=tuple(sorted(passed, key=lambda reason: reason.campaign_id)))


def combinations(offers: Sequence[Offer]) -> Iterator[tuple[Offer, ...]]:
    """Every set of offers that may be used together, the empty one included."""
    groups: dict[str, list[Offer]] = {}
    for offer in offers:
        if offer.campaign.stacking.stands_alone:
            yield (offer,)
        else:
            stacking = offer.campaign.stacking
            groups.setdefault(stacking.group or f"\0{offer.campaign.campaign_id}", []).append(offer)
    for picked in product(*([None, *group] for group in groups.values())):
        yield tuple(offer for offer in picked if offer is not None)


def together(sale: Sale, offers: Sequence[Offer]) -> tuple[Benefit, ...]:
    """What these offers give when used together, those that give nothing left out."""
    remaining = sale.amount_cents
    given = []
    for offer in sorted(offers, key=_turn):
        benefit = _benefit(offer, remaining)
        if benefit.cents or benefit.points:
            given.append(benefit)
            remaining -= benefit.cents
    return tuple(given)


def _turn(offer: Offer) -> tuple[bool, int, str]:
    """Points come last: they are earned on what is paid in the end."""
    campaign = offer.campaign
    return campaign.reward.kind is RewardKind.POINTS, campaign.stacking.priority, campaign.campaign_id


def _benefit(offer: Offer, remaining_cents: int) -> Benefit:
    reward, campaign_id = offer.campaign.reward, offer.campaign.campaign_id
    plain = Benefit(campaign_id=campaign_id, kind=reward.kind)
    if reward.kind is RewardKind.POINTS:
        return replace(plain, points=min(remaining_cents // 100 * reward.points_per_euro, offer.units_left))
    if reward.kind is RewardKind.VOUCHER:
        assert offer.voucher is not None, "an offer without its voucher is passed over"
        cents = min(offer.voucher.left_cents, remaining_cents * reward.worth_cents // reward.face_cents)
        plain = replace(plain, voucher_id=offer.voucher.voucher_id)
    elif reward.kind is RewardKind.PERCENT:
        cents = min(remaining_cents * reward.percent // 100, reward.amount_cents or remaining_cents, offer.units_left)
    else:
        cents = min(reward.amount_cents, remaining_cents, offer.units_left)
    shop_cents, city_cents = split(cents, (reward.shop_percent, 100 - reward.shop_percent))
    return replace(plain, city_cents=city_cents, shop_cents=shop_cents)


def _gain(benefits: Sequence[Benefit]) -> tuple[int, int]:
    return sum(benefit.cents for benefit in benefits), sum(benefit.points for benefit in benefits)


def _ranks(benefits: Sequence[Benefit], offers: Sequence[Offer]) -> tuple[int, ...]:
    """Breaks ties the same way every time: the campaign whose id comes first wins."""
    order = sorted(offer.campaign.campaign_id for offer in offers)
    return tuple(sorted((-order.index(benefit.campaign_id) for benefit in benefits), reverse=True))


def _beaten(offer: Offer, chosen: Sequence[Offer], sale: Sale) -> PassedOver:
    """Why an offer that holds is not among the chosen."""
    mine = offer.campaign
    if not together(sale, [offer]):
        return PassedOver(campaign_id=mine.campaign_id, code="nothing_to_give")
    for other in (one.campaign for one in chosen):
        if mine.stacking.group and mine.stacking.group == other.stacking.group:
            return PassedOver(campaign_id=mine.campaign_id, code="one_of_a_group", values={"chosen": other.campaign_id})
        if mine.stacking.stands_alone or other.stacking.stands_alone:
            return PassedOver(campaign_id=mine.campaign_id, code="stands_alone", values={"chosen": other.campaign_id})
    return PassedOver(campaign_id=mine.campaign_id, code="better_without")
