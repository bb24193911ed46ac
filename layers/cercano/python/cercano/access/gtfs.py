"""Our fares for every journey planner: GTFS with Fares v2, written from the council's tables and the operator's lines.

Pure. There is no timetable here: trips.txt and stop_times.txt are empty tables, to be joined with the operator's own
feed by the numbers of lines and stops. What the fares say is in gtfs_fares.py.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from cercano.access import gtfs_fares
from cercano.access.errors import NoSuchService
from cercano.access.fares import Fares, ProductKind
from cercano.access.gtfs_fares import Rows, Span

HORIZON = timedelta(days=365)
"""The feed ends so many days after it was made: a table without an end holds that long."""
BUS = "3"
"""The standard's word for it: route_type."""


def feed(network: Mapping[str, Any], fares: Fares, made: date, origin: str) -> dict[str, Rows]:
    """The tables of the feed by file name, each with its header first. `origin`: where the city publishes it.

    Raises:
        NoSuchService: no fare table prices the network's service from `made` on.
    """
    service = network["service"]
    spans = list(_spans(fares, service, made))
    if not spans:
        raise NoSuchService(service=service)
    products = [(span, span.table.product(service)) for span in spans]
    return {
        "agency.txt": _agency(network, origin),
        "feed_info.txt": _info(spans, origin),
        "stops.txt": _stops(network),
        "routes.txt": _routes(network),
        "trips.txt": [["route_id", "service_id", "trip_id"]],
        "stop_times.txt": [["trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"]],
        "networks.txt": [["network_id", "network_name"], [service, products[0][1].es]],
        "route_networks.txt": [
            ["network_id", "route_id"],
            *([service, line["line"]] for line in network["lines"]),
        ],
        **gtfs_fares.tables(products),
    }


def zipped(tables: Mapping[str, Rows]) -> bytes:
    """The feed as one file: the same bytes for the same tables."""
    import csv  # only who makes the file pays for these
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in sorted(tables.items()):
            text = io.StringIO(newline="")
            csv.writer(text, lineterminator="\r\n").writerows(rows)
            archive.writestr(zipfile.ZipInfo(name), text.getvalue().encode(), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _spans(fares: Fares, service: str, made: date) -> Iterator[Span]:
    """Tables that are or will be in force and price the service."""
    ends = [table.valid_from - timedelta(days=1) for table in fares.tables[1:]]
    for table, last in zip(fares.tables, [*ends, made + HORIZON], strict=True):
        prices = any(one.service == service and one.kind is ProductKind.ENTRY for one in table.products)
        if prices and max(table.valid_from, made) <= last:
            yield Span(table, max(table.valid_from, made), last)


def _agency(network: Mapping[str, Any], origin: str) -> Rows:
    name, url = network.get("operator_name") or network["operator"], network.get("operator_url") or origin
    header = ["agency_id", "agency_name", "agency_url", "agency_timezone", "agency_lang"]
    return [header, [network["operator"], name, url, "Europe/Madrid", "es"]]


def _info(spans: list[Span], origin: str) -> Rows:
    header = ["feed_publisher_name", "feed_publisher_url", "feed_lang", "feed_start_date", "feed_end_date"]
    first, last = min(span.first for span in spans), max(span.last for span in spans)
    version = "+".join(span.table.table_id for span in spans)
    row = ["Cercano", origin, "es", gtfs_fares.day(first), gtfs_fares.day(last)]
    return [[*header, "feed_version"], [*row, version]]


def _stops(network: Mapping[str, Any]) -> Rows:
    rows = [[one["stop"], one["name"], f"{one['lat']:.6f}", f"{one['lon']:.6f}"] for one in network["stops"]]
    return [["stop_id", "stop_name", "stop_lat", "stop_lon"], *rows]


def _routes(network: Mapping[str, Any]) -> Rows:
    header = ["route_id", "agency_id", "route_short_name", "route_long_name", "route_type"]
    return [header, *([one["line"], network["operator"], one["line"], one["name"], BUS] for one in network["lines"])]
