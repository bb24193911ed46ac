"""count_volume knows what the card paid in twelve months, and tells in time; read_volume shows it to staff."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cercano.kit import aws
from cercano.kit.facts import instant
from cercano.wallet import network, volumes
from cercano.wallet.network import LIMIT_CENTS, Volume
from tests.functions.wallet.conftest import Ask
from tests.functions.wallet.test_settling import receive
from tests.support.aws import Domain
from tests.support.events import event, schedule_event

STAFF: dict[str, Any] = {"subject": "eva", "roles": ("staff",)}
YESTERDAY = date(2026, 11, 22)


@pytest.fixture
def count(wallet: Domain) -> Callable[[], dict[str, Any]]:
    function = wallet.function("count_volume")
    function.module.OPEN_DAYS = 3  # type: ignore[attr-defined]

    def run() -> dict[str, Any]:
        done = function(schedule_event(instant(datetime(2026, 11, 23, 5, tzinfo=UTC))))
        return {name: done[name] for name in ("paid_cents", "percent", "told")}

    return run


def told(wallet: Domain) -> list[int]:
    key = {"pk": {"S": "VOLUME_TOLD"}, "sk": {"S": "DOC"}}
    item = aws.client("dynamodb").get_item(TableName=wallet.ref("LedgerTable"), Key=key).get("Item", {})
    return [one["data"]["percent"] for one in json.loads(item.get("told", {"S": "[]"})["S"])]


def paid_before(cents: int, day: date = date(2026, 3, 1)) -> None:
    volumes.put_many([volumes.VolumeRow("VOLUME", day.isoformat(), cents=cents)])


def test_payments_count_and_neither_top_ups_nor_refunds_nor_adjustments(
    wallet: Domain, count: Callable[[], dict[str, Any]]
) -> None:
    for number, (payee, cents) in enumerate(
        [("operator:tus", 66), ("merchant:x", 500), ("city:sports", 300), ("operator:tus", -66),
         ("city:adjustments", 900), ("gateway:redsys", -2000), ("desk", 700), ("account:acc_2", 100)]
    ):  # fmt: skip
        receive(payee, cents, YESTERDAY, number)

    assert count()["paid_cents"] == 866
    assert count()["paid_cents"] == 866


def test_the_city_is_told_at_eighty_per_cent_once_and_again_at_the_limit(
    wallet: Domain, count: Callable[[], dict[str, Any]]
) -> None:
    paid_before(LIMIT_CENTS * 8 // 10 - 100)
    assert (count(), told(wallet)) == ({"paid_cents": 79_999_900, "percent": 79, "told": False}, [])

    receive("operator:tus", 100, YESTERDAY)
    assert (count(), told(wallet)) == ({"paid_cents": 80_000_000, "percent": 80, "told": True}, [80])
    assert count()["told"] is False

    receive("operator:tus", LIMIT_CENTS // 5, YESTERDAY, 2)
    assert count() == {"paid_cents": LIMIT_CENTS, "percent": 100, "told": False}
    receive("operator:tus", 1, YESTERDAY, 3)
    assert (count()["told"], told(wallet)) == (True, [100])


def test_what_is_a_year_old_counts_no_more(wallet: Domain, count: Callable[[], dict[str, Any]]) -> None:
    paid_before(500, date(2025, 11, 22))
    paid_before(70, date(2025, 11, 23))

    assert count()["paid_cents"] == 70


@pytest.mark.parametrize(
    ("cents", "percent", "level"),
    [(0, 0, 0), (79_999_999, 79, 0), (80_000_000, 80, 80), (LIMIT_CENTS, 100, 80), (LIMIT_CENTS + 1, 100, 100)],
)
def test_the_law_says_more_than_a_million(cents: int, percent: int, level: int) -> None:
    found = Volume(until=YESTERDAY, cents=cents)

    assert (found.percent, found.level) == (percent, level)


def test_twelve_months_are_365_days() -> None:
    days = {YESTERDAY - timedelta(days=number): 1 for number in range(400)}

    assert network.volume(YESTERDAY, days).cents == 365


def test_staff_see_how_near_the_limit_is(
    wallet: Domain, count: Callable[[], dict[str, Any]], asking: Callable[[str], Ask]
) -> None:
    paid_before(40_000_000)
    receive("operator:tus", 66, YESTERDAY)
    count()
    read = asking("read_volume")

    answer = read("GET", "/network-volume", **STAFF)

    assert answer.json == {
        "since": "2025-11-23", "until": "2026-11-22", "paid_cents": 40_000_066, "limit_cents": LIMIT_CENTS,
        "percent": 40, "warns_at_percent": 80,
        "months": [{"month": "2026-03", "paid_cents": 40_000_000}, {"month": "2026-11", "paid_cents": 66}],
    }  # fmt: skip
    assert read("GET", "/network-volume", subject="ana").code == "not_allowed"


def test_the_samples_are_taken(
    asking: Callable[[str], Ask], count: Callable[[], dict[str, Any]], wallet: Domain
) -> None:
    assert asking("read_volume")("GET", event("wallet", "read_volume")["path"], **STAFF).json["paid_cents"] == 0
    function = wallet.function("count_volume")
    function.module.OPEN_DAYS = 1  # type: ignore[attr-defined]
    assert function(event("wallet", "count_volume"))["paid_cents"] == 0
