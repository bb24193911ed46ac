"""What loyalty holds of a person is in their copy, and is forgotten when they leave; the shop's books stay."""

from __future__ import annotations

from cercano.facts.citizen import CitizenErased
from cercano.kit import aws, clock
from tests.functions.loyalty.conftest import PAY_70_GET_100, Street
from tests.support.copies import ask_for_copy
from tests.support.events import fact_event

POINTS = {"kind": "points", "points_per_euro": 2}


def test_points_cards_and_vouchers_are_in_the_copy(street: Street) -> None:
    shop_id = street.shop()
    street.campaign(reward=POINTS)
    street.card()
    assert street.sell(shop_id, 1000).status == 200

    held = ask_for_copy(street.domain, street.function("heed_citizens"), "ana", times=2)

    assert held["person"]["shops"] == [shop_id]
    assert [card["card_class"] for card in held["cards"]] == ["resident"]
    assert held["vouchers"] == []


def test_a_voucher_of_a_campaign_that_ended_long_ago_is_in_the_copy(street: Street, noon: clock.Frozen) -> None:
    """Tills forget such a campaign a month after its vouchers' time; what somebody spent is still held of them."""
    shop_id = street.shop()
    street.card()
    campaign_id = street.campaign(**PAY_70_GET_100)
    place = f"/campaigns/{campaign_id}/vouchers"
    mine = street.as_citizen("reserve_voucher", "POST", place, {"request_id": "0" * 32}).json["voucher_id"]
    assert street.sell(shop_id, 10_000).json["paid_cents"] == 7_000
    assert street.ask("launch_campaign", "POST", f"/campaigns/{campaign_id}/end").status == 200
    key = {"pk": {"S": "LIVE"}, "sk": {"S": campaign_id}}
    aws.client("dynamodb").delete_item(TableName=street.domain.ref("LoyaltyTable"), Key=key)
    noon.tick(200 * 86_400)

    held = ask_for_copy(street.domain, street.function("heed_citizens"), "ana")

    assert [(one["campaign_id"], one["voucher_id"], one["state"]) for one in held["vouchers"]] == [
        (campaign_id, mine, "spent")
    ]


def test_who_left_has_no_points_and_the_sale_is_still_in_the_shops_week(street: Street) -> None:
    shop_id = street.shop()
    street.campaign(reward=POINTS)
    street.card()
    sale = street.sell(shop_id, 1000).json
    assert street.as_citizen("read_points", "GET", "/points").json["balance"] > 0

    erased = fact_event(*[CitizenErased(at=clock.now(), citizen_id="ana")] * 2)
    assert street.function("heed_citizens")(erased) == {"batchItemFailures": []}

    assert street.as_citizen("read_points", "GET", "/points").json["balance"] == 0
    kept = street.as_merchant("refund_purchase", "GET", f"/shops/{shop_id}/purchases/{sale['purchase_id']}")
    assert kept.json["amount_cents"] == 1000
