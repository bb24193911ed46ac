"""A campaign that contradicts itself is refused before anybody sees it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from cercano.loyalty.errors import CampaignNotSound
from cercano.loyalty.model import Campaign, Reward, RewardKind

LONGEST = timedelta(days=366)


def checked(campaign: Campaign) -> Campaign:
    """The campaign itself.

    Raises:
        CampaignNotSound: it says what is wrong first.
    """
    for why_es, why_en in _troubles(campaign):
        raise CampaignNotSound(why_es=why_es, why_en=why_en)
    return campaign


def _troubles(campaign: Campaign) -> Iterator[tuple[str, str]]:
    if not timedelta() < campaign.ends_at - campaign.starts_at <= LONGEST:
        yield "ha de acabar después de empezar y antes de un año", "it has to end after it begins and within a year"
    rules = campaign.rules
    if (rules.from_hour is None) != (rules.to_hour is None):
        yield "las horas van las dos o ninguna", "hours come both or not at all"
    if rules.from_hour and rules.to_hour and rules.from_hour >= rules.to_hour:
        yield "las horas acaban antes de empezar", "its hours end before they begin"
    yield from _of_the_reward(campaign.reward)


def _of_the_reward(reward: Reward) -> Iterator[tuple[str, str]]:
    given = {name for name in ("percent", "amount_cents", "price_cents", "face_cents") if getattr(reward, name)}
    given |= {"points_per_euro"} if reward.points_per_euro else set()
    needed, allowed = {
        RewardKind.PERCENT: ({"percent"}, {"percent", "amount_cents"}),
        RewardKind.FIXED: ({"amount_cents"}, {"amount_cents"}),
        RewardKind.VOUCHER: ({"price_cents", "face_cents"}, {"price_cents", "face_cents"}),
        RewardKind.POINTS: ({"points_per_euro"}, {"points_per_euro"}),
    }[reward.kind]
    if not needed <= given or not given <= allowed:
        yield "el premio no dice lo que su tipo necesita", "the reward does not say what its kind needs"
    if reward.kind is RewardKind.VOUCHER and reward.price_cents >= reward.face_cents:
        yield "el bono no vale más de lo que cuesta", "the voucher is worth no more than it costs"
