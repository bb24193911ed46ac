"""Closes weeks of shops, and reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from cercano.facts.loyalty import ShopWeekSettled
from cercano.kit.errors import VersionConflict
from cercano.kit.table import Cursor
from cercano.loyalty import shops
from cercano.loyalty.documents import from_json, to_json
from cercano.loyalty.instants import TOLERANCE, prefix_of
from cercano.loyalty.model import Purchase, Refund, Shop, ShopState
from cercano.loyalty.rows import RefundRow, SaleRow, WeekRow
from cercano.loyalty.settlement import Statement, bounds, closed_weeks, statement

LOOKED_BACK = 4
"""Weeks: a run that was missed is made up by one of the next ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """How many weeks of shops were closed by this run, and what the city owes for them."""

    weeks: int
    due_cents: int


def settle(now: datetime) -> Settled:
    """Close the last weeks of every shop that are not closed yet. What is closed never changes."""
    made = [one for shop in shops.every(ShopState.OPEN) for one in _close(shop, now)]
    return Settled(weeks=len(made), due_cents=sum(one.due_cents for one in made))


def statements(shop_id: str) -> list[Statement]:
    """Closed weeks of a shop, the newest first."""
    rows = WeekRow.every(f"SHOP#{shop_id}", WeekRow.sk.startswith("WEEK#"), newest_first=True)
    return [from_json(Statement, row.document) for row in rows]


def sales_between(shop_id: str, first: datetime, after: datetime) -> list[Purchase]:
    """A shop's sales from `first` to before `after`, in order, as they were made (without their refunds)."""
    rows = SaleRow.every(f"SHOP#{shop_id}", SaleRow.sk.between(*range_of("SALE#", first, after)), consistent=True)
    return [replace(from_json(Purchase, row.document), refunds=()) for row in rows]


def page_of_sales(
    shop_id: str, first: datetime, after: datetime, *, limit: int, cursor: Cursor | None
) -> tuple[list[Purchase], Cursor | None]:
    """At most `limit` of a shop's sales from `first` to before `after`, newest first, with what went back of them."""
    where = SaleRow.sk.between(*range_of("SALE#", first, after))
    rows, following = SaleRow.page(f"SHOP#{shop_id}", where, limit=limit, after=cursor, newest_first=True)
    return [from_json(Purchase, row.document) for row in rows], following


def refunds_between(shop_id: str, first: datetime, after: datetime) -> list[Refund]:
    """A shop's refunds from `first` to before `after`, in order: those made then, whenever the sale was."""
    rows = RefundRow.every(f"SHOP#{shop_id}", RefundRow.sk.between(*range_of("REFUND#", first, after)), consistent=True)
    return [from_json(Refund, row.document) for row in rows]


def _close(shop: Shop, now: datetime) -> Iterator[Statement]:
    closed = {one.week for one in statements(shop.shop_id)}
    for week in closed_weeks(now - TOLERANCE, LOOKED_BACK):
        if week not in closed and (made := _made(shop, week)).sales + made.refunds:
            row = WeekRow(f"SHOP#{shop.shop_id}", f"WEEK#{week}", document=to_json(made))
            row.told = (ShopWeekSettled(at=now, shop_id=shop.shop_id, week=week, city_cents=made.due_cents),)
            try:
                row.keep()
            except VersionConflict:  # another run closed it first, and saw the same
                continue
            yield made


def _made(shop: Shop, week: str) -> Statement:
    first, after = bounds(week)
    sales, refunds = sales_between(shop.shop_id, first, after), refunds_between(shop.shop_id, first, after)
    return statement(shop.shop_id, shop.iban_end, week, sales, refunds)


def range_of(kind: str, first: datetime, after: datetime) -> tuple[str, str]:
    """Keys of ids from `first` to before `after`; an id of `after` itself has more digits than the end of the range."""
    return f"{kind}{prefix_of(first)}", f"{kind}{prefix_of(after)}"
