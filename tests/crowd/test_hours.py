"""A venue's clock: days, openings and closings, held to tables of examples and to the tiling of time."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cercano.crowd import hours
from cercano.crowd.hours import OpeningNow
from cercano.crowd.model import Closure, Opening, Venue, VenueKind
from cercano.kit.text import Text

MADRID = ZoneInfo("Europe/Madrid")
WORKS = Text(es="Obras", en="Building works")


def a_venue(*days: tuple[Opening, ...], timezone: str = "Europe/Madrid", **details: object) -> Venue:
    """A venue open the same hours on all days when one day is given, else on the seven given."""
    weekly = days * 7 if len(days) == 1 else days
    facts = {
        "venue_id": "library",
        "name": Text(es="Biblioteca", en="Library"),
        "kind": VenueKind.LIBRARY,
        "address": "",
        "lat": 43.46,
        "lon": -3.81,
        "capacity": 100,
        "timezone": timezone,
        "weekly": weekly,
        "holidays_closed": False,
    }
    return Venue(**{**facts, **details})  # type: ignore[arg-type]


def an_opening(opens: str, closes: str) -> Opening:
    return Opening(opens=time.fromisoformat(opens), closes=time.fromisoformat(closes))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MADRID).astimezone(UTC)


NINE_TO_NINE = (an_opening("09:00", "21:00"),)
ALWAYS = (an_opening("00:00", "00:00"),)
BAR = (an_opening("20:00", "05:00"),)


@pytest.mark.parametrize(
    ("opening", "on", "starts", "openings", "settles", "ends"),
    [
        pytest.param(
            NINE_TO_NINE, "2026-11-23",
            "2026-11-23T04:00", [("2026-11-23T09:00", "2026-11-23T21:00")], "2026-11-23T21:30", "2026-11-24T04:00",
            id="an ordinary day runs from four to four and settles half an hour after closing",
        ),
        pytest.param(
            (an_opening("09:00", "13:00"), an_opening("16:00", "20:00")), "2026-11-23",
            "2026-11-23T04:00",
            [("2026-11-23T09:00", "2026-11-23T13:00"), ("2026-11-23T16:00", "2026-11-23T20:00")],
            "2026-11-23T20:30", "2026-11-24T04:00",
            id="a lunch break settles after the evening",
        ),
        pytest.param(
            BAR, "2026-11-23",
            "2026-11-23T05:30", [("2026-11-23T20:00", "2026-11-24T05:00")], "2026-11-24T05:30", "2026-11-24T05:30",
            id="open past four: the day lasts until the last have left",
        ),
        pytest.param(
            (an_opening("03:00", "11:00"),), "2026-11-23",
            "2026-11-23T03:00", [("2026-11-23T03:00", "2026-11-23T11:00")], "2026-11-23T11:30", "2026-11-24T03:00",
            id="a market that opens before four begins its day with its opening",
        ),
        pytest.param(
            ALWAYS, "2026-11-23",
            "2026-11-23T00:00", [("2026-11-23T00:00", "2026-11-24T00:00")], "2026-11-24T00:30", "2026-11-24T00:00",
            id="a place that never closes has calendar days",
        ),
        pytest.param(
            (), "2026-11-23",
            "2026-11-23T04:00", [], "2026-11-24T04:00", "2026-11-24T04:00",
            id="closed all day settles when the day ends",
        ),
    ],
)  # fmt: skip
def test_a_day_begins_opens_settles_and_ends_by_the_venues_own_clock(opening, on, starts, openings, settles, ends):
    day = hours.business_day(a_venue(opening), date.fromisoformat(on))

    assert day.starts_at == local(starts)
    assert day.openings == tuple((local(opens), local(closes)) for opens, closes in openings)
    assert day.settles_at == local(settles)
    assert day.ends_at == local(ends)


@pytest.mark.parametrize(
    ("on", "length_h", "settles_utc"),
    [
        ("2026-03-28", 23, "2026-03-28T20:30"),
        ("2026-03-29", 24, "2026-03-29T19:30"),
        ("2026-10-24", 25, "2026-10-24T19:30"),
        ("2026-10-25", 24, "2026-10-25T20:30"),
    ],
)
def test_the_clock_change_makes_a_night_longer_or_shorter_and_settles_at_the_right_local_time(
    on, length_h, settles_utc
):
    day = hours.business_day(a_venue(NINE_TO_NINE), date.fromisoformat(on))

    assert day.ends_at - day.starts_at == timedelta(hours=length_h)
    assert day.settles_at == datetime.fromisoformat(settles_utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(("on", "length_h"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-11-23", 24)])
def test_a_place_that_never_closes_is_open_23_or_25_hours_when_the_clock_changes(on, length_h):
    [(opens, closes)] = hours.business_day(a_venue(ALWAYS), date.fromisoformat(on)).openings

    assert closes - opens == timedelta(hours=length_h)


def test_half_past_two_that_comes_twice_means_the_first_and_the_one_that_never_comes_means_half_past_three():
    bar = a_venue((an_opening("20:00", "02:30"),))

    assert hours.business_day(bar, date(2026, 10, 24)).openings[0][1] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert hours.business_day(bar, date(2026, 3, 28)).openings[0][1] == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_closure_replaces_the_weekly_hours_and_the_shorter_exception_inside_it_wins():
    summer = Closure(
        first=date(2026, 7, 1), last=date(2026, 8, 31), reason=WORKS, openings=(an_opening("10:00", "14:00"),)
    )
    feast = Closure(first=date(2026, 7, 24), last=date(2026, 7, 24), reason=Text(es="Fiesta", en="Feast"))
    venue = a_venue(NINE_TO_NINE, closures=(summer, feast))

    assert hours.business_day(venue, date(2026, 7, 23)).openings == (
        (local("2026-07-23T10:00"), local("2026-07-23T14:00")),
    )
    assert hours.business_day(venue, date(2026, 7, 24)).openings == ()
    assert hours.special_day(venue, date(2026, 7, 24)) == feast.reason
    assert hours.special_day(venue, date(2026, 9, 1)) is None


def test_public_holidays_close_a_venue_unless_it_says_its_own_hours():
    constitution = date(2026, 12, 7)
    museum = a_venue(NINE_TO_NINE, holidays_closed=True)
    special = Closure(first=constitution, last=constitution, reason=WORKS, openings=NINE_TO_NINE)

    assert hours.business_day(museum, constitution).openings == ()
    assert hours.special_day(museum, constitution) is not None
    assert hours.special_day(a_venue(NINE_TO_NINE), constitution) is None
    assert hours.business_day(a_venue(NINE_TO_NINE), constitution).openings
    assert hours.business_day(a_venue(NINE_TO_NINE, holidays_closed=True, closures=(special,)), constitution).openings


def test_a_venue_says_until_when_it_is_open_and_when_it_opens_again():
    venue = a_venue(NINE_TO_NINE)

    assert hours.opening_now(venue, local("2026-11-23T09:00")) == OpeningNow(
        is_open=True, opens_at=None, closes_at=local("2026-11-23T21:00"), note=None
    )
    assert hours.opening_now(venue, local("2026-11-23T21:00")) == OpeningNow(
        is_open=False, opens_at=local("2026-11-24T09:00"), closes_at=None, note=None
    )


def test_a_place_that_never_closes_has_no_next_change_and_a_venue_without_hours_neither():
    assert hours.is_open(a_venue(ALWAYS), local("2026-11-23T00:00"))
    assert hours.next_change(a_venue(ALWAYS), local("2026-11-23T15:00")) is None
    assert hours.next_change(a_venue(()), local("2026-11-23T15:00")) is None


ZONES = st.sampled_from(
    ["Europe/Madrid", "Atlantic/Canary", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu"]
)
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
OPENINGS = st.lists(st.builds(Opening, opens=TIMES, closes=TIMES), max_size=3).map(tuple)
DATES = st.one_of(
    st.dates(date(2012, 1, 1), date(2030, 12, 31)),
    st.dates(date(2026, 3, 26), date(2026, 4, 2)),
    st.dates(date(2026, 10, 22), date(2026, 10, 29)),
)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(weekly=st.lists(OPENINGS, min_size=7, max_size=7), zone=ZONES, on=DATES)
def test_the_days_of_any_venue_tile_time_without_gap_or_overlap(weekly, zone, on):
    venue = a_venue(*weekly, timezone=zone)
    days = [hours.business_day(venue, on + timedelta(days=n)) for n in range(9)]

    for day, after in itertools.pairwise(days):
        assert day.starts_at <= day.ends_at == after.starts_at
        edges = [day.starts_at, *(edge for stretch in day.openings for edge in stretch), day.ends_at]
        assert edges == sorted(edges)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(weekly=st.lists(OPENINGS, min_size=7, max_size=7), zone=ZONES, on=DATES, minute=st.integers(0, 1439))
def test_every_instant_belongs_to_one_day_and_nothing_changes_before_the_next_change(weekly, zone, on, minute):
    venue = a_venue(*weekly, timezone=zone)
    at = datetime(on.year, on.month, on.day, tzinfo=UTC) + timedelta(minutes=minute)

    day, change = hours.business_day_at(venue, at), hours.next_change(venue, at)

    assert day.starts_at <= at < day.ends_at
    assert change is None or change > at
    if change is not None:
        between = [at + (change - at) * k / 10 for k in range(10)]
        assert {hours.is_open(venue, instant) for instant in between} == {hours.is_open(venue, at)}
        assert hours.is_open(venue, change) != hours.is_open(venue, at)
