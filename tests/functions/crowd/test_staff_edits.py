"""Staff describe venues: edit_venue, manage_doors, fit_counter, set_hours, close_venue; and nobody else does."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cercano.crowd import asks, fits, readings, store
from cercano.crowd.heard import Heard, Raw, Source, hear
from cercano.crowd.rows import CITY, DIRTY, NowRow, VenueRow
from cercano.kit import clock
from tests.support.aws import Domain
from tests.support.crowd import NOON, a_door, a_live, a_venue
from tests.support.events import event
from tests.support.http import call
from tests.support.templates import ROOT

Ask = Callable[..., Any]
Keep = Callable[..., Any]
ROUTES = {
    "edit_venue": [("POST", "/venues"), ("GET", "/venues/x/document"), ("PUT", "/venues/x/document")],
    "manage_doors": [("PUT", "/venues/x/doors/main"), ("DELETE", "/venues/x/doors/main")],
    "fit_counter": [("PUT", "/venues/x/doors/main/counter"), ("DELETE", "/venues/x/doors/main/counter")],
    "set_hours": [("PUT", "/venues/x/hours")],
    "close_venue": [("POST", "/venues/x/closures"), ("DELETE", "/venues/x/closures/2026-12-24")],
    "enter_count": [("POST", "/venues/x/audits"), ("GET", "/venues/x/audits")],
    "read_counters": [("GET", "/counters")],
}
SEEDS: list[dict[str, Any]] = json.loads(Path(ROOT / "infra/seed/santander/venues.json").read_text())


@pytest.fixture
def ask(crowd: Domain) -> Ask:
    """Call the use case as staff, unless told otherwise."""
    functions: dict[str, Any] = {}

    def asked(use_case: str, method: str, path: str, *, match: int | str | None = None, **more: Any) -> Any:
        function = functions.setdefault(use_case, crowd.function(use_case))
        headers = {"If-Match": f'"{match}"' if isinstance(match, int) else match} if match is not None else {}
        with function.running():
            return call(
                function.module.app,
                method,
                path,
                **{"roles": ("staff",), **more, "headers": headers | more.get("headers", {})},
            )

    return asked


def a_description(**changed: Any) -> dict[str, Any]:
    """What staff send of a venue."""
    plain = {
        "name": {"es": "Centro Botín", "en": "Botín Centre"},
        "kind": "museum",
        "address": "Muelle de Albareda, s/n",
        "location": {"lat": 43.4613, "lon": -3.8015},
        "capacity": 850,
    }
    return {**plain, **changed}


def told(venue_id: str = "centro-botin") -> list[dict[str, Any]]:
    """The facts saved with the venue's last write, as the stream will carry them."""
    from cercano.kit import aws

    item = aws.client("dynamodb").get_item(
        TableName="test-crowd", Key={"pk": {"S": CITY}, "sk": {"S": f"{venue_id}#DOC"}}
    )["Item"]
    return list(json.loads(item.get("told", {}).get("S", "[]")))


@pytest.mark.parametrize(
    ("use_case", "method", "path"), [(name, *route) for name, routes in ROUTES.items() for route in routes]
)
def test_only_staff_may(ask: Ask, use_case: str, method: str, path: str) -> None:
    statuses = [
        ask(use_case, method, path, roles=roles).status for roles in (None, ("citizen",), ("agent", "merchant"))
    ]

    assert statuses == [401, 403, 403]


@pytest.mark.parametrize("use_case", [name for name in ROUTES if name not in ("enter_count", "read_counters")])
def test_the_sample_of_each_use_case_changes_the_venue(crowd: Domain, keep: Keep, use_case: str) -> None:
    keep(a_venue(doors=(a_door("pereda", device_id=None),)))
    sample = event("crowd", use_case)
    app = crowd.function(use_case)

    with app.running():
        answer = call(
            app.module.app,
            sample["httpMethod"],
            sample["path"],
            body=sample["body"],
            roles=("staff",),
            headers={"If-Match": sample["headers"]["If-Match"]},
        )

    assert (answer.status, answer.json["version"], answer.headers["etag"]) in [(200, 2, '"2"'), (201, 2, '"2"')]
    assert [(fact["name"], fact["data"]) for fact in told()] == [
        ("VenueChanged", {"venue_id": "centro-botin", "version": 2})
    ]


@pytest.mark.parametrize("seed", SEEDS, ids=[seed["venue_id"] for seed in SEEDS])
def test_every_venue_of_the_seed_can_be_added(ask: Ask, seed: dict[str, Any]) -> None:
    sent = {name: value for name, value in seed.items() if name != "source"}

    answer = ask("edit_venue", "POST", "/venues", body=sent)

    assert (answer.status, answer.headers["location"]) == (201, f"/api/crowd/venues/{seed['venue_id']}")
    document = ask("edit_venue", "GET", f"/venues/{seed['venue_id']}/document").json
    doors = [
        {"door_id": d["door_id"], "name": d["name"], "max_per_minute": d["max_per_minute"]} for d in document["doors"]
    ]
    assert {**{name: document[name] for name in sent}, "doors": doors} == sent


def test_twenty_venues_of_many_kinds_are_in_the_seed() -> None:
    assert len({seed["venue_id"] for seed in SEEDS}) == 20
    assert len({seed["kind"] for seed in SEEDS}) >= 9
    assert all(seed["source"] for seed in SEEDS)


def test_a_venue_is_added_once(ask: Ask) -> None:
    new = a_description(venue_id="centro-botin")

    answers = [ask("edit_venue", "POST", "/venues", body=new) for _ in range(2)]

    assert [answer.status for answer in answers] == [201, 409]
    assert answers[1].code == "venue_exists"


@pytest.mark.parametrize(
    ("changed", "pointer", "code"),
    [
        ({"capacity": 0}, "/capacity", "invalid"),
        ({"capacity": "900"}, "/capacity", "invalid"),
        ({"location": {"lat": -3.8015, "lon": 43.4613}}, "/location", "outside_the_city"),
        ({"location": {"lat": 40.4168, "lon": -3.7038}}, "/location", "outside_the_city"),
        ({"kind": "casino"}, "/kind", "invalid"),
        ({"timezone": "Europe/Santander"}, "/timezone", "unknown_time_zone"),
        ({"timezone": "../../etc/passwd"}, "/timezone", "unknown_time_zone"),
        ({"weekly": [[]] * 6}, "/weekly", "invalid"),
        ({"weekly": [[{"opens": "9:00", "closes": "21:00"}]] + [[]] * 6}, "/weekly/0/0/opens", "invalid"),
        ({"weekly": [[{"opens": "09:00", "closes": "24:00"}]] + [[]] * 6}, "/weekly/0/0/closes", "invalid"),
        (
            {"weekly": [[], [{"opens": "09:00", "closes": "14:00"}, {"opens": "13:00", "closes": "20:00"}]] + [[]] * 5},
            "/weekly/1",
            "openings_overlap",
        ),
        (
            {"weekly": [[{"opens": "16:00", "closes": "20:00"}, {"opens": "09:00", "closes": "14:00"}]] + [[]] * 6},
            "/weekly/0",
            "openings_overlap",
        ),
        (
            {"closures": [{"first": "2026-12-25", "last": "2026-12-24", "reason": {"es": "a", "en": "a"}}]},
            "/closures/0/last",
            "closure_ends_before_it_begins",
        ),
        ({"name": {"es": "Centro"}}, "/name/en", "invalid"),
        ({"doors": []}, "/doors", "invalid"),
        ({"colour": "red"}, "/colour", "invalid"),
    ],
)
def test_a_description_that_does_not_hold_is_refused_where_it_does_not(
    ask: Ask, keep: Keep, changed: dict[str, Any], pointer: str, code: str
) -> None:
    keep(a_venue())

    answer = ask("edit_venue", "PUT", "/venues/centro-botin/document", body=a_description(**changed), match=1)

    assert (answer.status, answer.code, answer.json["errors"][0]["pointer"]) == (422, code, pointer)
    assert store.venue("centro-botin") == a_venue()


@pytest.mark.parametrize("venue_id", ["Centro Botín", "centro--botin", "-x", "x", "a/b", "a" * 61, "centro#botin"])
def test_an_id_is_a_slug(ask: Ask, venue_id: str) -> None:
    answer = ask("edit_venue", "POST", "/venues", body=a_description(venue_id=venue_id))

    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/venue_id")


def test_who_is_late_overwrites_nobody(ask: Ask, keep: Keep) -> None:
    keep(a_venue())
    path = "/venues/centro-botin/document"

    first = ask("edit_venue", "PUT", path, body=a_description(capacity=850), match=1)
    late = ask("edit_venue", "PUT", path, body=a_description(capacity=700), match=1)
    unread = ask("edit_venue", "PUT", path, body=a_description(capacity=600))

    assert [answer.status for answer in (first, late, unread)] == [200, 412, 428]
    assert store.venue("centro-botin").capacity == 850


def test_a_description_leaves_doors_counters_and_hours_alone(ask: Ask, keep: Keep) -> None:
    before = keep(a_venue())

    ask("edit_venue", "PUT", "/venues/centro-botin/document", body=a_description(), match=1)

    after = store.venue("centro-botin")
    assert (after.doors, after.weekly, after.capacity) == (before.doors, before.weekly, 850)


def test_saying_the_same_again_changes_and_tells_nothing(ask: Ask, keep: Keep) -> None:
    keep(a_venue(capacity=850))
    say = {"body": a_description(), "match": 1}

    answers = [ask("edit_venue", "PUT", "/venues/centro-botin/document", **say) for _ in range(2)]

    assert [answer.json["version"] for answer in answers] == [1, 1]
    assert told() == []


def test_a_smaller_capacity_shows_at_once(ask: Ask, keep: Keep, crowd: Domain) -> None:
    keep(a_venue(), a_live(people=82))
    ask("edit_venue", "PUT", "/venues/centro-botin/document", body=a_description(capacity=100), match=1)

    row = NowRow.find(CITY, "centro-botin#NOW")

    assert row is not None
    assert row.standing["document"] == 2


def test_a_door_is_added_changed_and_removed_and_keeps_its_counter_meanwhile(ask: Ask, keep: Keep) -> None:
    before = keep(a_venue())
    path = "/venues/centro-botin/doors"
    name = {"es": "Azotea", "en": "Roof"}

    ask("manage_doors", "PUT", f"{path}/roof", body={"name": name}, match=1)
    ask("manage_doors", "PUT", f"{path}/main", body={"name": name, "max_per_minute": 90}, match=2)
    removed = ask("manage_doors", "DELETE", f"{path}/roof")

    assert removed.status == 200
    (door,) = store.venue("centro-botin").doors
    assert (door.door_id, door.name.en, door.max_per_minute, door.fits) == ("main", "Roof", 90, before.doors[0].fits)


@pytest.mark.parametrize("door_id", ["Main", "a b", "door_1", "x" * 61])
def test_a_door_id_is_a_slug(ask: Ask, keep: Keep, door_id: str) -> None:
    keep(a_venue())

    answer = ask(
        "manage_doors", "PUT", f"/venues/centro-botin/doors/{door_id}", body={"name": {"es": "a", "en": "a"}}, match=1
    )

    assert answer.status == 422


def test_a_door_with_a_counter_is_not_removed_nor_one_whose_counter_may_still_speak(
    ask: Ask, keep: Keep, noon: clock.Frozen
) -> None:
    keep(a_venue())
    remove = ("manage_doors", "DELETE", "/venues/centro-botin/doors/main")

    with_counter = ask(*remove)
    ask("fit_counter", "DELETE", "/venues/centro-botin/doors/main/counter")
    soon_after = ask(*remove)
    noon.tick(35 * 86400 + 1)
    long_after = ask(*remove)

    assert [(answer.status, answer.json.get("code")) for answer in (with_counter, soon_after, long_after)] == [
        (409, "door_has_counter"),
        (409, "door_still_remembered"),
        (200, None),
    ]
    assert with_counter.json["detail"] == "La puerta main tiene el contador centro-botin-1. Retíralo antes."


def test_a_swapped_counter_is_a_new_fit_and_the_old_one_keeps_its_past(ask: Ask, keep: Keep) -> None:
    keep(a_venue())

    answer = ask(
        "fit_counter", "PUT", "/venues/centro-botin/doors/main/counter", body={"device_id": "new-1", "line": 2}, match=1
    )

    assert [
        (f["fit_no"], f["device_id"], f["line"], f["since"], f["until"]) for f in answer.json["doors"][0]["fits"]
    ] == [
        (1, "centro-botin-1", 1, "2026-09-01T00:00:00Z", "2026-11-23T11:00:00Z"),
        (2, "new-1", 2, "2026-11-23T11:00:00Z", None),
    ]
    assert answer.json["doors"][0]["counter"]["device_id"] == "new-1"
    assert [one.fit.until for one in fits.fits_of("centro-botin-1")] == [NOON]
    assert [one.fit.until for one in fits.fits_of("new-1")] == [None]


def test_a_line_looks_at_one_door_at_a_time_in_the_whole_city(ask: Ask, keep: Keep) -> None:
    keep(a_venue("museum", doors=(a_door("main", "counter-1"), a_door("side", None))))
    keep(a_venue("library", doors=(a_door("main", None),)))
    counter = {"device_id": "counter-1"}

    same_venue = ask("fit_counter", "PUT", "/venues/museum/doors/side/counter", body=counter, match=1)
    other_venue = ask("fit_counter", "PUT", "/venues/library/doors/main/counter", body=counter, match=1)
    other_line = ask("fit_counter", "PUT", "/venues/library/doors/main/counter", body={**counter, "line": 2}, match=1)

    assert [(a.status, a.json.get("code")) for a in (same_venue, other_venue, other_line)] == [
        (409, "counter_elsewhere"),
        (409, "counter_elsewhere"),
        (200, None),
    ]
    assert "museum" in other_venue.json["detail"]


def test_fitting_what_hangs_there_changes_nothing(ask: Ask, keep: Keep) -> None:
    keep(a_venue())

    answer = ask(
        "fit_counter", "PUT", "/venues/centro-botin/doors/main/counter", body={"device_id": "centro-botin-1"}, match=1
    )

    assert (answer.status, answer.json["version"]) == (200, 1)


@pytest.mark.parametrize(
    ("since", "code"),
    [
        ("2026-11-23T11:00:01Z", "fit_out_of_reach"),
        ("2026-11-16T10:59:59Z", "fit_out_of_reach"),
        ("2026-11-22T23:00:00", "invalid"),
    ],
)
def test_a_counter_is_not_fitted_as_of_the_future_nor_of_a_far_past(
    ask: Ask, keep: Keep, since: str, code: str
) -> None:
    keep(a_venue(doors=(a_door(device_id=None),)))

    answer = ask(
        "fit_counter",
        "PUT",
        "/venues/centro-botin/doors/main/counter",
        body={"device_id": "c", "since": since},
        match=1,
    )

    assert (answer.status, answer.code, answer.json["errors"][0]["pointer"]) == (422, code, "/since")


def test_a_counter_cannot_start_before_the_one_it_follows(ask: Ask, keep: Keep) -> None:
    keep(a_venue(doors=(a_door(device_id=None),)))
    path = "/venues/centro-botin/doors/main/counter"
    ask("fit_counter", "PUT", path, body={"device_id": "one", "since": "2026-11-23T09:00:00Z"}, match=1)

    answer = ask("fit_counter", "PUT", path, body={"device_id": "two", "since": "2026-11-23T08:00:00Z"}, match=2)

    assert (answer.status, answer.code) == (422, "fit_out_of_order")


def test_what_a_counter_said_before_anybody_wrote_it_down_counts_once_it_is_fitted(
    ask: Ask, keep: Keep, crowd: Domain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READINGS_TABLE", crowd.ref("ReadingsTable"))
    keep(a_venue(doors=(a_door(device_id=None),)))
    for minute, total in ((0, 1000), (30, 1060)):
        at = NOON - timedelta(hours=1) + timedelta(minutes=minute)
        said = {"v": 1, "at": f"{at:%Y-%m-%dT%H:%M:%SZ}", "epoch": 1, "seq": 1 + minute, "in": total, "out": 900}
        heard = hear("lonely-1", Raw(int(at.timestamp() * 1000), Source.COUNTER, json.dumps(said).encode()))
        assert isinstance(heard, Heard)
        readings.keep([heard])

    ask(
        "fit_counter",
        "PUT",
        "/venues/centro-botin/doors/main/counter",
        body={"device_id": "lonely-1", "since": "2026-11-23T09:00:00Z"},
        match=1,
    )

    live = store.place("centro-botin").live
    assert live is not None
    assert (live.people, live.total_in) == (60, 60)


def test_taking_down_what_does_not_hang_is_refused(ask: Ask, keep: Keep) -> None:
    keep(a_venue(doors=(a_door(device_id=None),)))

    no_counter = ask("fit_counter", "DELETE", "/venues/centro-botin/doors/main/counter")
    no_door = ask("fit_counter", "DELETE", "/venues/centro-botin/doors/attic/counter")
    no_venue = ask("fit_counter", "DELETE", "/venues/atlantis/doors/main/counter")

    assert [answer.code for answer in (no_counter, no_door, no_venue)] == [
        "no_counter_there",
        "no_such_door",
        "no_such_venue",
    ]


def test_a_week_replaces_a_week(ask: Ask, keep: Keep) -> None:
    keep(a_venue())
    weekly = [[], *[[{"opens": "10:00", "closes": "14:00"}, {"opens": "22:00", "closes": "02:00"}]] * 6]

    answer = ask(
        "set_hours", "PUT", "/venues/centro-botin/hours", body={"weekly": weekly, "holidays_closed": False}, match=1
    )

    assert (answer.json["weekly"], answer.json["holidays_closed"]) == (weekly, False)


def test_a_closure_of_the_past_settles_its_days_again_and_one_to_come_does_not(ask: Ask, keep: Keep) -> None:
    keep(a_venue())

    def closed(first: str, last: str) -> int:
        body = {"first": first, "last": last, "reason": {"es": "Obras", "en": "Works"}}
        return int(ask("close_venue", "POST", "/venues/centro-botin/closures", body=body).status)

    assert closed("2026-12-24", "2026-12-25") == 201
    assert asks.asked(DIRTY) == []
    assert closed("2026-11-21", "2026-11-30") == 201
    assert [ask.key for ask in asks.asked(DIRTY)] == ["centro-botin#2026-11-21", "centro-botin#2026-11-22"]


def test_a_closure_is_known_by_its_first_day(ask: Ask, keep: Keep) -> None:
    keep(a_venue())
    body = {"first": "2026-12-24", "last": "2026-12-24", "reason": {"es": "Nochebuena", "en": "Christmas Eve"}}
    path = "/venues/centro-botin/closures"

    statuses = [
        ask("close_venue", "POST", path, body=body).status,
        ask("close_venue", "POST", path, body=body).status,
        ask("close_venue", "DELETE", f"{path}/2026-12-24").status,
        ask("close_venue", "DELETE", f"{path}/2026-12-24").status,
        ask("close_venue", "DELETE", f"{path}/christmas").status,
    ]

    assert statuses == [201, 409, 200, 404, 422]


def test_two_closures_entered_at_the_same_moment_are_both_kept(
    ask: Ask, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(a_venue())
    save, raced = fits.save_venue, []

    def racing(venue: Any, facts: Any = ()) -> Any:
        if not raced:
            raced.append(True)
            body = {"first": "2027-01-05", "last": "2027-01-05", "reason": {"es": "Cabalgata", "en": "Parade"}}
            assert ask("close_venue", "POST", "/venues/centro-botin/closures", body=body).status == 201
        return save(venue, facts)

    monkeypatch.setattr(fits, "save_venue", racing)
    body = {"first": "2026-12-24", "last": "2026-12-24", "reason": {"es": "Nochebuena", "en": "Christmas Eve"}}
    answer = ask("close_venue", "POST", "/venues/centro-botin/closures", body=body)

    assert answer.status == 201
    assert [str(closure.first) for closure in store.venue("centro-botin").closures] == ["2026-12-24", "2027-01-05"]


def test_a_refused_change_writes_nothing_and_tells_nobody(ask: Ask, keep: Keep) -> None:
    keep(a_venue())
    row = VenueRow.find(CITY, "centro-botin#DOC")

    ask("manage_doors", "DELETE", "/venues/centro-botin/doors/main")

    again = VenueRow.find(CITY, "centro-botin#DOC")
    assert row is not None
    assert again is not None
    assert (again.version, again.document) == (row.version, row.document)
