"""A crossing is told once, and taken back only when there is room to spare."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cercano.crowd.crossing import NEWS, crossing
from cercano.crowd.model import Crowding
from cercano.facts.crowd import VenueEased, VenueFilled
from tests.crowd.people_flow import LIBRARY
from tests.crowd.test_ngsi import NOON, a_live

HALL = replace(LIBRARY, capacity=100)


@pytest.mark.parametrize(
    ("people", "word", "told_full", "tells"),
    [
        (96, Crowding.FULL, False, VenueFilled),
        (96, Crowding.FULL, True, None),
        (90, Crowding.FULL, True, None),
        (90, Crowding.BUSY, False, None),
        (84, Crowding.BUSY, True, VenueEased),
        (84, Crowding.BUSY, False, None),
    ],
)
def test_each_crossing_is_told_once(people, word, told_full, tells):
    fact = crossing(HALL, a_live(people, word), told_full=told_full, at=NOON)

    assert (type(fact) if fact else None) is tells


def test_a_record_that_forgets_it_was_full_does_not_tell_that_there_is_room():
    mended = a_live(90, Crowding.BUSY)

    assert crossing(HALL, mended, told_full=True, at=NOON) is None


def test_what_is_no_news_any_more_is_not_told():
    assert crossing(HALL, a_live(96, Crowding.FULL), told_full=False, at=NOON + NEWS) is None
    assert crossing(HALL, a_live(96, Crowding.FULL), told_full=False, at=NOON + NEWS - timedelta(seconds=1)) is not None
