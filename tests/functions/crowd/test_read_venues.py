"""GET /crowd/venues and GET /crowd/venues/{venue_id}: what a citizen reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from cercano.crowd import store
from cercano.crowd.model import Crowding, VenueKind
from cercano.kit import clock
from cercano.kit.text import Text
from tests.support.aws import Domain, note_calls
from tests.support.crowd import NOON, a_day, a_door, a_live, a_venue
from tests.support.events import event
from tests.support.http import call, read

Keep = Callable[..., Any]


@pytest.fixture
def ask(crowd: Domain) -> Callable[..., Any]:
    """GET a path of either function."""
    apps = {name: crowd.function(name) for name in ("read_venues", "read_venue")}

    def get(path: str, **more: Any) -> Any:
        name = "read_venue" if path.count("/") == 2 else "read_venues"
        with apps[name].running():
            return call(apps[name].module.app, "GET", path, **more)

    return get


def test_a_citizen_reads_how_full_a_venue_is_and_how_sure_we_are(ask: Any, keep: Keep) -> None:
    keep(a_venue(), a_live(NOON - timedelta(seconds=12)))

    venue = ask("/venues").json["items"][0]

    assert venue == {
        "venue_id": "centro-botin",
        "name": "Centro Botín",
        "names": {"es": "Centro Botín", "en": "Botín Centre"},
        "kind": "museum",
        "address": "Muelle de Albareda, s/n",
        "location": {"lat": 43.4613, "lon": -3.8015},
        "capacity": 900,
        "now": {
            "state": "quiet",
            "people": 82,
            "low": 71,
            "high": 93,
            "confidence": 0.9,
            "share": 0.0911,
            "as_of": "2026-11-23T10:59:48Z",
            "age_s": 12,
            "reason": None,
        },
        "opening": {"is_open": True, "opens_at": None, "closes_at": "2026-11-23T20:00:00Z", "note": None},
        "distance_m": None,
        "message": "Buen momento: 82 de 900",
    }


def test_words_come_in_english_for_who_reads_english(ask: Any, keep: Keep) -> None:
    keep(a_venue(), a_live())

    venue = ask("/venues", headers={"Accept-Language": "en-GB,en;q=0.9"}).json["items"][0]

    assert (venue["name"], venue["message"]) == ("Botín Centre", "Good time: 82 of 900")


@pytest.mark.parametrize(
    ("state", "people", "message"),
    [
        (Crowding.QUIET, 82, "Buen momento: 82 de 900"),
        (Crowding.NORMAL, 400, "Ambiente normal: 400 de 900"),
        (Crowding.BUSY, 700, "Hay bastante gente: 700 de 900"),
        (Crowding.FULL, 890, "Completo: 890 de 900"),
    ],
)
def test_every_state_has_its_sentence(ask: Any, keep: Keep, state: Crowding, people: int, message: str) -> None:
    keep(a_venue(), a_live(people=people, crowding=state))

    assert ask("/venues").json["items"][0]["message"] == message


@pytest.mark.parametrize(
    ("doors", "silent_s", "reason", "message"),
    [
        ((), 0, "no_counter", "No sabemos cuánta gente hay: a alguna puerta le falta contador"),
        ((a_door(device_id=None),), 0, "no_counter", "No sabemos cuánta gente hay: a alguna puerta le falta contador"),
        (
            (a_door(), a_door("side", "counter-2")),
            0,
            "no_reading_yet",
            "Todavía no sabemos cuánta gente hay: falta la primera lectura",
        ),
        (
            (a_door(),),
            181,
            "counter_silent",
            "No sabemos cuánta gente hay: un contador no responde desde las 11:56",
        ),
    ],
)
def test_when_nobody_knows_the_venue_is_unknown_and_says_why(
    ask: Any, keep: Keep, doors: Any, silent_s: int, reason: str, message: str
) -> None:
    keep(a_venue(doors=doors), a_live(NOON - timedelta(seconds=silent_s)))

    venue = ask("/venues").json["items"][0]

    assert (venue["now"]["state"], venue["now"]["reason"], venue["now"]["people"]) == ("unknown", reason, None)
    assert venue["message"] == message


def test_a_number_turns_unknown_as_time_goes_by_without_anybody_writing(
    ask: Any, keep: Keep, noon: clock.Frozen
) -> None:
    keep(a_venue(), a_live())

    seen = []
    for _ in range(3):
        now = ask("/venues").json["items"][0]["now"]
        seen.append((now["state"], now["age_s"]))
        noon.tick(100)

    assert seen == [("quiet", 0), ("quiet", 100), ("unknown", 200)]


def test_a_closed_venue_says_when_it_opens(ask: Any, keep: Keep, noon: clock.Frozen) -> None:
    keep(a_venue(), a_live())
    noon.move_to(NOON + timedelta(hours=10))

    venue = ask("/venues").json["items"][0]

    assert (venue["now"]["state"], venue["now"]["people"], venue["opening"]["is_open"]) == ("closed", None, False)
    assert venue["message"] == "Cerrado. Abre el martes a las 09:00"


def test_near_somebody_the_nearest_come_first_with_their_distance(ask: Any, keep: Keep) -> None:
    keep(a_venue("far-beach", lat=43.4731, lon=-3.7819, kind=VenueKind.BEACH))
    keep(a_venue("here", lat=43.4622, lon=-3.8099))

    found = ask("/venues", query={"near": "43.4622,-3.8100"}).json["items"]

    assert [(venue["venue_id"], venue["distance_m"]) for venue in found] == [("here", 8), ("far-beach", 2571)]


def test_kind_and_state_choose_among_venues(ask: Any, keep: Keep) -> None:
    keep(a_venue("museum"), a_live())
    keep(a_venue("library", kind=VenueKind.LIBRARY), a_live())
    keep(a_venue("silent-library", kind=VenueKind.LIBRARY))

    def ids(**query: str) -> list[str]:
        return [venue["venue_id"] for venue in ask("/venues", query=query).json["items"]]

    assert ids(kind="library") == ["library", "silent-library"]
    assert ids(state="quiet") == ["library", "museum"]
    assert ids(kind="library", state="unknown") == ["silent-library"]


def test_the_list_is_read_page_by_page_without_gap_or_repetition(ask: Any, keep: Keep) -> None:
    for n in range(5):
        keep(a_venue(f"venue-{n}", lat=43.4613 + (n % 2) / 100))

    seen, cursor = [], None
    for _ in range(3):
        answer = ask(
            "/venues", query={"near": "43.46,-3.80", "limit": 2, **({"cursor": cursor} if cursor else {})}
        ).json
        seen += [venue["venue_id"] for venue in answer["items"]]
        cursor = answer["next"]

    assert seen == ["venue-0", "venue-2", "venue-4", "venue-1", "venue-3"]
    assert cursor is None


@pytest.mark.parametrize(
    "query", [{"near": "here"}, {"near": "43.4"}, {"kind": "casino"}, {"state": "empty"}, {"limit": 0}, {"limit": 201}]
)
def test_a_question_that_makes_no_sense_is_refused_by_name(ask: Any, query: dict[str, Any]) -> None:
    answer = ask("/venues", query=query)

    assert (answer.status, answer.json["errors"][0]["parameter"]) == (422, next(iter(query)))


def test_an_unknown_word_in_the_query_is_refused(ask: Any) -> None:
    assert ask("/venues", query={"colour": "red"}).status == 400


def test_the_city_is_read_in_one_query(ask: Any, keep: Keep, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(8):
        keep(a_venue(f"venue-{n}"), a_live())
    calls: list[str] = []
    note_calls(calls)

    ask("/venues")

    assert calls == ["Query"]


def test_anybody_may_read_and_caches_may_keep_it_for_ten_seconds(ask: Any) -> None:
    answer = ask("/venues")

    assert (answer.status, answer.json) == (200, {"items": [], "next": None})
    assert answer.headers["cache-control"] == "public, max-age=10"


def test_the_samples_are_answered(crowd: Domain, keep: Keep) -> None:
    keep(a_venue(), a_live())

    assert [read(crowd.function(name)(event("crowd", name))).status for name in ("read_venues", "read_venue")] == [
        200,
        200,
    ]


def test_one_venue_shows_its_day_and_how_good_its_counters_are(ask: Any, keep: Keep) -> None:
    keep(a_venue(), a_live())
    for ago in range(1, 11):
        store.save_day(a_day(date(2026, 11, 23) - timedelta(days=ago), total_in=400, total_out=384))

    venue = ask("/venues/centro-botin").json

    assert venue["today"] == {"date": "2026-11-23", "exit_ratio": 1.04, "total_in": 500, "total_out": 418}
    assert venue["counter_quality"] == {
        "days": 10,
        "median_closing_error_pct": 4.0,
        "exit_ratio": 1.04,
        "grade": "good",
        "text": "Cuentan bien: al cerrar les sobra o falta un 4,0 % de quienes entraron.",
    }
    assert venue["thresholds"]["full_from"] == 0.95
    assert venue["message"] == "Buen momento: 82 de 900"


def test_a_new_venue_says_that_it_does_not_know_its_counters_yet(ask: Any, keep: Keep) -> None:
    keep(a_venue())

    venue = ask("/venues/centro-botin").json

    assert venue["today"] == {"date": "2026-11-23", "exit_ratio": None, "total_in": 0, "total_out": 0}
    assert (venue["counter_quality"]["grade"], venue["counter_quality"]["days"]) == ("unknown", 0)


def test_yesterdays_numbers_are_not_shown_as_todays(ask: Any, keep: Keep) -> None:
    keep(a_venue(), a_live(NOON - timedelta(days=1)))

    assert ask("/venues/centro-botin").json["today"] == {
        "date": "2026-11-23",
        "exit_ratio": None,
        "total_in": 0,
        "total_out": 0,
    }


def test_a_venue_nobody_described_is_not_found(ask: Any) -> None:
    answer = ask("/venues/atlantis")

    assert (answer.status, answer.code) == (404, "no_such_venue")
    assert answer.json["detail"] == "No existe el lugar atlantis."


def test_names_in_both_languages_are_kept_apart(ask: Any, keep: Keep) -> None:
    keep(a_venue(name=Text(es="Biblioteca", en="Library")))

    assert ask("/venues/centro-botin", headers={"Accept-Language": "en"}).json["name"] == "Library"
