"""What staff do to doors and counters leaves a past that makes sense, whatever the order they do it in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercano.crowd import editing
from cercano.crowd.errors import OpeningsOverlap, OutsideTheCity
from cercano.crowd.jurisdiction import BOXES
from cercano.crowd.model import Opening, Venue
from cercano.kit.errors import Refusal
from cercano.kit.text import Text
from tests.support.crowd import a_door, a_venue

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SANTANDER = BOXES["santander"]

doors = st.sampled_from(["north", "south"])
steps = st.lists(
    st.tuples(
        st.sampled_from(["fit", "unfit", "put", "remove"]),
        doors,
        st.sampled_from(["one", "two", "three"]),
        st.integers(1, 2),
        st.booleans(),
        st.integers(0, 40),
    ),
    max_size=30,
)


def work(venue: Venue, at: datetime, step: tuple[str, str, str, int, bool, int]) -> Venue:
    """One thing a member of staff may try; refused, it changes nothing."""
    what, door_id, device_id, line, is_reversed, ago = step
    try:
        if what == "fit":
            since = at - timedelta(minutes=ago)
            return editing.fit(
                venue, door_id=door_id, device_id=device_id, line=line, is_reversed=is_reversed, since=since, at=at
            )
        if what == "unfit":
            return editing.unfit(venue, door_id=door_id, until=at)
        if what == "remove":
            return editing.remove_door(venue, door_id=door_id, at=at)
        return editing.put_door(venue, door_id=door_id, name=Text(es="Puerta", en="Door"), max_per_minute=60)
    except Refusal:
        return venue


@given(steps)
def test_whatever_staff_do_each_door_has_one_counter_at_a_time_and_keeps_its_past(
    done: list[tuple[str, str, str, int, bool, int]],
) -> None:
    venue = a_venue(doors=(a_door("north", None),))
    for n, step in enumerate(done):
        before = {fit for door in venue.doors for fit in door.fits if fit.until is not None}
        at = START + timedelta(minutes=30 * n)
        after = work(venue, at, step)
        if {door.door_id for door in venue.doors} <= {door.door_id for door in after.doors}:
            assert before <= {fit for door in after.doors for fit in door.fits}
        venue = after

    hanging = [(fit.device_id, fit.line) for door in venue.doors for fit in door.fits if fit.until is None]
    assert len(hanging) == len(set(hanging))
    for door in venue.doors:
        assert [fit.fit_no for fit in door.fits] == list(range(1, len(door.fits) + 1))
        for earlier, later in pairwise(door.fits):
            assert earlier.until is not None
            assert earlier.since <= earlier.until <= later.since


@pytest.mark.parametrize(
    "openings",
    ["09:00-21:00", "09:00-14:00 16:00-20:00", "00:00-00:00", "20:00-02:00", "10:00-14:00 22:00-03:00", ""],
)
def test_hours_that_people_keep_are_taken(openings: str) -> None:
    editing.set_hours(a_venue(), weekly=(hours(openings),) * 7, holidays_closed=True)


@pytest.mark.parametrize(
    "openings",
    [
        "09:00-14:00 14:00-20:00",
        "09:00-14:00 13:59-20:00",
        "16:00-20:00 09:00-14:00",
        "00:00-00:00 10:00-12:00",
        "10:00-14:00 22:00-11:00",
        "22:00-03:00 04:00-05:00",
    ],
)
def test_hours_that_run_into_each_other_are_refused(openings: str) -> None:
    with pytest.raises(OpeningsOverlap) as refused:
        editing.set_hours(a_venue(), weekly=((), hours(openings), (), (), (), (), ()), holidays_closed=True)

    assert refused.value.errors == ({"pointer": "/weekly/1"},)


@pytest.mark.parametrize(
    ("lat", "lon", "is_in"),
    [
        (43.4613, -3.8015, True),
        (43.425, -3.90, True),
        (43.505, -3.75, True),
        (43.424, -3.80, False),
        (43.46, 3.80, False),
    ],
)
def test_a_venue_lies_in_its_city(lat: float, lon: float, is_in: bool) -> None:
    venue = a_venue(lat=lat, lon=lon)

    if is_in:
        assert editing.checked(venue, SANTANDER) is venue
    else:
        with pytest.raises(OutsideTheCity):
            editing.checked(venue, SANTANDER)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-11-20", "2026-11-21", 2),
        ("2026-11-23", "2026-12-31", 1),
        ("2026-11-24", "2026-12-31", 0),
        ("2020-01-01", "2030-01-01", 36),
    ],
)
def test_only_days_that_have_begun_and_are_remembered_are_settled_again(first: str, last: str, days: int) -> None:
    found = editing.past_days(date.fromisoformat(first), date.fromisoformat(last), date(2026, 11, 23))

    assert len(found) == days


def hours(text: str) -> tuple[Opening, ...]:
    """ "09:00-14:00 16:00-20:00" as openings."""
    pairs = (stretch.split("-") for stretch in text.split())
    return tuple(
        Opening(opens=datetime.strptime(a, "%H:%M").time(), closes=datetime.strptime(b, "%H:%M").time())
        for a, b in pairs
    )
