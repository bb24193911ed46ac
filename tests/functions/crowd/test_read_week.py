"""GET /crowd/venues/{venue_id}/week and .../forecast: what is usual, and when to go. (read_week, read_forecast)"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from cercano.crowd import notes, records
from cercano.crowd.model import Closure
from cercano.crowd.rhythm import Rhythm, Typical
from cercano.crowd.score import DayScore
from cercano.kit import clock
from cercano.kit.text import Text
from tests.support.aws import Domain
from tests.support.crowd import NOON, a_live, a_venue
from tests.support.events import event
from tests.support.http import call, read

Ask = Callable[..., Any]
Keep = Callable[..., Any]
TODAY = date(2026, 11, 23)


@pytest.fixture
def ask(crowd: Domain) -> Ask:
    """GET the week or the forecast of Centro Botín."""
    functions = {name: crowd.function(f"read_{name}") for name in ("week", "forecast")}

    def asked(what: str, language: str = "es", **query: Any) -> Any:
        with functions[what].running():
            path = f"/venues/centro-botin/{what}"
            return call(functions[what].module.app, "GET", path, query=query, headers={"Accept-Language": language})

    return asked


def learn(weeks: int = 8, people: Callable[[int], float] = lambda hour: 100.0) -> None:
    """A rhythm as the night leaves it: open from 9 to 21 every day."""
    usual = {
        (day, hour): Typical(people=people(hour), spread=10.0, samples=weeks, last_week=people(hour))
        for day in range(7)
        for hour in range(9, 21)
    }
    rhythm = Rhythm(venue_id="centro-botin", before=TODAY, weeks=weeks, people=usual)
    notes.save_rhythm("centro-botin", records.rhythm_to_json(rhythm))


def test_a_typical_week_has_24_places_a_day_and_says_where_nothing_is_known(ask: Ask, keep: Keep) -> None:
    keep(a_venue())
    learn()

    week = ask("week").json

    assert (week["enough_history"], week["weeks"], [day["weekday"] for day in week["days"]]) == (
        True,
        8,
        list(range(7)),
    )
    assert week["days"][0]["hours"][8] is None
    assert week["days"][0]["hours"][9] == {"hour": 9, "people": 100, "low": 80, "high": 120, "share": 0.1111}
    assert {len(day["hours"]) for day in week["days"]} == {24}


@pytest.mark.parametrize("weeks", [None, 0, 2])
def test_under_three_weeks_it_says_so_instead_of_guessing(ask: Ask, keep: Keep, weeks: int | None) -> None:
    keep(a_venue())
    if weeks is not None:
        learn(weeks)

    week, forecast = ask("week").json, ask("forecast").json

    assert (week["enough_history"], week["days"]) == (False, [])
    assert (forecast["enough_history"], forecast["hours"], forecast["best"]) == (False, [], None)
    assert forecast["text"] == (
        f"Todavía no hay historia bastante para prever: llevamos {weeks or 0} semanas y hacen falta 3"
    )


def test_the_score_is_shown_beside_that_of_last_week(ask: Ask, keep: Keep) -> None:
    keep(a_venue())
    learn()
    for ago in range(1, 11):
        on = TODAY - timedelta(days=ago)
        score = DayScore(date=on, hours=12, people=1000.0, error_profile=150.0, error_last_week=200.0)
        notes.save_score("centro-botin", on, records.score_to_json(score))

    assert ask("week").json["score"] == {
        "days": 10,
        "wape_profile": 0.15,
        "wape_last_week": 0.2,
        "model": "profile",
    }


def test_the_hours_ahead_and_the_best_time(ask: Ask, keep: Keep) -> None:
    keep(a_venue())
    learn(people=lambda hour: 500.0 if hour < 18 else 40.0)

    forecast = ask("forecast", hours=9).json

    assert forecast["made_at"] == "2026-11-23T11:00:00Z"
    assert [(hour["at"][11:13], hour["people"], hour["state"]) for hour in forecast["hours"]] == [
        ("11", 500, "normal"),
        ("12", 500, "normal"),
        ("13", 500, "normal"),
        ("14", 500, "normal"),
        ("15", 500, "normal"),
        ("16", 500, "normal"),
        ("17", 40, "quiet"),
        ("18", 40, "quiet"),
        ("19", 40, "quiet"),
    ]
    assert forecast["best"] == {
        "from": "2026-11-23T17:00:00Z",
        "to": "2026-11-23T20:00:00Z",
        "people": 40,
        "text": "El mejor momento empieza a las 18:00 y dura hasta las 21:00: unas 40 personas",
    }


def test_the_best_time_may_be_now(ask: Ask, keep: Keep) -> None:
    keep(a_venue())
    learn()

    assert ask("forecast", "en").json["text"] == "The best time is now, until 21:00: about 100 people"


def test_more_people_than_usual_now_means_more_in_the_next_hours(ask: Ask, keep: Keep) -> None:
    keep(a_venue(), a_live(people=200))
    learn()

    assert [hour["people"] for hour in ask("forecast", hours=4).json["hours"]] == [200, 180, 170, 150]


def test_an_old_number_is_not_carried_into_the_forecast(ask: Ask, keep: Keep) -> None:
    keep(a_venue(), a_live(NOON - timedelta(minutes=30), people=200))
    learn()

    assert {hour["people"] for hour in ask("forecast", hours=4).json["hours"]} == {100}


def test_a_closure_is_known_beforehand(ask: Ask, keep: Keep) -> None:
    works = Closure(first=TODAY, last=TODAY + timedelta(days=3), reason=Text(es="Obras", en="Works"))
    keep(a_venue(closures=(works,)))
    learn()

    forecast = ask("forecast").json

    assert {hour["state"] for hour in forecast["hours"]} == {"closed"}
    assert (forecast["best"], forecast["text"]) == (
        None,
        "En las próximas 24 horas no abre, o no sabemos cómo estará",
    )


def test_tonight_the_best_time_is_tomorrows(ask: Ask, keep: Keep, noon: clock.Frozen) -> None:
    keep(a_venue())
    learn(people=lambda hour: 500.0 if hour != 10 else 50.0)
    noon.move_to(NOON + timedelta(hours=10))

    text = "El mejor momento empieza el martes a las 10:00 y dura hasta las 11:00: unas 50 personas"
    assert ask("forecast").json["best"]["text"] == text


@pytest.mark.parametrize("hours", [0, 49, "many"])
def test_the_number_of_hours_has_limits(ask: Ask, keep: Keep, hours: Any) -> None:
    keep(a_venue())

    assert ask("forecast", hours=hours).status == 422


def test_a_venue_nobody_described_has_neither(ask: Ask) -> None:
    assert [ask(what).code for what in ("week", "forecast")] == ["no_such_venue", "no_such_venue"]


def test_the_samples_are_answered(crowd: Domain, keep: Keep) -> None:
    keep(a_venue())

    statuses = [
        read(crowd.function(name)(event("crowd", name))).status
        for name in ("read_week", "read_forecast", "read_history")
    ]

    assert statuses == [200, 200, 200]
