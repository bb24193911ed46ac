"""Each week of a shop is closed once, to the cent; and what a person should look at is found."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cercano.kit import aws, clock
from tests.functions.loyalty.conftest import POINTS, Street
from tests.support.events import schedule_event

MONDAY_NIGHT = "2026-11-30T03:00:00Z"


def test_a_closed_week_says_what_the_city_owes_and_never_changes(street: Street, noon: clock.Frozen) -> None:
    street.card()
    shop_id = street.shop()
    campaign_id, points = street.campaign(), street.campaign(**POINTS)
    sold = street.sell(shop_id, 10_000).json
    street.sell(shop_id, 2_000, 2, points=50)
    street.refund(shop_id, sold["purchase_id"], 2_500)
    noon.move_to(datetime.fromisoformat(MONDAY_NIGHT))

    first = street.function("settle_week")(schedule_event(MONDAY_NIGHT))
    again = street.function("settle_week")(schedule_event(MONDAY_NIGHT))

    assert (first["weeks"], first["due_cents"], again["weeks"]) == (1, 810, 0)
    (week,) = street.as_merchant("read_settlements", "GET", f"/shops/{shop_id}/settlements").json["items"]
    assert week == {
        "week": "2026-W48",
        "sales": 2,
        "refunds": 1,
        "sold_cents": 9_500,
        "campaigns": [
            {"campaign_id": campaign_id, "city_cents": 760, "shop_cents": 190},
            {"campaign_id": points, "city_cents": 0, "shop_cents": 0},
        ],
        "city_cents": 760,
        "shop_cents": 190,
        "points_cents": 50,
        "due_cents": 810,
        "iban_end": "1332",
    }
    assert [data for name, data in street.told() if name == "ShopWeekSettled"] == [
        {"shop_id": shop_id, "week": "2026-W48", "city_cents": 810}
    ]


def test_a_refund_of_a_later_week_is_of_that_week(street: Street, noon: clock.Frozen) -> None:
    street.card()
    shop_id = street.shop()
    street.campaign()
    sold = street.sell(shop_id, 10_000).json
    noon.move_to(datetime(2026, 12, 1, 12, tzinfo=UTC))
    street.refund(shop_id, sold["purchase_id"], 10_000)
    noon.move_to(datetime(2026, 12, 7, 3, tzinfo=UTC))

    street.function("settle_week")(schedule_event("2026-12-07T03:00:00Z"))

    weeks = street.as_merchant("read_settlements", "GET", f"/shops/{shop_id}/settlements").json["items"]
    assert [(week["week"], week["due_cents"]) for week in weeks] == [("2026-W49", -800), ("2026-W48", 800)]


def test_a_week_that_is_not_over_is_not_closed(street: Street, noon: clock.Frozen) -> None:
    street.card()
    shop_id = street.shop()
    street.campaign()
    street.sell(shop_id, 10_000)

    assert street.function("settle_week")(schedule_event("2026-11-29T23:05:00Z"))["weeks"] == 0


def test_one_card_that_buys_again_and_again_is_found_and_only_staff_see_it(street: Street, noon: clock.Frozen) -> None:
    street.card()
    shop_id = street.shop()
    street.campaign()
    for number in range(5):
        street.sell(shop_id, 2_345, number)
        noon.tick(300)

    found = [street.function("find_signals")(schedule_event("2026-11-24T04:30:00Z")) for _ in range(2)]

    assert [one["findings"] for one in found] == [1, 1]
    (finding,) = street.ask("read_findings", "GET", f"/findings?shop_id={shop_id}").json["items"]
    assert (finding["signal"], finding["times"], finding["day"]) == ("same_card", 5, "2026-11-23")
    assert street.as_merchant("read_findings", "GET", "/findings").status == 403


def test_a_quiet_day_has_no_findings(street: Street) -> None:
    street.card()
    shop_id = street.shop()
    street.campaign()
    street.sell(shop_id, 2_345)

    assert street.function("find_signals")(schedule_event("2026-11-24T04:30:00Z"))["findings"] == 0


def test_the_sample_goes_to_the_bus_under_its_own_name(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = []

    def put_events(Entries: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:  # noqa: N803 - boto's own name
        sent.extend(Entries)
        return {"Entries": [{} for _ in Entries]}

    monkeypatch.setattr(aws.client("events"), "put_events", put_events)

    street.function("publish_facts")()

    assert [(entry["Source"], entry["DetailType"]) for entry in sent] == [("cercano.loyalty", "CampaignLaunched")]


def test_the_samples_of_the_clock_and_the_bus_are_understood(street: Street) -> None:
    for use_case in ("tend_vouchers", "settle_week", "find_signals"):
        assert isinstance(street.function(use_case)(), dict)
    assert street.function("heed_cards")() == {"batchItemFailures": []}
