"""A shop's days: what was sold, what the campaigns gave, what went back. And the same, line by line, as a sheet.

Pure. A sale and a refund belong to the day in which the till made their number, as they do to that week's statement:
the days of a closed week come to its statement, to the cent.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from cercano.kit.money import digits
from cercano.loyalty.instants import instant_of
from cercano.loyalty.model import CITY_TIME, Purchase, Refund

HEADS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "es": (
            "Fecha",
            "Qué",
            "Número",
            "Importe",
            "Pagado",
            "Ciudad",
            "Comercio",
            "Puntos",
            "Puntos ganados",
            "Campañas",
        ),
        "en": ("Date", "What", "Number", "Amount", "Paid", "City", "Shop", "Points", "Points earned", "Campaigns"),
    }
)
MARK = "\ufeff"
"""By which a spreadsheet knows UTF-8."""
WORDS: Mapping[str, tuple[str, str]] = MappingProxyType({"es": ("Venta", "Devolución"), "en": ("Sale", "Refund")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sale, or a refund with its amounts below zero."""

    made_id: str
    is_refund: bool
    amount_cents: int
    paid_cents: int
    city_cents: int
    """The city's share of the benefits; points come apart."""
    shop_cents: int
    points_spent: int
    points_earned: int
    campaigns: tuple[str, ...]
    """Those that gave something."""

    @property
    def day(self) -> date:
        """The city's day."""
        return instant_of(self.made_id).astimezone(CITY_TIME).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What a day came to. Sums are sales less refunds made on that day, and may be below zero."""

    day: date
    sales: int = 0
    refunds: int = 0
    redemptions: int = 0
    """How many times a campaign gave something at this till: a voucher, a discount, points."""
    sold_cents: int = 0
    paid_cents: int = 0
    city_cents: int = 0
    shop_cents: int = 0
    points_spent: int = 0
    points_earned: int = 0

    def with_line(self, line: Line) -> Day:
        """The day with one line more."""
        return replace(
            self,
            sales=self.sales + (not line.is_refund),
            refunds=self.refunds + line.is_refund,
            redemptions=self.redemptions + (0 if line.is_refund else len(line.campaigns)),
            sold_cents=self.sold_cents + line.amount_cents,
            paid_cents=self.paid_cents + line.paid_cents,
            city_cents=self.city_cents + line.city_cents,
            shop_cents=self.shop_cents + line.shop_cents,
            points_spent=self.points_spent + line.points_spent,
            points_earned=self.points_earned + line.points_earned,
        )


def lines(sales: Sequence[Purchase], refunds: Sequence[Refund]) -> list[Line]:
    """Sales (without their refunds) and refunds, in the order they were made."""
    return sorted([*map(_of_sale, sales), *map(_of_refund, refunds)], key=lambda line: line.made_id)


def days(found: Sequence[Line]) -> list[Day]:
    """The days that had something, the newest first."""
    known: dict[date, Day] = {}
    for line in found:
        known[line.day] = known.get(line.day, Day(day=line.day)).with_line(line)
    return sorted(known.values(), key=lambda day: day.day, reverse=True)


def as_csv(found: Sequence[Line], language: str) -> str:
    """A sheet as Spanish Excel opens it by itself: ";", UTF-8 with its mark, and a decimal comma in Spanish.

    No cell is a formula: all are numbers, dates and names that the city gave.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADS[language])
    writer.writerows(_cells(line, language) for line in found)
    return MARK + text.getvalue()


def _cells(line: Line, language: str) -> Iterator[str]:
    at = instant_of(line.made_id).astimezone(CITY_TIME)
    yield at.strftime("%Y-%m-%d %H:%M")
    yield WORDS[language][line.is_refund]
    yield line.made_id
    for cents in (line.amount_cents, line.paid_cents, line.city_cents, line.shop_cents):
        yield _plain(cents, language)
    yield from (str(line.points_spent), str(line.points_earned), " ".join(line.campaigns))


def _plain(cents: int, language: str) -> str:
    number = digits(abs(cents), language).replace("." if language == "es" else ",", "")
    return f"-{number}" if cents < 0 else number


def _of_sale(sale: Purchase) -> Line:
    return Line(
        made_id=sale.purchase_id,
        is_refund=False,
        amount_cents=sale.amount_cents,
        paid_cents=sale.paid_cents,
        city_cents=sum(one.city_cents for one in sale.benefits),
        shop_cents=sum(one.shop_cents for one in sale.benefits),
        points_spent=sale.points_spent,
        points_earned=sale.points_earned,
        campaigns=tuple(sorted({one.campaign_id for one in sale.benefits})),
    )


def _of_refund(refund: Refund) -> Line:
    return Line(
        made_id=refund.refund_id,
        is_refund=True,
        amount_cents=-refund.amount_cents,
        paid_cents=-refund.paid_cents,
        city_cents=-sum(one.city_cents for one in refund.benefits),
        shop_cents=-sum(one.shop_cents for one in refund.benefits),
        points_spent=-refund.points_back,
        points_earned=-refund.points_taken,
        campaigns=tuple(sorted({one.campaign_id for one in refund.benefits})),
    )
