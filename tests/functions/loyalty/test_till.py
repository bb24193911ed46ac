"""At the till: scan, see, take, take back; every cent accounted for, and nothing done twice."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cercano.facts.card import CardActivated, CardBlocked, CardIssued, CredentialActivated, CredentialEnded
from cercano.kit import aws, clock
from cercano.loyalty import campaigns, pool
from cercano.loyalty.instants import prefix_of
from tests.functions.loyalty.conftest import A_SHOP, ANA_CARD, PAY_70_GET_100, POINTS, Street, till_id
from tests.support.codes import code
from tests.support.loyalty import NOON


@pytest.fixture
def shop(street: Street) -> str:
    """Berta's bookshop, and Ana with her card."""
    street.card()
    return street.shop()


def points_of(street: Street) -> tuple[int, int]:
    said = street.as_citizen("read_points", "GET", "/points").json
    return said["balance"], said["owed"]


def left(street: Street, campaign_id: str) -> int:
    stock = pool.stock(campaigns.find(campaign_id))
    assert stock.left + stock.held + stock.spent == stock.size
    return stock.left


def rows(street: Street) -> dict[tuple[str, str], Any]:
    found = aws.client("dynamodb").scan(TableName=street.domain.ref("LoyaltyTable"))["Items"]
    return {(one["pk"]["S"], one["sk"]["S"]): one for one in found}


def test_a_quote_says_what_applies_and_why_the_rest_does_not_and_keeps_only_the_code(street: Street, shop: str) -> None:
    best, small = street.campaign(), street.campaign(rules={"minimum_cents": 20_000})
    before = rows(street)

    quote = street.as_merchant(
        "take_purchase", "POST", f"/shops/{shop}/quotes", {"qr": code(ANA_CARD), "amount_cents": 9_999}
    ).json

    assert (quote["paid_cents"], quote["points_earned"]) == (9_000, 0)
    assert quote["benefits"] == [
        {"campaign_id": best, "kind": "percent", "cents": 999, "points": 0, "sentence": "Descuento de 9,99 €."}
    ]
    assert quote["passed_over"] == [
        {"campaign_id": small, "code": "below_minimum", "sentence": "La compra mínima es de 200,00 €."}
    ]
    (new,) = (key for key, item in rows(street).items() if before.get(key) != item)
    assert new[0].startswith(f"CODE#{ANA_CARD}#")


def test_a_sale_sent_twice_is_one_sale_and_other_words_under_its_id_are_refused(street: Street, shop: str) -> None:
    campaign_id = street.campaign()

    first, second = street.sell(shop, 10_000), street.sell(shop, 10_000)
    other = street.sell(shop, 10_001)

    assert first.json == second.json
    assert (first.json["paid_cents"], left(street, campaign_id)) == (9_000, 999_000)
    assert (other.status, other.code) == (409, "purchase_says_otherwise")
    ((_, told),) = [one for one in street.told() if one[0] == "RewardRedeemed"]
    assert (told["city_cents"], told["shop_cents"], told["account_id"]) == (800, 200, f"acc_{ANA_CARD}")


def test_a_shop_never_learns_who_bought(street: Street, shop: str) -> None:
    street.campaign()
    sold = street.sell(shop, 10_000).text

    for secret in ("ana", "card_", "acc_", ANA_CARD):
        assert secret not in sold


def test_reserved_used_and_returned_a_voucher_comes_back_whole(street: Street, shop: str) -> None:
    campaign_id = street.campaign(**PAY_70_GET_100)
    street.as_citizen("reserve_voucher", "POST", f"/campaigns/{campaign_id}/vouchers", {"request_id": "0" * 32})

    def mine() -> tuple[str, int]:
        (one,) = street.as_citizen("reserve_voucher", "GET", "/vouchers").json["items"]
        return one["state"], one["left_cents"]

    sold = street.sell(shop, 6_000)
    assert (sold.json["paid_cents"], mine()) == (4_200, ("spent", 1_200))
    half = street.refund(shop, sold.json["purchase_id"], 3_000)
    assert (half.json["refunds"][0]["paid_cents"], mine()) == (2_100, ("spent", 2_100))
    rest = street.refund(shop, sold.json["purchase_id"], 3_000, 901)
    assert (rest.json["left_cents"], mine()) == (0, ("held", 3_000))
    assert left(street, campaign_id) == 39


def test_a_voucher_is_kept_for_later_when_its_holder_says_so(street: Street, shop: str) -> None:
    campaign_id = street.campaign(**PAY_70_GET_100)
    street.as_citizen("reserve_voucher", "POST", f"/campaigns/{campaign_id}/vouchers", {"request_id": "0" * 32})

    assert street.sell(shop, 6_000, without=[campaign_id]).json["paid_cents"] == 6_000


def test_points_are_earned_spent_and_given_back_to_the_point(street: Street, shop: str, noon: clock.Frozen) -> None:
    campaign_id = street.campaign(**POINTS)

    sold = street.sell(shop, 10_000)
    assert (sold.json["points_earned"], points_of(street)) == (200, (200, 0))
    spent = street.sell(shop, 1_000, 2, points=500)
    assert (spent.json["points_spent"], spent.json["paid_cents"], points_of(street)) == (200, 800, (20, 0))
    street.refund(shop, sold.json["purchase_id"], 5_000)
    assert points_of(street) == (0, 80)
    street.refund(shop, spent.json["purchase_id"], 500, 901)
    assert points_of(street) == (10, 0)  # 100 came back and paid the 80 owed; 10 of the 20 earned went
    assert left(street, campaign_id) == 100_000 - 200 - 20 + 100 + 10


def test_a_budget_is_given_to_the_last_cent_and_not_one_more(street: Street, shop: str) -> None:
    campaign_id = street.campaign(budget=1_500)

    paid = [street.sell(shop, 10_000, number).json["paid_cents"] for number in (1, 2, 3)]

    assert (paid, left(street, campaign_id)) == ([9_000, 9_500, 10_000], 0)


def test_limits_of_person_and_shop_hold_and_a_whole_refund_gives_the_use_back(street: Street, shop: str) -> None:
    street.campaign(limits={"per_person": 2, "per_shop": 5})

    sold = [street.sell(shop, 1_000, number).json for number in (1, 2, 3)]
    assert [one["paid_cents"] for one in sold] == [900, 900, 1_000]
    street.refund(shop, sold[0]["purchase_id"], 1_000)

    assert street.sell(shop, 1_000, 4).json["paid_cents"] == 900


def test_a_limit_of_the_shop_is_one_for_all_its_customers(street: Street, shop: str) -> None:
    street.card("00000000000000b1", "bruno")
    street.campaign(limits={"per_shop": 1})

    paid = [
        street.sell(shop, 1_000, n, credential_id=c).json["paid_cents"]
        for n, c in enumerate([ANA_CARD, "00000000000000b1"])
    ]

    assert paid == [900, 1_000]


def test_two_cards_of_one_citizen_are_one_person_and_anonymous_ones_are_each_their_own(
    street: Street, shop: str
) -> None:
    street.campaign(limits={"per_person": 1})
    street.card("00000000000000a2", "ana")
    street.card("00000000000000c1", None, "anonymous")

    credentials = [ANA_CARD, "00000000000000a2", "00000000000000c1"]
    paid = [street.sell(shop, 1_000, n, credential_id=one).json["paid_cents"] for n, one in enumerate(credentials)]

    assert paid == [900, 1_000, 900]


def test_only_the_first_purchase_in_a_shop_is_the_first(street: Street, shop: str) -> None:
    street.campaign(rules={"first_purchase": True})

    assert [street.sell(shop, 1_000, n).json["paid_cents"] for n in (1, 2)] == [900, 1_000]


@pytest.mark.parametrize("amount", [0, -1, 1_000_001, 2**63, 10**400, 1e309, "1", True, 1.5, None, "NaN"])
def test_an_amount_is_a_whole_number_of_cents_within_reason(street: Street, shop: str, amount: Any) -> None:
    sold = street.sell(shop, 1_000)

    answers = [street.sell(shop, amount, 2), street.refund(shop, sold.json["purchase_id"], amount)]

    assert {answer.status for answer in answers} <= {400, 422}
    assert (
        street.as_merchant("refund_purchase", "GET", f"/shops/{shop}/purchases/{sold.json['purchase_id']}").json
        == sold.json
    )


@pytest.mark.parametrize("written", ["NaN", "Infinity", "-0.5", "1e309", "9" * 5_000])
def test_numbers_that_are_none_are_refused_as_they_are_written(street: Street, shop: str, written: str) -> None:
    body = f'{{"qr": "{code(ANA_CARD)}", "amount_cents": {written}, "purchase_id": "{till_id()}"}}'

    assert street.as_merchant("take_purchase", "POST", f"/shops/{shop}/purchases", body).status in (400, 422)


def test_what_the_till_may_not_say_is_refused(street: Street, shop: str) -> None:
    for smuggled in ({"paid_cents": 1}, {"holder_id": "bruno"}, {"benefits": []}, {"points": -5}):
        assert street.sell(shop, 1_000, **smuggled).status == 422


@pytest.mark.parametrize("offset", [timedelta(minutes=-11), timedelta(minutes=11), timedelta(days=-8)])
def test_a_sale_of_another_time_does_not_slip_into_a_week_that_is_paid(
    street: Street, shop: str, offset: timedelta
) -> None:
    made_id = prefix_of(NOON + offset) + "0" * 20

    assert street.sell(shop, 1_000, purchase_id=made_id).code == "purchase_out_of_time"


def test_more_than_the_purchase_is_not_refunded_nor_the_same_refund_twice(street: Street, shop: str) -> None:
    sold = street.sell(shop, 1_000).json["purchase_id"]

    first, again = street.refund(shop, sold, 600), street.refund(shop, sold, 600)
    answers = [street.refund(shop, sold, 601), street.refund(shop, sold, 401, 901)]

    assert first.json == again.json
    assert [answer.code for answer in answers] == ["purchase_says_otherwise", "more_than_was_paid"]
    assert street.refund(shop, "0" * 32, 1).code == "no_such_purchase"


def test_the_id_of_a_refund_names_one_refund_of_one_purchase(street: Street, shop: str) -> None:
    one, other = (street.sell(shop, 1_000, number).json["purchase_id"] for number in (1, 2))
    street.refund(shop, one, 300)

    again = street.refund(shop, other, 300)

    assert (again.status, again.code) == (409, "purchase_says_otherwise")


def test_a_whole_refund_gives_the_shop_its_use_back(street: Street, shop: str) -> None:
    street.campaign(limits={"per_shop": 1, "per_shop_day": 1})
    sold = street.sell(shop, 1_000).json
    assert street.sell(shop, 1_000, 2).json["paid_cents"] == 1_000

    street.refund(shop, sold["purchase_id"], 400)
    partly = street.sell(shop, 1_000, 3).json["paid_cents"]
    street.refund(shop, sold["purchase_id"], 600, 901)

    assert (partly, street.sell(shop, 1_000, 4).json["paid_cents"]) == (1_000, 900)


def test_points_that_come_back_last_as_long_as_they_would_have(street: Street, shop: str) -> None:
    street.campaign(**POINTS)
    street.sell(shop, 10_000)
    spent = street.sell(shop, 150, 2, points=150).json

    street.refund(shop, spent["purchase_id"], 150)

    lots = street.as_citizen("read_points", "GET", "/points").json["lots"]
    assert lots == [{"points": 200, "last_day": "2027-11-30"}]


def test_a_card_of_which_nobody_has_said_whose_it_is_waits(street: Street) -> None:
    shop, ids = street.shop(), {"card_id": "card_new", "account_id": "acc_new"}
    speaks = CredentialActivated(at=NOON, **ids, credential_id="00000000000000d1", medium="app")
    street.hear(CardActivated(at=NOON, **ids), speaks)

    early = street.sell(shop, 1_000, credential_id="00000000000000d1")
    issued = CardIssued(at=NOON, **ids, citizen_id="ana", card_class="resident", expires_on=date(2031, 1, 1))
    street.hear(issued)

    assert (early.status, early.code) == (409, "card_not_accepted")
    assert street.sell(shop, 1_000, credential_id="00000000000000d1").status == 200


def test_a_card_that_is_blocked_ended_or_unknown_is_not_accepted_and_the_till_is_not_told_which(
    street: Street, shop: str
) -> None:
    street.card("00000000000000e1", "eva")
    ids = {"card_id": f"card_{ANA_CARD}", "account_id": f"acc_{ANA_CARD}"}
    street.hear(CardBlocked(at=NOON, **ids, reason="stolen"))
    street.hear(
        CredentialEnded(at=NOON, credential_id="00000000000000e1", card_id="card_00000000000000e1", account_id="x")
    )

    answers = [street.sell(shop, 1_000, credential_id=one) for one in (ANA_CARD, "00000000000000e1", "f" * 16)]

    assert [(answer.status, answer.code) for answer in answers] == [(409, "card_not_accepted")] * 3
    assert len({answer.json["detail"] for answer in answers}) == 1


def test_a_shop_that_was_not_approved_sells_nothing_with_the_card(street: Street, shop: str) -> None:
    made = street.as_merchant("join_shop", "POST", "/shops", A_SHOP, headers={"Idempotency-Key": "k9"})

    assert street.sell(made.json["shop_id"], 1_000).code == "shop_not_open"


def test_a_sale_whose_reply_was_lost_is_taken_once(street: Street, shop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign_id = street.campaign()
    client = aws.client("dynamodb")
    honest = client.transact_write_items

    def lost(**call: Any) -> Any:
        monkeypatch.setattr(client, "transact_write_items", honest)
        honest(**call)
        raise ConnectionError("the reply was lost")

    street.function("take_purchase")
    monkeypatch.setattr(client, "transact_write_items", lost)
    first, second = street.sell(shop, 10_000), street.sell(shop, 10_000)

    assert (first.status, second.status) == (500, 200)
    assert left(street, campaign_id) == 999_000
