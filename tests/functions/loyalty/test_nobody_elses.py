"""Every route with another's token is refused, and a merchant sees only their own shop."""

from __future__ import annotations

from typing import Any

import pytest

from tests.functions.loyalty.conftest import (
    A_SHOP,
    ANA_CARD,
    PAY_70_GET_100,
    TEN_PERCENT,
    Street,
    till_id,
)
from tests.support.codes import code

STAFF, MERCHANT, ANYBODY = "staff", "merchant", "anybody"


def routes(shop_id: str, campaign_id: str, purchase_id: str) -> list[tuple[str, str, str, Any, str]]:
    """Each route, with a body that its owner could send, and who that is."""
    sale = {"qr": code(ANA_CARD), "amount_cents": 1_000, "purchase_id": till_id(77)}
    quote = {"qr": code(ANA_CARD), "amount_cents": 1_000}
    shop, campaign = f"/shops/{shop_id}", f"/campaigns/{campaign_id}"
    return [
        ("join_shop", "POST", "/shops", A_SHOP, MERCHANT),
        ("read_shops", "GET", "/shops", None, MERCHANT),
        ("read_shops", "GET", shop, None, MERCHANT),
        ("decide_shop", "POST", f"{shop}/approval", None, STAFF),
        ("decide_shop", "POST", f"{shop}/rejection", None, STAFF),
        ("edit_campaign", "POST", "/campaigns", TEN_PERCENT, STAFF),
        ("edit_campaign", "GET", f"{campaign}/document", None, STAFF),
        ("edit_campaign", "PUT", f"{campaign}/document", TEN_PERCENT, STAFF),
        ("try_campaign", "POST", f"{campaign}/dry-runs", {"days": 3}, STAFF),
        ("launch_campaign", "POST", f"{campaign}/launch", None, STAFF),
        ("launch_campaign", "POST", f"{campaign}/end", None, STAFF),
        ("read_campaigns", "GET", "/campaigns/all", None, STAFF),
        ("reserve_voucher", "POST", f"{campaign}/vouchers", {"request_id": "1" * 32}, ANYBODY),
        ("reserve_voucher", "DELETE", f"{campaign}/vouchers/voucher_1", None, ANYBODY),
        ("reserve_voucher", "GET", "/vouchers", None, ANYBODY),
        ("read_points", "GET", "/points", None, ANYBODY),
        ("take_purchase", "POST", f"{shop}/quotes", quote, MERCHANT),
        ("take_purchase", "POST", f"{shop}/purchases", sale, MERCHANT),
        (
            "refund_purchase",
            "POST",
            f"{shop}/purchases/{purchase_id}/refunds",
            {"refund_id": till_id(78), "amount_cents": 1},
            MERCHANT,
        ),
        ("refund_purchase", "GET", f"{shop}/purchases/{purchase_id}", None, MERCHANT),
        ("read_sales", "GET", f"{shop}/sales", None, MERCHANT),
        ("read_sales", "GET", f"{shop}/days", None, MERCHANT),
        ("read_sales", "GET", f"{shop}/sales.csv", None, MERCHANT),
        ("read_settlements", "GET", f"{shop}/settlements", None, MERCHANT),
        ("read_findings", "GET", "/findings", None, STAFF),
    ]


@pytest.fixture
def all_routes(street: Street) -> list[tuple[str, str, str, Any, str]]:
    """Berta's shop with a sale to Ana, and a campaign of vouchers."""
    street.card()
    shop_id, campaign_id = street.shop(), street.campaign(**PAY_70_GET_100)
    return routes(shop_id, campaign_id, street.sell(shop_id, 5_000).json["purchase_id"])


def test_every_route_of_the_template_is_in_the_list(street: Street, all_routes: list[Any]) -> None:
    listed = {(use_case, method) for use_case, method, *_ in all_routes}
    declared = {
        (use_case, str(event["Properties"]["Method"]).upper())
        for use_case, entry in street.domain.template.functions.items()
        for event in entry["Events"].values()
        if event["Type"] == "Api" and event["Properties"]["Path"] not in ("/campaigns", "/places")
    }

    assert declared <= listed


def test_without_a_token_there_is_nothing(street: Street, all_routes: list[Any]) -> None:
    answers = {(u, m, p): street.ask(u, m, p, body, roles=None).status for u, m, p, body, _ in all_routes}

    assert set(answers.values()) == {401}


def test_a_citizen_is_no_merchant_and_no_staff(street: Street, all_routes: list[Any]) -> None:
    inner = [route for route in all_routes if route[4] != ANYBODY]

    answers = {
        (u, m, p): street.ask(u, m, p, body, subject="ana", roles=("citizen", "agent", "moderator", "operator")).status
        for u, m, p, body, _ in inner
    }

    assert set(answers.values()) == {403}


def test_a_merchant_is_no_staff(street: Street, all_routes: list[Any]) -> None:
    answers = [street.as_merchant(u, m, p, body).status for u, m, p, body, who in all_routes if who == STAFF]

    assert set(answers) == {403}


def test_another_merchant_does_not_even_learn_that_the_shop_is_there(street: Street, all_routes: list[Any]) -> None:
    of_the_shop = [route for route in all_routes if route[4] == MERCHANT and "/shops/" in route[2]]

    answers = [street.as_merchant(u, m, p, body, subject="carlos") for u, m, p, body, _ in of_the_shop]
    ghost = street.as_merchant("read_shops", "GET", "/shops/shop_none", subject="carlos")

    assert len(answers) == 9
    assert (
        {(answer.status, answer.code) for answer in answers} == {(404, "no_such_shop")} == {(ghost.status, ghost.code)}
    )
    assert {answer.json["detail"] for answer in answers} == {ghost.json["detail"]}
    assert street.as_merchant("read_shops", "GET", "/shops", subject="carlos").json["items"] == []


def test_staff_do_not_sell_in_a_shop_nor_refund(street: Street, all_routes: list[Any]) -> None:
    tills = [route for route in all_routes if route[0] in ("take_purchase", "refund_purchase")]

    answers = [street.ask(u, m, p, body, roles=("staff", "merchant")).status for u, m, p, body, _ in tills]

    assert set(answers) == {404}


def test_a_sale_of_one_shop_is_not_found_in_another(street: Street, all_routes: list[Any]) -> None:
    other = street.shop("carlos", "k2")
    purchase_id = next(p for u, m, p, _, _ in all_routes if (u, m) == ("refund_purchase", "GET")).rpartition("/")[2]

    answer = street.as_merchant("refund_purchase", "GET", f"/shops/{other}/purchases/{purchase_id}", subject="carlos")

    assert (answer.status, answer.code) == (404, "no_such_purchase")


@pytest.mark.parametrize("name", ["shop_1#x", "..", "SHOPS", "shop%00", "a" * 3_000])
def test_a_name_that_tries_to_be_a_key_finds_nothing(street: Street, name: str) -> None:
    assert street.as_merchant("read_shops", "GET", f"/shops/{name}").status in (400, 404, 422)
