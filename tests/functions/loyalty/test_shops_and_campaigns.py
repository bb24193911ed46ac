"""Shops join, staff say yes; campaigns are written by one and launched by another."""

from __future__ import annotations

from typing import Any

import pytest

from cercano.kit import aws, clock
from tests.functions.loyalty.conftest import A_SHOP, PAY_70_GET_100, TEN_PERCENT, Street


def test_a_merchant_applies_and_staff_let_the_shop_take_part(street: Street) -> None:
    made = street.as_merchant("join_shop", "POST", "/shops", A_SHOP, headers={"Idempotency-Key": "k1"})
    again = street.as_merchant("join_shop", "POST", "/shops", A_SHOP, headers={"Idempotency-Key": "k1"})
    shop_id = made.json["shop_id"]

    assert (made.status, again.json) == (201, made.json)
    assert (made.json["state"], made.json["iban_end"]) == ("applied", "1332")
    approved = street.ask("decide_shop", "POST", f"/shops/{shop_id}/approval")
    assert approved.json == {**made.json, "state": "open"}
    assert street.ask("decide_shop", "POST", f"/shops/{shop_id}/approval").status == 200
    assert street.ask("decide_shop", "POST", f"/shops/{shop_id}/rejection").code == "shop_already_decided"
    assert street.told() == [("ShopApproved", {"shop_id": shop_id})]


def test_an_application_whose_answer_was_lost_is_one_shop(
    street: Street, noon: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cercano.kit import idempotency

    def cut(*_: Any, **__: Any) -> None:
        raise RuntimeError("the power went")

    key = {"Idempotency-Key": "k1"}
    with monkeypatch.context() as broken:
        broken.setattr(idempotency, "_end", cut)
        lost = street.as_merchant("join_shop", "POST", "/shops", A_SHOP, headers=key)
    noon.tick(60)

    again = street.as_merchant("join_shop", "POST", "/shops", A_SHOP, headers=key)

    assert (lost.status, again.status) == (500, 201)
    shops = street.as_merchant("read_shops", "GET", "/shops").json["items"]
    assert [one["shop_id"] for one in shops] == [again.json["shop_id"]]


def test_the_bank_account_is_kept_apart_and_shown_to_nobody(street: Street) -> None:
    shop_id = street.shop()

    items = aws.client("dynamodb").scan(TableName=street.domain.ref("LoyaltyTable"))["Items"]

    assert [item["pk"]["S"] for item in items if A_SHOP["iban"] in str(item)] == [f"BANK#{shop_id}"]
    assert A_SHOP["iban"] not in street.as_merchant("read_shops", "GET", f"/shops/{shop_id}").text


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"iban": "ES9121000418450200051333"}, "bad_iban"),
        ({"lat": 91.0}, "invalid"),
        ({"state": "open"}, "invalid"),
        ({"opens": "09:00Z"}, "invalid"),
        ({"closes": "21:00+02:00"}, "invalid"),
        ({"opens": "09:00", "closes": "09:00"}, "invalid"),
        ({"name": "Fruteria\u202eamaC"}, "invalid"),
        ({"name": "\u200b"}, "invalid"),
        ({"address": "Calle\r\nfalsa"}, "invalid"),
    ],
)
def test_an_application_that_does_not_hold_is_refused(street: Street, changed: dict[str, Any], code: str) -> None:
    said = {**A_SHOP, **changed}

    answer = street.as_merchant("join_shop", "POST", "/shops", said, headers={"Idempotency-Key": "k1"})

    assert (answer.status, answer.code) == (422, code)
    assert A_SHOP["iban"][:8] not in answer.text


def test_merchants_see_their_own_shops_and_staff_see_all(street: Street) -> None:
    mine, other = street.shop(), street.shop("carlos", "k2", name="Frutas Carlos", category="food")

    berta = street.as_merchant("read_shops", "GET", "/shops").json["items"]
    staff = street.ask("read_shops", "GET", "/shops?state=open").json["items"]

    assert [shop["shop_id"] for shop in berta] == [mine]
    assert {shop["shop_id"] for shop in staff} == {mine, other}
    assert street.ask("read_shops", "GET", f"/shops/{other}").json["name"] == "Frutas Carlos"


def test_everybody_sees_which_shops_take_part_and_nothing_of_their_bank(street: Street) -> None:
    berta = street.shop()
    carlos = street.shop("carlos", "k2", name="Frutas Carlos", category="food")
    street.as_merchant("join_shop", "POST", "/shops", {**A_SHOP, "name": "Aún no"}, headers={"Idempotency-Key": "k3"})

    answer = street.ask("read_places", "GET", "/places", roles=None)

    assert [place["shop_id"] for place in answer.json["items"]] == [carlos, berta]
    assert answer.json["items"][1] == {
        "shop_id": berta, **{name: A_SHOP[name] for name in ("name", "category", "address", "lat", "lon")},
        "opens": "09:00:00", "closes": "21:00:00",
    }  # fmt: skip


def test_who_wrote_a_campaign_last_may_not_launch_it(street: Street) -> None:
    made = street.ask("edit_campaign", "POST", "/campaigns", TEN_PERCENT)
    place = f"/campaigns/{made.json['campaign_id']}"
    tag = {"If-Match": made.headers["etag"]}
    rewritten = street.ask(
        "edit_campaign", "PUT", f"{place}/document", {**TEN_PERCENT, "budget": 7}, subject="luis", headers=tag
    )

    campaign_id, read = made.json["campaign_id"], rewritten.headers["etag"]
    by_luis, by_sofia = (street.launch(campaign_id, read, subject=who) for who in ("luis", "sofia"))

    assert rewritten.json["proposed_by"] == "luis"
    assert (by_luis.status, by_luis.code) == (403, "same_eyes")
    assert (by_sofia.json["state"], by_sofia.json["launched_by"]) == ("live", "sofia")
    assert [name for name, _ in street.told()] == ["CampaignLaunched"]


def test_nobody_launches_what_was_rewritten_after_they_had_read_it(street: Street) -> None:
    made = street.ask("edit_campaign", "POST", "/campaigns", TEN_PERCENT)
    place, read = f"/campaigns/{made.json['campaign_id']}", {"If-Match": made.headers["etag"]}
    richer = {**TEN_PERCENT, "budget": 900_000_000}
    street.ask("edit_campaign", "PUT", f"{place}/document", richer, headers=read)

    blind = street.ask("launch_campaign", "POST", f"{place}/launch", subject="luis", headers=read)
    unread = street.ask("launch_campaign", "POST", f"{place}/launch", subject="luis")
    seen = street.ask("edit_campaign", "GET", f"{place}/document", subject="luis")
    launched = street.ask(
        "launch_campaign", "POST", f"{place}/launch", subject="luis", headers={"If-Match": seen.headers["etag"]}
    )

    assert [(one.status, one.code) for one in (blind, unread)] == [
        (412, "version_conflict"),
        (428, "precondition_required"),
    ]
    assert (launched.json["state"], launched.json["budget"]) == ("live", 900_000_000)


def test_what_was_launched_is_not_rewritten_nor_launched_again_and_ends_once(street: Street) -> None:
    campaign_id = street.campaign()
    place = f"/campaigns/{campaign_id}"
    read = street.ask("edit_campaign", "GET", f"{place}/document")

    rewritten = street.ask(
        "edit_campaign", "PUT", f"{place}/document", TEN_PERCENT, headers={"If-Match": read.headers["etag"]}
    )
    again = street.launch(campaign_id, read.headers["etag"])
    ends = [street.ask("launch_campaign", "POST", f"{place}/end") for _ in range(2)]

    assert [answer.code for answer in (rewritten, again)] == ["campaign_cannot"] * 2
    assert [(answer.status, answer.json["state"]) for answer in ends] == [(200, "ended")] * 2


def test_a_draft_is_not_ended_and_nobody_but_staff_sees_it(street: Street) -> None:
    made = street.ask("edit_campaign", "POST", "/campaigns", TEN_PERCENT)
    campaign_id = made.json["campaign_id"]

    assert street.ask("launch_campaign", "POST", f"/campaigns/{campaign_id}/end").code == "campaign_cannot"
    assert street.ask("read_campaigns", "GET", "/campaigns", roles=None).json["items"] == []
    drafts = street.ask("read_campaigns", "GET", "/campaigns/all?state=draft").json["items"]
    assert [draft["campaign_id"] for draft in drafts] == [campaign_id]


@pytest.mark.parametrize(
    "changed",
    [
        {"ends_at": "2026-11-22T08:00:00Z"},
        {"starts_at": "9999-01-01T00:00:00Z", "ends_at": "9999-12-31T23:59:59Z"},
        {"starts_at": "0001-01-01T00:00:00Z", "ends_at": "0001-06-01T00:00:00Z"},
        {"reward": {"kind": "percent"}},
        {"reward": {"kind": "percent", "percent": 10, "face_cents": 5}},
        {"reward": {"kind": "voucher", "price_cents": 100, "face_cents": 100}},
        {"rules": {"from_hour": "10:00"}},
        {"rules": {"from_hour": "10:00", "to_hour": "10:00"}},
        {"rules": {"from_hour": "10:00Z", "to_hour": "12:00Z"}},
        {**PAY_70_GET_100, "limits": {}},
        {**PAY_70_GET_100, "limits": {"per_person": 101}},
        {**PAY_70_GET_100, "budget": 200_001},
    ],
)
def test_a_campaign_that_contradicts_itself_is_refused(street: Street, changed: dict[str, Any]) -> None:
    answer = street.ask("edit_campaign", "POST", "/campaigns", {**TEN_PERCENT, **changed})

    assert (answer.status, answer.code) == (422, "campaign_not_sound")


@pytest.mark.parametrize("budget", [0, -1, 10**12, 1e400, "1", True, 2.5, None])
def test_a_budget_is_a_whole_number_within_reason(street: Street, budget: Any) -> None:
    answer = street.ask("edit_campaign", "POST", "/campaigns", {**TEN_PERCENT, "budget": budget})

    assert answer.status in (400, 422)


def test_campaigns_come_by_their_end_and_nobody_is_asked_where_they_stand(street: Street) -> None:
    later = street.campaign(title={"es": "Mercado", "en": "Market"}, ends_at="2026-12-30T22:00:00Z")
    sooner = street.campaign()

    found = street.ask("read_campaigns", "GET", "/campaigns", roles=None).json["items"]
    located = street.ask("read_campaigns", "GET", "/campaigns?lat=43.4623&lon=-3.8030", roles=None)

    assert [one["campaign_id"] for one in found] == [sooner, later]
    assert found[1]["title"] == "Mercado"
    assert located.status == 400 or located.json["items"] == found


def test_a_launch_lays_out_the_whole_budget(street: Street) -> None:
    campaign_id = street.campaign(**PAY_70_GET_100)

    items = aws.client("dynamodb").scan(TableName=street.domain.ref("LoyaltyTable"))["Items"]
    drawers = [item for item in items if item["pk"]["S"].startswith(f"POOL#{campaign_id}#")]

    assert sum(int(item["left"]["N"]) for item in drawers) == 40
    assert len(drawers) == 3 + 1  # the reserve is one


def test_a_dry_run_says_what_a_campaign_would_have_cost_and_whom_it_would_have_reached(
    street: Street, noon: clock.Frozen
) -> None:
    shop_id = street.shop()
    street.card()
    street.card("00000000000000b1", "bruno", "youth")
    street.sell(shop_id, 10_000, 1)
    street.sell(shop_id, 4_000, 2, credential_id="00000000000000b1")
    noon.tick(3_600)
    made = street.ask("edit_campaign", "POST", "/campaigns", {**TEN_PERCENT, "rules": {"minimum_cents": 5_000}})

    run = street.ask("try_campaign", "POST", f"/campaigns/{made.json['campaign_id']}/dry-runs", {"days": 30})

    assert run.json == {
        "purchases": 2,
        "rewarded": 1,
        "people": 1,
        "city_cents": 800,
        "shop_cents": 200,
        "points": 0,
        "vouchers": 0,
        "by_shop": {shop_id: 1_000},
        "passed_over": {"below_minimum": 1},
        "spent_at": None,
    }
