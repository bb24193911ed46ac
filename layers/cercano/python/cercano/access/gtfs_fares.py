"""What a journey costs, in the tables of GTFS Fares v2 (reference of April 2026).

Pure. Dated fare tables are timeframes: each holds on the days of its own service, and free hours win over it. What the
standard cannot say, and a planner therefore leaves out: caps of a day, week or month (it shows the price before them),
how long a pass lasts (its name and price are there, and no leg asks for it), and that changing to the same line is not
free.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import NamedTuple

from cercano.access.explain import class_name
from cercano.access.fares import STANDARD, FareTable, FreeWindow, Pass, Product

Rows = list[list[str]]
BY_TAPS, FIRST_PAYS = "1", "0"
"""The standard's words: a duration from tap to tap; a transfer costs the first leg and no more."""
MEDIA = {"card": ("Tarjeta ciudadana", "2"), "phone": ("Tarjeta ciudadana en el móvil", "4")}
"""Name and fare_media_type (a card, an app) of what people hold to a reader."""


class Span(NamedTuple):
    """A fare table on the days it is in force, both included."""

    table: FareTable
    first: date
    last: date


Priced = list[tuple[Span, Product]]


def tables(products: Priced) -> dict[str, Rows]:
    """The tables about fares by file name, of the tables in force and what each asks for the service."""
    return {
        "calendar.txt": _calendar(products),
        "timeframes.txt": _timeframes(products),
        "fare_media.txt": [
            ["fare_media_id", "fare_media_name", "fare_media_type"],
            *([i, *m] for i, m in MEDIA.items()),
        ],
        "rider_categories.txt": _categories(products),
        "fare_products.txt": _products(products),
        "fare_leg_rules.txt": _legs(products),
        "fare_transfer_rules.txt": _transfers(products),
    }


def _calendar(products: Priced) -> Rows:
    """A service for the days of each table, and one for those of each of its free hours."""
    days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    rows = [[_group(span), *"1111111", day(span.first), day(span.last)] for span, _ in products]
    rows += [[_group(span, one), *"1111111", day(first), day(last)] for span, one, first, last in _windows(products)]
    return [["service_id", *days, "start_date", "end_date"], *rows]


def _timeframes(products: Priced) -> Rows:
    rows = [[_group(span), "00:00:00", "24:00:00", _group(span)] for span, _ in products]
    rows += [
        [_group(span, one), _clock(one.starts), _clock(one.ends), _group(span, one)]
        for span, one, *_ in _windows(products)
    ]
    return [["timeframe_group_id", "start_time", "end_time", "service_id"], *rows]


def _categories(products: Priced) -> Rows:
    header = ["rider_category_id", "rider_category_name", "is_default_fare_category"]
    return [header, *([one, class_name(one).es.capitalize(), str(int(one == STANDARD))] for one in _classes(products))]


def _products(products: Priced) -> Rows:
    """Every class in every table: one that a table does not name pays what everybody pays."""
    header = ["fare_product_id", "fare_product_name", "rider_category_id", "fare_media_id", "amount", "currency"]
    rows = []
    for span, product in products:
        for code in _classes(products):
            cents = _cents(product.prices, code)
            rows += [[_single(span), product.es, code, medium, _euros(cents), "EUR"] for medium in MEDIA]
            for one in _passes(span, product):
                sold = _euros(_cents(one.prices, code))
                rows += [[_pass(span, one), one.es, code, medium, sold, "EUR"] for medium in MEDIA]
    for span, window, *_ in _windows(products):
        rows += [[_group(span, window), window.es, "", medium, "0.00", "EUR"] for medium in MEDIA]
    return [header, *rows]


def _legs(products: Priced) -> Rows:
    header = ["leg_group_id", "network_id", "from_timeframe_group_id", "fare_product_id", "rule_priority"]
    rows = []
    for span, product in products:
        rows.append([_leg(product), product.service, _group(span), _single(span), "0"])
        free = [_group(span, window) for of, window, *_ in _windows(products) if of is span]
        rows += [[_leg(product), product.service, group, group, "1"] for group in free]
    return [header, *rows]


def _transfers(products: Priced) -> Rows:
    """Once, within the time counted from tap to tap: the first leg's price is all that is paid."""
    header = ["from_leg_group_id", "to_leg_group_id", "transfer_count", "duration_limit", "duration_limit_type"]
    lasting = {_leg(product): product.transfer_s for _, product in products if product.transfer_s}
    rows = [[leg, leg, "1", str(limit_s), BY_TAPS, FIRST_PAYS] for leg, limit_s in sorted(lasting.items())]
    return [[*header, "fare_transfer_type"], *rows]


def _windows(products: Priced) -> Iterator[tuple[Span, FreeWindow, date, date]]:
    """The free hours of each table, and the days of the feed on which they hold."""
    for span, product in products:
        for window in product.free:
            first, last = max(span.first, window.first), min(span.last, window.last)
            if first <= last:
                yield span, window, first, last


def _classes(products: Priced) -> list[str]:
    """Everybody's first."""
    single = {code for _, product in products for code in product.prices}
    bought = {code for span, product in products for one in _passes(span, product) for code in one.prices}
    return [STANDARD, *sorted((single | bought) - {STANDARD})]


def _passes(span: Span, product: Product) -> list[Pass]:
    return [one for one in span.table.passes if one.service == product.service]


def _cents(prices: Mapping[str, int], code: str) -> int:
    return min(prices[STANDARD], prices.get(code, prices[STANDARD]))


def _pass(span: Span, bought: Pass) -> str:
    return f"{span.table.table_id}:pass:{bought.code}"


def _group(span: Span, window: FreeWindow | None = None) -> str:
    return f"{span.table.table_id}:{window.code}" if window else span.table.table_id


def _single(span: Span) -> str:
    return f"{span.table.table_id}:single"


def _leg(product: Product) -> str:
    """Legs of one transfer time are one group, also across the midnight between two tables."""
    return f"{product.service}:{product.transfer_s}s"


def day(on: date) -> str:
    """A date as GTFS writes it."""
    return f"{on:%Y%m%d}"


def _clock(at: time) -> str:
    return f"{at:%H:%M:%S}"


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"
