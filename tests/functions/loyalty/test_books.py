"""A shop leafs through its own books: a day's sales, what each day came to, and the same as a sheet."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from cercano.kit import clock
from cercano.loyalty import settling
from tests.functions.loyalty.conftest import ANA_CARD, PAY_70_GET_100, POINTS, Street
from tests.support.http import Answer

MADRID = ZoneInfo("Europe/Madrid")


@pytest.fixture
def shop(street: Street) -> str:
    """Berta's bookshop, with a discount, vouchers and points, and Ana with a voucher."""
    street.card()
    shop_id = street.shop()
    street.campaign(rules={"minimum_cents": 5_000}, stacking={"group": "g"})
    street.campaign(**POINTS)
    vouchers = street.campaign(**PAY_70_GET_100, stacking={"group": "g"})
    body = {"request_id": "0" * 32}
    assert street.as_citizen("reserve_voucher", "POST", f"/campaigns/{vouchers}/vouchers", body).status == 200
    return shop_id


def read(street: Street, shop_id: str, what: str, **options: str) -> Answer:
    return street.as_merchant("read_sales", "GET", f"/shops/{shop_id}/{what}", **options)


def test_the_sales_of_a_day_come_newest_first_page_by_page_and_say_what_went_back(street: Street, shop: str) -> None:
    sold = [street.sell(shop, 1_000 + number, number).json["purchase_id"] for number in range(5)]
    street.refund(shop, sold[4], 1_004)

    found, path = [], f"/shops/{shop}/sales?limit=2"
    while path:
        page = street.as_merchant("read_sales", "GET", path).json
        found += page["items"]
        path = page["next"] and f"/shops/{shop}/sales?limit=2&cursor={page['next']}"

    assert [one["purchase_id"] for one in found] == sold[::-1]
    assert (found[0]["left_cents"], len(found[0]["refunds"]), found[1]["refunds"]) == (0, 1, [])
    assert found == [
        street.as_merchant("refund_purchase", "GET", f"/shops/{shop}/purchases/{one}").json for one in sold[::-1]
    ]


def test_a_day_ends_at_midnight_in_the_city(street: Street, shop: str, noon: clock.Frozen) -> None:
    noon.move_to(datetime(2026, 11, 23, 23, 59, tzinfo=MADRID))
    late = street.sell(shop, 1_000, 0).json["purchase_id"]
    noon.tick(60)
    early = street.sell(shop, 2_000, 0).json["purchase_id"]

    days = {day: read(street, shop, f"sales?day={day}").json["items"] for day in ("2026-11-23", "2026-11-24")}

    assert {day: [one["purchase_id"] for one in found] for day, found in days.items()} == {
        "2026-11-23": [late],
        "2026-11-24": [early],
    }
    assert [one["purchase_id"] for one in read(street, shop, "sales").json["items"]] == [early]


def test_each_day_says_its_totals_less_what_went_back_on_it(street: Street, shop: str, noon: clock.Frozen) -> None:
    first = street.sell(shop, 10_000).json
    noon.tick(86_400)
    street.refund(shop, first["purchase_id"], 5_000)

    days = read(street, shop, "days").json["items"]

    assert days == [
        {"day": "2026-11-24", "sales": 0, "refunds": 1, "redemptions": 0, "sold_cents": -5_000, "paid_cents": -3_500,
         "city_cents": -1_200, "shop_cents": -300, "points_spent": 0, "points_earned": -first["points_earned"] // 2},
        {"day": "2026-11-23", "sales": 1, "refunds": 0, "redemptions": 2, "sold_cents": 10_000, "paid_cents": 7_000,
         "city_cents": 2_400, "shop_cents": 600, "points_spent": 0, "points_earned": first["points_earned"]},
    ]  # fmt: skip


def test_the_days_of_a_week_come_to_its_statement(street: Street, shop: str, noon: clock.Frozen) -> None:
    first = street.sell(shop, 10_000).json
    noon.tick(86_400)
    street.sell(shop, 6_000, points=100)
    street.refund(shop, first["purchase_id"], 3_333)
    settling.settle(datetime(2026, 11, 30, 4, tzinfo=MADRID))

    days = read(street, shop, "days?first=2026-11-23&last=2026-11-29").json["items"]
    (week,) = street.as_merchant("read_settlements", "GET", f"/shops/{shop}/settlements").json["items"]

    for name in ("sales", "refunds", "sold_cents", "city_cents", "shop_cents"):
        assert sum(day[name] for day in days) == week[name]
    assert sum(day["points_spent"] for day in days) == week["points_cents"]


def test_the_sheet_has_a_line_for_each_sale_and_refund_and_names_nobody(street: Street, shop: str) -> None:
    sold = street.sell(shop, 10_000).json
    street.refund(shop, sold["purchase_id"], 5_000)

    answer = street.as_merchant("read_sales", "GET", f"/shops/{shop}/sales.csv", headers={"Accept-Language": "es"})
    lines = answer.body.decode("utf-8-sig").splitlines()

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert lines[0].startswith("Fecha;Qué;Número;Importe;Pagado")
    assert [line.split(";")[:7] for line in lines[1:]] == [
        ["2026-11-23 12:00", "Devolución", answer_id(lines[1]), "-50,00", "-35,00", "-12,00", "-3,00"],
        ["2026-11-23 12:00", "Venta", sold["purchase_id"], "100,00", "70,00", "24,00", "6,00"],
    ]
    for secret in ("card_", "acc_", ANA_CARD):
        assert secret not in answer.text


def answer_id(line: str) -> str:
    return line.split(";")[2]


@pytest.mark.parametrize("who", [("carlos", ("merchant",)), ("sofia", ("staff",)), ("ana", ("citizen",))])
@pytest.mark.parametrize("what", ["sales", "days", "sales.csv"])
def test_nobody_else_reads_a_shops_books(
    street: Street, shop: str, what: str, who: tuple[str, tuple[str, ...]]
) -> None:
    street.sell(shop, 1_234)

    answer = street.ask("read_sales", "GET", f"/shops/{shop}/{what}", subject=who[0], roles=who[1])

    assert answer.status in (403, 404)
    assert "1234" not in answer.text


@pytest.mark.parametrize(
    "asked",
    [
        "first=2026-11-24&last=2026-11-23",
        "first=2026-10-23&last=2026-11-23",
        "first=0001-01-01&last=0001-01-02",
        "last=9999-12-31",
        "first=hoy",
    ],
)
def test_a_range_is_at_most_a_month_and_of_our_time(street: Street, shop: str, asked: str) -> None:
    answers = [read(street, shop, f"{what}?{asked}").status for what in ("days", "sales.csv")]

    assert set(answers) <= {400, 422}


def test_a_cursor_of_one_shop_is_none_of_another(street: Street, shop: str) -> None:
    other = street.shop(owner="berta", key="k2")
    for number in range(2):
        street.sell(shop, 1_000, number)
    cursor = street.as_merchant("read_sales", "GET", f"/shops/{shop}/sales?limit=1").json["next"]

    assert street.as_merchant("read_sales", "GET", f"/shops/{other}/sales?limit=1&cursor={cursor}").status == 400
