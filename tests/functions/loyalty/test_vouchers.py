"""A citizen reserves a voucher, uses it, gives it back; what nobody uses returns."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cercano.kit import clock
from tests.functions.loyalty.conftest import PAY_70_GET_100, POINTS, Street
from tests.support.events import schedule_event


def reserve(street: Street, campaign_id: str, subject: str = "ana", request: str = "0" * 32) -> Any:
    return street.as_citizen(
        "reserve_voucher", "POST", f"/campaigns/{campaign_id}/vouchers", {"request_id": request}, subject
    )


def test_a_voucher_is_reserved_once_however_often_the_request_comes(street: Street) -> None:
    campaign_id = street.campaign(**PAY_70_GET_100)

    first, second = reserve(street, campaign_id), reserve(street, campaign_id)

    assert first.json == second.json
    assert (first.json["state"], first.json["left_cents"], first.json["expires_at"]) == (
        "held",
        3_000,
        "2026-11-30T11:00:00Z",
    )
    assert street.as_citizen("reserve_voucher", "GET", "/vouchers").json["items"] == [first.json]
    assert street.as_citizen("reserve_voucher", "GET", "/vouchers", subject="bruno").json["items"] == []


def test_nobody_gets_more_than_their_share(street: Street) -> None:
    campaign_id = street.campaign(**PAY_70_GET_100)

    answers = [reserve(street, campaign_id, request=f"{n:032x}") for n in range(3)]

    assert [answer.status for answer in answers] == [200, 200, 409]
    assert answers[2].code == "voucher_limit"


def test_when_all_are_given_people_are_told_so_in_their_language(street: Street) -> None:
    campaign_id = street.campaign(**{**PAY_70_GET_100, "budget": 1})
    reserve(street, campaign_id)

    waiting = reserve(street, campaign_id, "bruno")
    street.function("tend_vouchers")(schedule_event())
    gone = reserve(street, campaign_id, "bruno")

    assert [(a.status, a.code) for a in (waiting, gone)] == [(503, "vouchers_being_counted"), (409, "vouchers_gone")]
    assert waiting.headers["retry-after"] == "60"
    assert gone.json["detail"] == "No quedan bonos. Los que no se usen volverán."


def test_a_voucher_that_was_given_back_is_there_for_somebody_else(street: Street) -> None:
    campaign_id = street.campaign(**{**PAY_70_GET_100, "budget": 1})
    voucher_id = reserve(street, campaign_id).json["voucher_id"]
    place = f"/campaigns/{campaign_id}/vouchers/{voucher_id}"

    by_bruno = street.as_citizen("reserve_voucher", "DELETE", place, subject="bruno")
    by_ana = street.as_citizen("reserve_voucher", "DELETE", place)

    assert (by_bruno.status, by_bruno.code, by_ana.status) == (404, "no_such_voucher", 204)
    assert reserve(street, campaign_id, "bruno").status == 200


def test_what_nobody_used_in_time_returns_by_itself(street: Street, noon: clock.Frozen) -> None:
    campaign_id = street.campaign(**{**PAY_70_GET_100, "budget": 1})
    reserve(street, campaign_id)

    noon.tick(timedelta(hours=168).total_seconds())
    street.function("tend_vouchers")(schedule_event(noon.at.isoformat()))

    assert reserve(street, campaign_id, "bruno").status == 200
    (mine,) = street.as_citizen("reserve_voucher", "GET", "/vouchers").json["items"]
    assert mine["state"] == "lapsed"


def test_a_campaign_for_the_young_is_for_the_young(street: Street) -> None:
    campaign_id = street.campaign(**PAY_70_GET_100, rules={"classes": ["youth"]})
    street.card()
    street.card("00000000000000b1", "bruno", "youth")

    assert reserve(street, campaign_id).code == "not_for_you"
    assert reserve(street, campaign_id, "bruno").status == 200


@pytest.mark.parametrize("changed", [{"starts_at": "2026-11-24T08:00:00Z"}, {"ends_at": "2026-11-23T10:59:59Z"}])
def test_before_it_begins_and_after_it_ends_nothing_is_reserved(street: Street, changed: dict[str, Any]) -> None:
    campaign_id = street.campaign(**{**PAY_70_GET_100, **changed})

    assert reserve(street, campaign_id).code == "campaign_cannot"


def test_what_is_no_voucher_campaign_gives_no_vouchers(street: Street) -> None:
    answers = [reserve(street, name) for name in ("campaign_none", street.campaign(**POINTS))]

    assert [(answer.status, answer.code) for answer in answers] == [(404, "no_such_campaign")] * 2


@pytest.mark.parametrize("request_id", ["", "x" * 32, "0" * 31, 5, None, True])
def test_a_request_names_itself_properly(street: Street, request_id: Any) -> None:
    campaign_id = street.campaign(**PAY_70_GET_100)

    assert reserve(street, campaign_id, request=request_id).status == 422
