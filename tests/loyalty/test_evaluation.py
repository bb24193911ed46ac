"""Which campaigns a purchase gets, and why not the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from itertools import chain, combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercano.loyalty.eligibility import Held, Offer, Sale
from cercano.loyalty.evaluate import decide
from cercano.loyalty.explain import REASONS, what_it_gave, why_passed_over
from cercano.loyalty.holders import Used
from cercano.loyalty.model import Benefit, CampaignState, Category, Limits, Reward, RewardKind, Rules, Stacking
from tests.support.loyalty import (
    FIVE_EUROS,
    NOON,
    PAY_70_GET_100,
    TEN_PERCENT,
    TWO_POINTS,
    a_campaign,
    a_sale,
)


def an_offer(campaign_id: str = "campaign_a", reward: Reward = TEN_PERCENT, **changed: Any) -> Offer:
    offer = {name: changed.pop(name) for name in ("by_person", "at_shop", "units_left", "voucher") if name in changed}
    return Offer(campaign=a_campaign(campaign_id, reward, **changed), **{"units_left": 1_000_000, **offer})


def test_a_percentage_is_shared_between_the_city_and_the_shop():
    reward = replace(TEN_PERCENT, shop_percent=25)

    decision = decide(a_sale(9_999), [an_offer(reward=reward)])

    assert decision.benefits == (
        Benefit(campaign_id="campaign_a", kind=RewardKind.PERCENT, city_cents=749, shop_cents=250),
    )
    assert decision.passed_over == ()


@pytest.mark.parametrize(
    ("offer", "sale", "code"),
    [
        (an_offer(starts_at=NOON + timedelta(days=1)), {}, "not_started"),
        (an_offer(ends_at=NOON), {}, "ended"),
        (an_offer(state=CampaignState.ENDED), {}, "ended"),
        (an_offer(rules=Rules(weekdays=(2, 3))), {}, "other_day"),
        (an_offer(rules=Rules(from_hour=time(17), to_hour=time(20))), {}, "other_hours"),
        (an_offer(rules=Rules(from_hour=time(9), to_hour=time(12))), {}, "other_hours"),
        (an_offer(rules=Rules(shops=("shop_other",))), {}, "other_shop"),
        (an_offer(rules=Rules(categories=(Category.FOOD,))), {}, "other_category"),
        (an_offer(), {"without": frozenset({"campaign_a"})}, "left_out"),
        (an_offer(rules=Rules(minimum_cents=10_001)), {}, "below_minimum"),
        (an_offer(rules=Rules(first_purchase=True)), {}, "not_first_purchase"),
        (an_offer(rules=Rules(classes=("youth",))), {"classes": frozenset({"resident"})}, "other_class"),
        (an_offer(limits=Limits(per_person=2), by_person=Used(times=2)), {}, "person_limit"),
        (
            an_offer(limits=Limits(per_person_day=1), by_person=Used(times=1, day=NOON.date(), day_times=1)),
            {},
            "person_day_limit",
        ),
        (an_offer(limits=Limits(per_shop=5), at_shop=Used(times=5)), {}, "shop_limit"),
        (
            an_offer(limits=Limits(per_shop_day=5), at_shop=Used(times=9, day=NOON.date(), day_times=5)),
            {},
            "shop_day_limit",
        ),
        (an_offer(reward=PAY_70_GET_100), {}, "no_voucher"),
        (an_offer(units_left=0), {}, "budget_spent"),
        (an_offer(), {"amount_cents": 9}, "nothing_to_give"),
    ],
)
def test_a_campaign_that_does_not_hold_says_why(offer: Offer, sale: dict[str, Any], code: str):
    decision = decide(a_sale(**sale), [offer])

    (reason,) = decision.passed_over
    assert (reason.code, decision.benefits) == (code, ())
    assert why_passed_over(reason, "es") != why_passed_over(reason, "en")


def test_every_reason_is_tested_and_has_words():
    assert len(REASONS) == 20


def test_limits_of_yesterday_do_not_count_today():
    yesterday = Used(times=3, day=(NOON - timedelta(days=1)).date(), day_times=3)

    assert decide(a_sale(), [an_offer(limits=Limits(per_person_day=1), by_person=yesterday)]).cents == 1_000


def test_of_a_group_only_the_best_applies_and_the_other_says_so():
    group = Stacking(group="autumn")

    decision = decide(a_sale(), [an_offer("a", FIVE_EUROS, stacking=group), an_offer("b", stacking=group)])

    assert [benefit.campaign_id for benefit in decision.benefits] == ["b"]
    assert [(r.campaign_id, r.code, r.values) for r in decision.passed_over] == [
        ("a", "one_of_a_group", {"chosen": "b"})
    ]


def test_the_greedy_choice_is_not_taken_when_two_smaller_ones_give_more():
    alone = an_offer("a", Reward(kind=RewardKind.FIXED, amount_cents=900), stacking=Stacking(stands_alone=True))

    decision = decide(a_sale(), [alone, an_offer("b", FIVE_EUROS), an_offer("c", FIVE_EUROS)])

    assert [benefit.campaign_id for benefit in decision.benefits] == ["b", "c"]
    assert [(r.campaign_id, r.code) for r in decision.passed_over] == [("a", "stands_alone")]


def test_a_percentage_after_a_fixed_discount_is_of_what_is_left():
    first, then = Stacking(priority=1), Stacking(priority=2)

    decision = decide(a_sale(), [an_offer("a", stacking=then), an_offer("b", FIVE_EUROS, stacking=first)])

    assert [(b.campaign_id, b.cents) for b in decision.benefits] == [("b", 500), ("a", 950)]


def test_points_are_earned_on_what_is_paid_in_the_end():
    decision = decide(a_sale(), [an_offer("a", TWO_POINTS), an_offer("b")])

    assert [(b.cents, b.points) for b in decision.benefits] == [(1_000, 0), (0, 180)]
    assert what_it_gave(decision.benefits[1], "es") == "Ganas 180 puntos."


def test_the_last_cents_of_a_budget_are_given_and_none_more():
    assert decide(a_sale(), [an_offer(units_left=37)]).cents == 37


def test_a_voucher_pays_its_part_of_a_smaller_purchase_and_its_worth_of_a_larger_one():
    offer = an_offer(reward=PAY_70_GET_100, voucher=Held(voucher_id="v", left_cents=3_000))

    assert [decide(a_sale(amount), [offer]).cents for amount in (100, 5_000, 10_000, 20_000)] == [
        30,
        1_500,
        3_000,
        3_000,
    ]


def test_a_voucher_that_is_held_outlives_its_campaign():
    offer = an_offer(reward=PAY_70_GET_100, voucher=Held(voucher_id="v", left_cents=3_000), state=CampaignState.ENDED)

    assert decide(a_sale(), [offer]).cents == 3_000


REWARDS = st.one_of(
    st.builds(
        Reward,
        kind=st.just(RewardKind.PERCENT),
        percent=st.integers(1, 100),
        amount_cents=st.sampled_from([0, 0, 250, 2_000]),
        shop_percent=st.integers(0, 100),
    ),
    st.builds(Reward, kind=st.just(RewardKind.FIXED), amount_cents=st.integers(1, 6_000)),
    st.builds(Reward, kind=st.just(RewardKind.POINTS), points_per_euro=st.integers(1, 5)),
    st.just(PAY_70_GET_100),
)
STACKINGS = st.builds(
    Stacking,
    group=st.sampled_from(["", "", "x", "y"]),
    stands_alone=st.sampled_from([False, False, False, True]),
    priority=st.integers(1, 3),
)


@st.composite
def offers(draw: st.DrawFn) -> list[Offer]:
    return [
        an_offer(
            f"campaign_{number}",
            draw(REWARDS),
            stacking=draw(STACKINGS),
            rules=Rules(minimum_cents=draw(st.sampled_from([0, 0, 4_000]))),
            units_left=draw(st.sampled_from([1_000_000, 1_000_000, 700, 0])),
            voucher=draw(st.sampled_from([None, Held(voucher_id=f"v{number}", left_cents=3_000)])),
        )
        for number in range(draw(st.integers(0, 6)))
    ]


def by_brute_force(sale: Sale, given_offers: list[Offer]) -> tuple[int, int]:
    """Every subset, its own check of what may stand together, its own arithmetic."""
    best = (0, 0)
    for chosen in chain.from_iterable(combinations(given_offers, n) for n in range(len(given_offers) + 1)):
        stackings = [offer.campaign.stacking for offer in chosen]
        groups = [stacking.group for stacking in stackings if stacking.group]
        if len(groups) != len(set(groups)) or (len(chosen) > 1 and any(one.stands_alone for one in stackings)):
            continue
        best = max(best, _computed(sale, list(chosen)))
    return best


def _computed(sale: Sale, chosen: list[Offer]) -> tuple[int, int]:
    price, points = sale.amount_cents, 0
    in_turn = sorted(chosen, key=lambda offer: (offer.campaign.stacking.priority, offer.campaign.campaign_id))
    for offer in [o for o in in_turn if sale.amount_cents >= o.campaign.rules.minimum_cents]:
        reward = offer.campaign.reward
        if reward.kind is RewardKind.VOUCHER and offer.voucher:
            price -= min(3_000, price * 3 // 10)
        elif reward.kind is RewardKind.PERCENT:
            price -= min(price * reward.percent // 100, reward.amount_cents or 10**9, offer.units_left)
        elif reward.kind is RewardKind.FIXED:
            price -= min(reward.amount_cents, price, offer.units_left)
    for offer in [o for o in in_turn if sale.amount_cents >= o.campaign.rules.minimum_cents]:
        points += min(price // 100 * offer.campaign.reward.points_per_euro, offer.units_left)
    return sale.amount_cents - price, points


@given(offers(), st.integers(1, 20_000))
def test_no_combination_of_up_to_six_offers_gives_more_than_the_one_chosen(given_offers: list[Offer], amount: int):
    sale = a_sale(amount)

    decision = decide(sale, given_offers)

    assert (decision.cents, decision.points) == by_brute_force(sale, given_offers)


@given(offers(), st.integers(1, 20_000), st.randoms())
def test_every_campaign_is_accounted_for_and_the_order_of_the_list_is_of_no_matter(
    given_offers: list[Offer], amount: int, chance: Any
):
    decision = decide(a_sale(amount), given_offers)
    said = [b.campaign_id for b in decision.benefits] + [r.campaign_id for r in decision.passed_over]
    chance.shuffle(given_offers)

    assert sorted(said) == sorted(offer.campaign.campaign_id for offer in given_offers)
    assert decide(a_sale(amount), given_offers) == decision
    assert 0 <= decision.cents <= amount
