"""What goes back when a purchase is refunded, to the cent; points in lots that expire."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercano.loyalty.errors import BadIban, MoreThanWasPaid, PointsShort
from cercano.loyalty.iban import checked
from cercano.loyalty.model import Benefit, Purchase, RewardKind
from cercano.loyalty.points import Lot, Points, last_day_of
from cercano.loyalty.pro_rata import split
from cercano.loyalty.refunds import refund
from tests.support.loyalty import IBAN, NOON

TODAY = date(2026, 11, 23)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=8), st.data())
def test_a_split_loses_no_cent_is_off_by_less_than_one_and_takes_no_more_than_is_there(
    weights: list[int], data: st.DataObject
):
    whole = sum(weights)
    total = data.draw(st.integers(0, whole))

    parts = split(total, weights)

    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert part <= weight
        assert abs(part * whole - total * weight) < max(whole, 1)


def test_nothing_cannot_be_split_over_nothing_nor_can_debts():
    assert split(0, (0, 0)) == (0, 0)
    for total, weights in [(1, (0, 0)), (-1, (1, 1)), (1, (2, -1))]:
        with pytest.raises(ValueError, match="only what is there"):
            split(total, weights)


@st.composite
def purchases(draw: st.DrawFn) -> Purchase:
    paid, points_spent = draw(st.integers(0, 9_000)), draw(st.integers(0, 500))
    benefits = tuple(
        Benefit(
            campaign_id=f"campaign_{n}",
            kind=RewardKind.PERCENT,
            city_cents=draw(st.integers(0, 900)),
            shop_cents=draw(st.integers(0, 300)),
            points=draw(st.integers(0, 200)),
        )
        for n in range(draw(st.integers(0, 3)))
    )
    amount = paid + points_spent + sum(benefit.cents for benefit in benefits)
    return Purchase(
        purchase_id="p",
        shop_id="s",
        at=NOON,
        amount_cents=amount,
        paid_cents=paid,
        points_spent=points_spent,
        benefits=benefits,
        holder_id="ana",
        account_id="acc_1",
        card_id="card_1",
    )


@given(purchases(), st.data())
def test_refunds_in_any_steps_come_to_the_whole_and_no_part_ever_passes_what_it_was(
    purchase: Purchase, data: st.DataObject
):
    sold = purchase
    while purchase.left_cents:
        amount = data.draw(st.one_of(st.just(purchase.left_cents), st.integers(1, purchase.left_cents)))
        purchase = refund(purchase, refund_id=f"r{len(purchase.refunds)}", amount_cents=amount, at=NOON)
        made = purchase.refunds[-1]
        assert made.paid_cents + made.points_back + sum(one.cents for one in made.benefits) == amount
        assert min([made.paid_cents, made.points_back, *(one.city_cents for one in made.benefits)]) >= 0

    def back(part: str) -> list[int]:
        return [sum(getattr(r.benefits[i], part) for r in purchase.refunds) for i in range(len(sold.benefits))]

    if sold.amount_cents:
        assert sum(r.paid_cents for r in purchase.refunds) == sold.paid_cents
        assert sum(r.points_back for r in purchase.refunds) == sold.points_spent
        for part in ("city_cents", "shop_cents", "points"):
            assert back(part) == [getattr(benefit, part) for benefit in sold.benefits]


@given(purchases(), st.data())
def test_one_refund_is_pro_rata_within_a_cent(purchase: Purchase, data: st.DataObject):
    if not purchase.amount_cents:
        return
    amount = data.draw(st.integers(1, purchase.amount_cents))

    made = refund(purchase, refund_id="r", amount_cents=amount, at=NOON).refunds[0]

    assert abs(made.paid_cents * purchase.amount_cents - purchase.paid_cents * amount) < purchase.amount_cents
    assert abs(made.points_taken * purchase.amount_cents - purchase.points_earned * amount) <= (
        purchase.amount_cents * max(1, len(purchase.benefits))
    )


@pytest.mark.parametrize("amount", [0, -1, 101])
def test_nothing_a_debt_or_more_than_the_purchase_is_not_refunded(amount: int):
    purchase = Purchase(
        purchase_id="p",
        shop_id="s",
        at=NOON,
        amount_cents=100,
        paid_cents=100,
        holder_id="ana",
        account_id="acc_1",
        card_id="card_1",
    )

    with pytest.raises(MoreThanWasPaid):
        refund(purchase, refund_id="r", amount_cents=amount, at=NOON)


def test_points_last_to_the_end_of_the_month_a_year_on():
    assert [last_day_of(date(2026, 11, 23)), last_day_of(date(2026, 12, 1)), last_day_of(date(2027, 2, 28))] == [
        date(2027, 11, 30),
        date(2027, 12, 31),
        date(2028, 2, 29),
    ]


def test_points_are_spent_from_the_lot_that_expires_first():
    points = Points(lots=(Lot(TODAY, 30), Lot(TODAY + timedelta(days=9), 50)))

    assert points.spend(40, TODAY).lots == (Lot(TODAY + timedelta(days=9), 40),)


def test_what_expired_is_not_there_to_spend():
    points = Points(lots=(Lot(TODAY - timedelta(days=1), 30), Lot(TODAY, 50)))

    with pytest.raises(PointsShort):
        points.spend(51, TODAY)
    assert points.on(TODAY) == Points(lots=(Lot(TODAY, 50),), expired=30)


def test_points_taken_back_after_they_were_spent_are_paid_by_the_next_ones():
    points = Points().earn(100, TODAY).spend(80, TODAY).take_back(100, TODAY)

    assert (points.balance, points.owed) == (0, 80)
    assert points.earn(100, TODAY).balance == 20


STEPS = st.lists(
    st.tuples(st.sampled_from(["earn", "spend", "give_back", "take_back"]), st.integers(1, 300), st.integers(0, 200)),
    max_size=25,
)


@given(STEPS)
def test_points_add_up_whatever_happens_and_in_whatever_order(steps: list[tuple[str, int, int]]):
    points, today = Points(), TODAY
    sums = {"earn": 0, "spend": 0, "give_back": 0, "take_back": 0}

    for step, amount, days in steps:
        today += timedelta(days=days)
        try:
            points = getattr(points.on(today), step)(amount, today)
        except PointsShort:
            continue
        sums[step] += amount

    told = sums["earn"] + sums["give_back"] - sums["spend"] - sums["take_back"] - points.expired
    assert points.balance - points.owed == told
    assert points.owed >= 0
    assert all(lot.points > 0 for lot in points.lots)
    assert list(points.lots) == sorted(points.lots)


def test_an_account_number_is_taken_with_its_spaces_and_kept_without():
    assert checked("ES91 2100 0418 4502 0005 1332") == IBAN


@pytest.mark.parametrize(
    "wrong", ["", "ES9121000418450200051333", "ES91", "XX", IBAN + "0", "ES91２1000418450200051332"]
)
def test_an_account_number_that_does_not_hold_is_refused(wrong: str):
    with pytest.raises(BadIban):
        checked(wrong)
