"""A campaign that contradicts itself is refused before anybody sees it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from cercano.loyalty.errors import CampaignNotSound
from cercano.loyalty.model import Campaign, Reward, RewardKind

LONGEST = timedelta(days=366)
YEARS = range(2000, 2200)
MOST_FOR_ONE = 100
MOST_VOUCHERS = 200_000


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
    if campaign.starts_at.year not in YEARS or campaign.ends_at.year not in YEARS:
        yield "sus fechas no son de esta época", "its dates are not of this age"
    rules = campaign.rules
    if (rules.from_hour is None) != (rules.to_hour is None):
        yield "las horas van las dos o ninguna", "hours come both or not at all"
    hours = [hour for hour in (rules.from_hour, rules.to_hour) if hour is not None]
    if any(hour.tzinfo is not None for hour in hours):
        yield "las horas son las de la ciudad, sin zona", "its hours are the city's, without a time zone"
    elif len(hours) == 2 and hours[0] >= hours[1]:
        yield "las horas acaban antes de empezar", "its hours end before they begin"
    yield from _of_the_reward(campaign.reward)
    if campaign.reward.kind is RewardKind.VOUCHER:
        yield from _of_vouchers(campaign)


def _of_vouchers(campaign: Campaign) -> Iterator[tuple[str, str]]:
    """A drawer's row remembers each voucher in somebody's hands, and DynamoDB keeps 400 kB in a row."""
    if not 1 <= campaign.limits.per_person <= MOST_FOR_ONE:
        yield f"cada persona tiene de 1 a {MOST_FOR_ONE} bonos", f"a person has from 1 to {MOST_FOR_ONE} vouchers"
    if campaign.budget > MOST_VOUCHERS:
        yield f"no se dan más de {MOST_VOUCHERS} bonos a la vez", f"not more than {MOST_VOUCHERS} vouchers are given"


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
