"""What anybody may ask of the fake city: how full it is, was and will be."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.web.fake.city import MADRID, City, state_of
from tests.web.fake.http import Asked, Told, iso, paged


def read_venues(city: City, asked: Asked) -> Told:
    return paged([city.venue_now(doc, asked.language) for doc in city.documents.values()], asked)


def read_venue(city: City, asked: Asked, venue_id: str) -> Told:
    doc = city.document(venue_id)
    text = {
        "es": "La mayoría de las noches las entradas y salidas cuadran con un 4 % de error.",
        "en": "On most nights entries and exits add up to within 4 %.",
    }
    today = {"date": f"{city.now().astimezone(MADRID):%Y-%m-%d}", "exit_ratio": 1.04, "total_in": 412, "total_out": 318}
    quality = {
        "days": 28,
        "median_closing_error_pct": 4.1,
        "exit_ratio": 1.04,
        "grade": "good",
        "text": text[asked.language],
    }
    return Told(
        data=city.venue_now(doc, asked.language)
        | {"today": today, "counter_quality": quality, "thresholds": {"normal": 0.35, "busy": 0.7, "full": 0.95}}
    )


def read_history(city: City, asked: Asked, venue_id: str) -> Told:
    doc = city.document(venue_id)
    start, end = (datetime.fromisoformat(asked.query[key]) for key in ("from", "to"))
    points = []
    for minute in range(int((min(end, city.now()) - start).total_seconds() // 60)):
        at = start + timedelta(minutes=minute)
        share = city.share(doc, at)
        people = None if share is None else round(share * doc["capacity"])
        points.append(
            {
                "at": iso(at),
                "people": people,
                "low": people and round(people * 0.93),
                "high": people and round(people * 1.07),
                "people_in": 1,
                "people_out": 1,
                "coverage": 1.0,
            }
        )
    return Told(
        data={"venue_id": venue_id, "step": asked.query["step"], "from": iso(start), "to": iso(end), "points": points}
    )


def read_week(city: City, asked: Asked, venue_id: str) -> Told:
    doc = city.document(venue_id)
    if venue_id in city.young:
        return Told(data={"enough_history": False, "weeks": 1, "days": [], "score": None})
    monday = city.now().astimezone(MADRID).replace(minute=30, second=0, microsecond=0)
    monday -= timedelta(days=monday.weekday())
    days = []
    for day in range(7):
        hours = []
        for hour in range(24):
            share = city.share(doc, (monday + timedelta(days=day)).replace(hour=hour))
            people = share and round(share * doc["capacity"])
            hours.append(
                None
                if share is None
                else {
                    "hour": hour,
                    "people": people,
                    "low": round(people * 0.8),
                    "high": round(people * 1.2),
                    "share": round(share, 3),
                }
            )
        days.append({"weekday": day, "hours": hours})
    return Told(
        data={
            "enough_history": True,
            "weeks": 8,
            "days": days,
            "score": {"wape_profile": 0.16, "wape_last_week": 0.21, "days": 28},
        }
    )


def read_forecast(city: City, asked: Asked, venue_id: str) -> Told:
    doc = city.document(venue_id)
    if venue_id in city.young:
        return Told(data={"enough_history": False, "made_at": iso(city.now()), "hours": [], "best": None, "text": ""})
    start = city.now().replace(minute=0, second=0, microsecond=0)
    hours = []
    for ahead in range(1, int(asked.query["hours"]) + 1):
        at = start + timedelta(hours=ahead)
        share = city.share(doc, at)
        people = round((share or 0) * doc["capacity"])
        hours.append(
            {
                "at": iso(at),
                "people": people,
                "low": round(people * 0.75),
                "high": round(people * 1.25),
                "state": "closed" if share is None else state_of(share),
                "is_open": share is not None,
            }
        )
    best = min((hour for hour in hours if hour["is_open"]), key=lambda hour: hour["people"], default=None)
    until = best and iso(datetime.fromisoformat(best["at"]) + timedelta(hours=1))
    text = {"es": "Irá vaciándose durante la tarde.", "en": "It will empty out during the afternoon."}
    return Told(
        data={
            "enough_history": True,
            "made_at": iso(city.now()),
            "hours": hours,
            "best": best and {"from": best["at"], "to": until, "people": best["people"], "text": ""},
            "text": text[asked.language],
        }
    )


def read_alerts(city: City, asked: Asked) -> Told:
    told = [("mercado-esperanza", "filled", 7), ("mupac", "eased", 24), ("oficina-ciudadania", "eased", 58)]
    items = [
        {
            "venue_id": venue,
            "crossing": crossing,
            "at": iso(city.now() - timedelta(minutes=ago)),
            "people": city.documents[venue]["capacity"],
            "capacity": city.documents[venue]["capacity"],
            "cleared_at": None,
            "text": f"{city.documents[venue]['name'][asked.language]}: {crossing}",
        }
        for venue, crossing, ago in told
    ]
    return Told(data={"items": items, "next": None})
