"""Journeys of the fake city: where a card tapped, what it cost and why, and what it opens."""

from __future__ import annotations

from datetime import timedelta

from cercano.card.rights import Price, Service
from tests.web.fake.card import find
from tests.web.fake.city import City
from tests.web.fake.http import Asked, Told, iso

STOPS = {"15": "Ayuntamiento", "42": "Valdecilla", "7": "Sardinero"}
WHY = [
    ("bus", "1", "15", 66, "flat", "Un viaje, tarifa general.", "One journey, standard fare."),
    (
        "bus",
        "6C1",
        "42",
        0,
        "transfer",
        "Transbordo gratis: 14 min después de la línea 1.",
        "Free transfer: 14 min after line 1.",
    ),
    (
        "parking",
        "",
        "",
        650,
        "stay_open",
        "Entrada. Cargamos el máximo, 6,50 €, y al salir te devolvemos lo que sobre.",
        "Start. We charge the most, €6.50, and give back the rest when you leave.",
    ),
    ("bus", "2", "7", 66, "flat", "Un viaje, tarifa general.", "One journey, standard fare."),
]


def read_journeys(city: City, asked: Asked) -> Told:
    items = [
        {
            "entry_id": f"{number:032x}",
            "at": iso(city.now() - timedelta(hours=9 * number + 1)),
            "kind": "entry",
            "service": service,
            "operator": "tus",
            "line": line,
            "stop": stop,
            "vehicle": "",
            "cents": cents,
            "reason": reason,
            "explanation": {"es": es, "en": en},
        }
        for number, (service, line, stop, cents, reason, es, en) in enumerate(WHY * 3)
    ]
    return Told(data={"items": items, "next": None})


def read_stops(city: City, asked: Asked) -> Told:
    stops = [{"stop": stop, "name": name, "lat": 43.46, "lon": -3.8, "lines": ["1"]} for stop, name in STOPS.items()]
    return Told(data={"items": stops, "next": None})


def read_lines(city: City, asked: Asked) -> Told:
    lines = [
        {"line": line, "name": name, "stops": list(STOPS)}
        for line, name in (("1", "PCTCAN-VALDENOJA"), ("2", "CORBAN"))
    ]
    return Told(data={"items": lines, "next": None})


def end_stay(city: City, asked: Asked, entry_id: str) -> Told:
    city.desk.ended[entry_id] = asked.body["ended_at"]
    return Told(data={"entry_id": entry_id})


def read_rights(city: City, asked: Asked, card_id: str) -> Told:
    card = find(city, asked, card_id)
    prices = {Service.LIBRARY: Price.FREE, Service.BUS: Price.STANDARD, Service.BIKE: Price.STANDARD}
    works = card["state"] == "active"
    return Told(
        data={
            "items": [
                {
                    "service": service,
                    "price": prices.get(service, Price.REDUCED) if works else Price.CLOSED,
                    "because": card["card_class"] if works else card["state"],
                }
                for service in Service
            ],
            "next": None,
        }
    )
