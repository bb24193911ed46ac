"""GET /loyalty/shops/{shop_id}/sales, /days and /sales.csv: a shop leafs through its own books; nobody else does.

Reads LoyaltyTable, partitions SHOPS and SHOP#*. No line says who bought.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from cercano.kit.errors import Invalid
from cercano.kit.web import Caller, Page, Paging, Raw, Service, View
from cercano.loyalty import daybook, settling, shops
from cercano.loyalty.daybook import Line
from cercano.loyalty.model import CITY_TIME
from cercano.loyalty.till_views import PurchaseView

app = Service("loyalty")

MOST_DAYS = 31
SHOWN_DAYS = 7


class DayView(View):
    """A day of the shop: sales less the refunds made on that day."""

    day: date
    sales: int
    refunds: int
    redemptions: int
    """How many times a campaign gave something."""
    sold_cents: int
    paid_cents: int
    city_cents: int
    shop_cents: int
    points_spent: int
    points_earned: int


@app.get("/shops/{shop_id}/sales", roles=("merchant",))
def read_sales(shop_id: str, caller: Caller, paging: Paging, day: date | None = None) -> Page[PurchaseView]:
    """The sales of a day (none said: of today), the newest first, each with what went back of it since."""
    shop = shops.of_owner(shop_id, caller)
    first, after = _from_to(day or _today(), day or _today())
    found, following = settling.page_of_sales(shop.shop_id, first, after, limit=paging.limit, cursor=paging.after)
    return Page([PurchaseView.of(sale, app.language) for sale in found], next=following)


@app.get("/shops/{shop_id}/days", roles=("merchant",))
def read_days(shop_id: str, caller: Caller, first: date | None = None, last: date | None = None) -> Page[DayView]:
    """What each day came to, the newest first: the last seven, or those from `first` to `last`, 31 at the most."""
    found = daybook.days(_lines(shop_id, caller, first, last))
    return Page([DayView(**{name: getattr(one, name) for name in DayView.model_fields}) for one in found])


@app.get("/shops/{shop_id}/sales.csv", roles=("merchant",))
def read_sheet(shop_id: str, caller: Caller, first: date | None = None, last: date | None = None) -> Raw:
    """The same days line by line, each sale and each refund, for a spreadsheet."""
    sheet = daybook.as_csv(_lines(shop_id, caller, first, last), app.language)
    kept_as = {"Content-Disposition": f'attachment; filename="{shop_id}.csv"'}
    return Raw(sheet, "text/csv; charset=utf-8", headers=kept_as)


def _lines(shop_id: str, caller: Caller, first: date | None, last: date | None) -> list[Line]:
    shop = shops.of_owner(shop_id, caller)
    last = last or _today()
    first = first or last - timedelta(days=SHOWN_DAYS - 1)
    if not timedelta(0) <= last - first < timedelta(days=MOST_DAYS):
        raise Invalid(errors=[{"parameter": "last"}])
    begins, ends = _from_to(first, last)
    sales = settling.sales_between(shop.shop_id, begins, ends)
    return daybook.lines(sales, settling.refunds_between(shop.shop_id, begins, ends))


def _today() -> date:
    return app.now().astimezone(CITY_TIME).date()


def _from_to(first: date, last: date) -> tuple[datetime, datetime]:
    """The first instant of the first day, and the one after the last day's end, in the city.

    Raises:
        Invalid: no till ever made a number of that day.
    """
    if not 2000 <= first.year <= last.year < 9000:
        raise Invalid(errors=[{"parameter": "day"}])
    return datetime.combine(first, time(), CITY_TIME), datetime.combine(last + timedelta(days=1), time(), CITY_TIME)
