"""Weeks add up; a circle of shop and card is found, honest shops are left in peace; dry runs are the real thing."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercano.loyalty.dry_run import replay
from cercano.loyalty.instants import prefix_of
from cercano.loyalty.model import Benefit, Limits, Purchase, RewardKind
from cercano.loyalty.refunds import refund
from cercano.loyalty.settlement import bounds, closed_weeks, statement, week_of
from cercano.loyalty.signals import Signal, findings
from tests.support.loyalty import NOON, PAY_70_GET_100, TEN_PERCENT, TWO_POINTS, a_campaign, a_shop

DAY = date(2026, 11, 23)
POINTS_EARNED = Benefit(campaign_id="campaign_p", kind=RewardKind.POINTS, points=50)


def a_purchase(number: int = 1, amount_cents: int = 2_345, **changed: Any) -> Purchase:
    given_cents = amount_cents // 10
    benefit = Benefit(campaign_id="campaign_a", kind=RewardKind.PERCENT, city_cents=given_cents)
    plain: dict[str, Any] = {
        "purchase_id": prefix_of(NOON) + f"{number:020x}",
        "shop_id": "shop_libreria",
        "at": NOON,
        "amount_cents": amount_cents,
        "paid_cents": amount_cents - given_cents,
        "benefits": (benefit,),
        "holder_id": f"citizen-{number}",
        "account_id": f"acc_{number}",
        "card_id": f"card_{number}",
    }
    return Purchase(**{**plain, **changed})


@given(st.lists(st.tuples(st.integers(1, 50_000), st.integers(0, 100)), max_size=12))
def test_a_statement_is_the_sum_of_its_sales_less_its_refunds_to_the_cent(sales: list[tuple[int, int]]):
    sold = [a_purchase(number, amount) for number, (amount, _) in enumerate(sales)]
    refunds = []
    for purchase, (amount, percent) in zip(sold, sales, strict=True):
        if back := amount * percent // 100:
            refunds += refund(purchase, refund_id="r", amount_cents=back, at=NOON).refunds

    week = statement("shop_libreria", "1332", "2026-W48", sold, refunds)

    kept = sum(purchase.amount_cents for purchase in sold) - sum(one.amount_cents for one in refunds)
    paid = sum(purchase.paid_cents for purchase in sold) - sum(one.paid_cents for one in refunds)
    assert week.sold_cents == kept
    assert week.due_cents + week.shop_cents + paid == kept


def test_weeks_begin_on_monday_at_midnight_in_the_city_summer_and_winter():
    assert [bounds(week) for week in ("2026-W48", "2026-W13")] == [
        (datetime(2026, 11, 22, 23, tzinfo=UTC), datetime(2026, 11, 29, 23, tzinfo=UTC)),
        (datetime(2026, 3, 22, 23, tzinfo=UTC), datetime(2026, 3, 29, 22, tzinfo=UTC)),
    ]
    assert week_of(date(2027, 1, 1)) == "2026-W53"
    assert closed_weeks(NOON, 2) == ["2026-W46", "2026-W47"]


@pytest.mark.parametrize("wrong", ["", "2026-48", "2026-W99", "2026-W48#x"])
def test_what_is_no_week_has_no_bounds(wrong: str):
    with pytest.raises(ValueError, match=r"week|Week"):
        bounds(wrong)


def test_one_card_more_than_three_times_within_an_hour_is_seen_and_three_times_is_not():
    minutes = [0, 20, 40, 59]
    sales = [a_purchase(n, card_id="card_x", at=NOON + timedelta(minutes=m)) for n, m in enumerate(minutes)]

    assert findings(a_shop(), DAY, sales[:3]) == []
    (finding,) = findings(a_shop(), DAY, sales)
    assert (finding.signal, finding.times, finding.card_id, finding.cents) == (Signal.SAME_CARD, 4, "card_x", 4 * 234)
    spread = [replace(sale, at=NOON + timedelta(hours=n)) for n, sale in enumerate(sales)]
    assert findings(a_shop(), DAY, spread) == []


def test_sales_after_closing_and_round_amounts_are_seen():
    late = [a_purchase(n, at=NOON + timedelta(hours=10)) for n in range(2)]
    even = [a_purchase(n, 5_000 if n < 6 else 2_345, at=NOON + timedelta(minutes=n)) for n in range(10)]

    assert [one.signal for one in findings(a_shop(), DAY, late)] == [Signal.OUT_OF_HOURS]
    assert [(one.signal, one.times) for one in findings(a_shop(), DAY, even)] == [(Signal.ROUND_AMOUNTS, 6)]


def test_a_bar_that_closes_at_two_is_open_at_midnight():
    bar = a_shop(opens=time(20), closes=time(2))
    at_night = [a_purchase(n, at=datetime(2026, 11, 23, 23, n, tzinfo=UTC)) for n in range(2)]
    at_noon = [a_purchase(n, at=NOON + timedelta(minutes=n)) for n in range(2)]

    assert findings(bar, DAY, at_night) == []
    assert [one.signal for one in findings(bar, DAY, at_noon)] == [Signal.OUT_OF_HOURS]


def test_who_keeps_a_shop_and_buys_in_it_with_the_citys_money_is_seen_the_first_time():
    own = a_purchase(1, holder_id="berta", card_id="card_berta")

    (finding,) = findings(a_shop(owner="berta"), DAY, [own, a_purchase(2)])

    assert (finding.signal, finding.times, finding.card_id) == (Signal.OWN_SHOP, 1, "card_berta")


@pytest.mark.parametrize("points", [{"benefits": (POINTS_EARNED,)}, {"benefits": (), "points_spent": 50}])
def test_points_given_to_a_friend_or_taken_from_one_are_the_citys_money(points: dict[str, Any]):
    sales = [a_purchase(n, card_id="card_x", at=NOON + timedelta(minutes=n), **points) for n in range(4)]

    (finding,) = findings(a_shop(), DAY, sales)

    assert (finding.signal, finding.times, finding.cents) == (Signal.SAME_CARD, 4, 200)


def test_sales_without_a_reward_are_nobodys_business():
    sales = [a_purchase(n, 5_000, card_id="card_x", benefits=()) for n in range(20)]

    assert findings(a_shop(), DAY, sales) == []


def a_day_of(chance: random.Random, shop_id: str, is_crooked: bool) -> list[Purchase]:
    """Sales over opening hours; honest prices, one in ten a full ten euros; people come twice now and then."""
    sales = []
    for number in range(chance.randint(5, 40)):
        cents = 1_000 * chance.randint(1, 6) if chance.random() < 0.10 else chance.randint(300, 9_000)
        at = datetime(2026, 11, 23, 8, 30, tzinfo=UTC) + timedelta(minutes=chance.randint(0, 660))
        sales.append(a_purchase(number, cents, shop_id=shop_id, at=at, card_id=f"card_{chance.randint(0, 200)}"))
    if is_crooked:
        begins = NOON + timedelta(minutes=chance.randint(0, 300))
        for number in range(chance.randint(5, 8)):
            at = begins + timedelta(minutes=6 * number)
            sales.append(a_purchase(900 + number, 10_000, shop_id=shop_id, at=at, card_id="card_partner"))
    return sales


def test_every_seeded_circle_is_found_and_of_a_thousand_honest_days_at_most_ten_are_looked_at():
    chance = random.Random(5)
    crooked = [a_day_of(chance, f"shop_{n}", is_crooked=True) for n in range(100)]
    honest = [a_day_of(chance, f"shop_{n}", is_crooked=False) for n in range(1_000)]

    found = sum(bool(findings(a_shop(), DAY, sales)) for sales in crooked)
    mistaken = sum(bool(findings(a_shop(), DAY, sales)) for sales in honest)

    assert found == 100
    assert mistaken <= 10


def dry(campaign: Any, purchases: list[Purchase]) -> Any:
    return replay(campaign, purchases, {"shop_libreria": a_shop()}, NOON - timedelta(days=30), NOON + timedelta(days=1))


def test_a_dry_run_spends_the_budget_to_the_last_cent_and_says_when():
    purchases = [a_purchase(n, 1_000, at=NOON + timedelta(minutes=n)) for n in range(5)]

    outcome = dry(a_campaign(reward=TEN_PERCENT, budget=250), purchases)

    assert (outcome.city_cents, outcome.rewarded, outcome.people) == (250, 3, 3)
    assert outcome.spent_at == NOON + timedelta(minutes=2)
    assert outcome.passed_over == {"budget_spent": 2}


def test_a_dry_run_of_vouchers_counts_vouchers_and_keeps_each_persons_limit():
    purchases = [a_purchase(n, 10_000, holder_id="ana", at=NOON + timedelta(minutes=n)) for n in range(3)]

    outcome = dry(a_campaign(reward=PAY_70_GET_100, budget=9_300, limits=Limits(per_person=2)), purchases)

    assert (outcome.vouchers, outcome.city_cents, outcome.people, outcome.rewarded) == (2, 6_000, 1, 2)
    assert outcome.passed_over == {"no_voucher": 1}


def test_a_dry_run_of_points_counts_points():
    outcome = dry(a_campaign(reward=TWO_POINTS, budget=1_000), [a_purchase(1, 10_000)])

    assert (outcome.points, outcome.city_cents, outcome.by_shop) == (200, 0, {"shop_libreria": 200})
