"""The city's bicycles for every journey planner: the files of GBFS 3.0, from stations, docks' taps and the fare table.

Pure. https://github.com/MobilityData/gbfs/blob/v3.0/gbfs.md. The bicycles are docked: those that are out are nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from cercano.access.explain import Text
from cercano.access.fares import Product
from cercano.access.gbfs_prices import steps_of
from cercano.kit.facts import instant

VERSION = "3.0"
TTL_S = 60
BICYCLE, PLAN = "bicycle", "standard"
Json = dict[str, Any]


class Feed(StrEnum):
    """The files there are."""

    GBFS = "gbfs.json"
    SYSTEM = "system_information.json"
    VEHICLE_TYPES = "vehicle_types.json"
    STATIONS = "station_information.json"
    STATUS = "station_status.json"
    PRICES = "system_pricing_plans.json"


class Bike(NamedTuple):
    """The last that a dock said of a bicycle."""

    station: str
    is_docked: bool
    at: datetime


class System(NamedTuple):
    """What there is to tell."""

    stations: Mapping[str, Any]
    """As staff wrote them (PUT /access/bikes)."""
    bikes: Sequence[Bike]
    product: Product
    base: str
    """Where these files are, without a slash at its end."""


def document(feed: Feed, system: System, now: datetime) -> Json:
    """One file."""
    data = {
        Feed.GBFS: _files,
        Feed.SYSTEM: _information,
        Feed.VEHICLE_TYPES: _vehicle_types,
        Feed.STATIONS: _stations,
        Feed.STATUS: _status,
        Feed.PRICES: _prices,
    }[feed](system)
    return {"last_updated": _moment(now), "ttl": TTL_S, "version": VERSION, "data": data}


def _files(system: System) -> Json:
    names = [feed for feed in Feed if feed is not Feed.GBFS]
    return {"feeds": [{"name": one.removesuffix(".json"), "url": f"{system.base}/{one}"} for one in names]}


def _information(system: System) -> Json:
    said = system.stations
    return {
        "system_id": said["system_id"],
        "languages": ["es", "en"],
        "name": [{"text": said["name"], "language": "es"}],
        "opening_hours": said["opening_hours"],
        "feed_contact_email": said["contact_email"],
        "timezone": "Europe/Madrid",
    }


def _vehicle_types(_system: System) -> Json:
    name = _words(Text("Bicicleta", "Bicycle"))
    kind = {"vehicle_type_id": BICYCLE, "form_factor": "bicycle", "propulsion_type": "human", "name": name}
    return {"vehicle_types": [{**kind, "return_constraint": "any_station", "default_pricing_plan_id": PLAN}]}


def _stations(system: System) -> Json:
    found = [
        {
            "station_id": one["station"],
            "name": [{"text": one["name"], "language": "es"}],
            "lat": one["lat"],
            "lon": one["lon"],
            "capacity": one["docks"],
            "rental_methods": ["key", "phone"],
        }
        for one in system.stations["stations"]
    ]
    return {"stations": found}


def _status(system: System) -> Json:
    return {"stations": [_status_of(one, system.bikes) for one in system.stations["stations"]]}


def _status_of(station: Mapping[str, Any], bikes: Sequence[Bike]) -> Json:
    spoken_of = [bike for bike in bikes if bike.station == station["station"]]
    docked = sum(bike.is_docked for bike in spoken_of)
    heard = max((bike.at for bike in spoken_of), default=None)
    is_open = bool(station["is_open"])
    return {
        "station_id": station["station"],
        "num_vehicles_available": docked,
        "vehicle_types_available": [{"vehicle_type_id": BICYCLE, "count": docked}],
        "num_docks_available": max(0, station["docks"] - docked),
        "is_installed": True,
        "is_renting": is_open,
        "is_returning": is_open,
        "last_reported": _moment(heard or datetime(2020, 1, 1, tzinfo=UTC)),
    }


def _prices(system: System) -> Json:
    """Everybody's price; reduced ones are the card's own."""
    product = system.product
    plan = {
        "plan_id": PLAN,
        "name": _words(Text(product.es, product.en)),
        "currency": "EUR",
        "price": 0,
        "is_taxable": False,
        "description": _words(Text("Con la tarjeta ciudadana, tarifa general.", "By citizen card, standard fare.")),
    }
    return {"plans": [{**plan, "per_min_pricing": steps_of(product)}]}


def _words(text: Text) -> list[Json]:
    return [{"text": text.es, "language": "es"}, {"text": text.en, "language": "en"}]


def _moment(at: datetime) -> str:
    return instant(at.replace(microsecond=0))
