"""The published fares: without an error for two validators, and a planner that reads them asks what we charge."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import gtfs_guru
import pytest
from gtfs_validator.cli import main as validate
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cercano.access import gtfs
from cercano.access.days import local
from cercano.access.errors import NoSuchService
from cercano.access.fares import Fares, table_from_json
from cercano.access.model import Rights, Tap
from cercano.access.pricing import price
from tests.access.fares import a_right, a_table, a_tap, here, some_fares
from tests.access.gtfs_reader import Feed, Leg
from tests.access.test_pricing import CASES

SEED = Path(__file__).resolve().parents[2] / "infra" / "seed" / "santander"
MADE = date(2026, 11, 23)
ORIGIN = "https://www.santander.es"
NETWORK: dict[str, Any] = {
    "operator": "tus",
    "service": "bus",
    "lines": [{"line": line, "name": f"Centro a barrio {line}", "stops": ["15"]} for line in "1234"],
    "stops": [{"stop": "15", "name": "Jardines de Pereda", "lat": 43.46, "lon": -3.80}],
}
EXPECTED = {"stop_without_stop_time", "mixed_case_recommended_field", "missing_feed_contact_email_and_url"}
"""Warnings that are true: there is no timetable in it, the operator writes its lines in capitals, nobody's address."""


def uncapped(**changed: Any) -> dict[str, Any]:
    bus, parking = a_table()["products"]
    return a_table(products=[{**bus, "caps": {}}, parking], **changed)


def two_tables() -> Fares:
    dearer = uncapped(table_id="2026b", valid_from="2026-12-10")
    dearer["products"][0]["prices"] = {"standard": 71, "senior": 35, "child": 0}
    return some_fares(uncapped(), dearer)


FARES = two_tables()
FEED = Feed(gtfs.zipped(gtfs.feed(NETWORK, FARES, MADE, ORIGIN)))
CAPPED = some_fares()
CAPPED_FEED = Feed(gtfs.zipped(gtfs.feed(NETWORK, CAPPED, MADE, ORIGIN)))


def of_the_city() -> bytes:
    network = json.loads((SEED / "network.json").read_text())
    fares = Fares([table_from_json(one) for one in json.loads((SEED / "fares.json").read_text())])
    return gtfs.zipped(gtfs.feed(network, fares, MADE, ORIGIN))


def notices_of(tmp_path: Path, feed: bytes) -> set[tuple[str, str]]:
    """What both validators say of it: severity and code."""
    (tmp_path / "feed.zip").write_bytes(feed)
    validate(["-i", str(tmp_path / "feed.zip"), "-d", MADE.isoformat(), "-o", str(tmp_path / "said")])
    said = json.loads((tmp_path / "said" / "report.json").read_text())["notices"]
    found = {(one["severity"], one["code"]) for one in said}
    return found | {(one.severity, one.code) for one in gtfs_guru.validate(str(tmp_path / "feed.zip")).notices}


def test_the_citys_own_feed_has_no_error_and_no_warning_that_is_not_true(tmp_path: Path) -> None:
    notices = notices_of(tmp_path, of_the_city())

    assert {code for severity, code in notices if severity == "ERROR"} == set()
    assert {code for severity, code in notices if severity == "WARNING"} <= EXPECTED


def test_the_validators_would_say_so(tmp_path: Path) -> None:
    feed = gtfs.feed(NETWORK, FARES, MADE, ORIGIN)
    feed["fare_leg_rules.txt"][1][3] = "nobody sells it"
    feed["fare_transfer_rules.txt"][1][2] = ""

    errors = {code for severity, code in notices_of(tmp_path, gtfs.zipped(feed)) if severity == "ERROR"}

    assert {"foreign_key_violation", "fare_transfer_rule_without_transfer_count"} <= errors


def test_the_same_fares_are_the_same_bytes_and_what_is_past_is_left_out() -> None:
    assert of_the_city() == of_the_city()
    later = Feed(gtfs.zipped(gtfs.feed(NETWORK, FARES, date(2027, 2, 1), ORIGIN)))
    assert [row["timeframe_group_id"] for row in later["timeframes.txt"]] == ["2026b"]
    assert later["feed_info.txt"][0]["feed_version"] == "2026b"


def test_what_nobody_priced_is_not_published() -> None:
    with pytest.raises(NoSuchService):
        gtfs.feed({**NETWORK, "service": "cable_car"}, FARES, MADE, ORIGIN)


def leg(tap: Tap) -> Leg:
    return Leg(tap.place.line, local(tap.at_ms), tap.at_ms // 1000)


def ours(taps: list[Tap], category: str, fares: Fares = FARES) -> int:
    rights = Rights(classes=(a_right(category, last="2027-12-31"),))
    return sum(one.charge.cents for one in price(taps, fares, rights))


def is_free_hours(tap: Tap) -> bool:
    at = local(tap.at_ms)
    return date(2026, 12, 5) <= at.date() <= date(2027, 1, 5) and 18 <= at.hour < 22


@st.composite
def journeys(draw: st.DrawFn) -> list[Tap]:
    """Up to six legs, each on another line than the one before, as planners make them.

    Whoever leaves the free hours may change for free once more with us, which the standard cannot say: left out here.
    """
    start = draw(st.integers(here("2026-11-23 00:00") // 1000, here("2027-01-10 00:00") // 1000))
    near = draw(st.sampled_from([None, "2026-12-05 17:30", "2026-12-09 23:40", "2026-12-05 21:00"]))
    at_s, line = here(near) // 1000 + start % 1800 if near else start, draw(st.sampled_from("1234"))
    taps = [a_tap(at_s * 1000, line=line)]
    for _ in range(draw(st.integers(0, 5))):
        at_s += draw(st.one_of(st.integers(60, 7200), st.sampled_from([3599, 3600, 3601])))
        line = draw(st.sampled_from([one for one in "1234" if one != line]))
        taps.append(a_tap(at_s * 1000, line=line))
    for one, other in ((a, b) for a in taps for b in taps):
        assume(not (is_free_hours(one) and not is_free_hours(other) and 0 < other.at_ms - one.at_ms <= 3_600_000))
    return taps


@settings(max_examples=CASES, deadline=None)
@given(journeys(), st.sampled_from(["standard", "youth", "senior", "child"]))
def test_a_planner_that_reads_the_feed_asks_what_we_charge(taps: list[Tap], category: str) -> None:
    assert FEED.cents([leg(tap) for tap in taps], category) == ours(taps, category)


@settings(max_examples=50, deadline=None)
@given(journeys())
def test_caps_only_ever_make_it_cheaper_than_the_feed_says(taps: list[Tap]) -> None:
    assert ours(taps, "standard", CAPPED) <= CAPPED_FEED.cents([leg(tap) for tap in taps], "standard")


def test_what_the_standard_cannot_say_is_known() -> None:
    same_line = [a_tap("2026-11-23 08:00"), a_tap("2026-11-23 08:10")]
    out_of_free_hours = [
        a_tap("2026-12-08 21:50", line="1"),
        a_tap("2026-12-08 21:55", line="2"),
        a_tap("2026-12-08 22:05", line="3"),
    ]

    assert (ours(same_line, "standard"), FEED.cents([leg(one) for one in same_line], "standard")) == (132, 66)
    legs = [leg(one) for one in out_of_free_hours]
    assert (ours(out_of_free_hours, "standard"), FEED.cents(legs, "standard")) == (0, 66)


def test_a_leg_in_the_last_second_of_free_hours_is_free_in_the_feed_too() -> None:
    last, after = a_tap("2026-12-05 21:59:59"), a_tap("2026-12-05 22:00:00")

    assert [FEED.cents([leg(one)], "standard") for one in (last, after)] == [0, 66]
    assert datetime.fromtimestamp(last.at_ms / 1000, UTC).hour == 20
