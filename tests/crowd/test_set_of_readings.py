"""The heart of it: everything is a function of the SET of readings. Order, doubles, batches, lateness, wraps, swaps
change nothing.
"""

from __future__ import annotations

import json
import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cercano.crowd import counting, fits, settle, store
from cercano.crowd.hours import business_day_at
from cercano.crowd.model import Audit, Door, Fit, Reading, Venue
from cercano.crowd.shelf import standing_from_json, standing_to_json
from tests.crowd.counters import LONG_AGO, a_door, a_museum, at
from tests.support.shelf import Shelf

pytestmark = pytest.mark.slow

SWAP = at(11, 30)


def a_busy_museum() -> Venue:
    """Three doors: a small counter that wraps, one that restarts and is swapped at 11:30, one mounted the wrong way
    round.
    """
    swapped = (
        Fit(fit_no=1, device_id="old", since=LONG_AGO, until=SWAP),
        Fit(fit_no=2, device_id="new", line=2, since=SWAP),
    )
    turned = (Fit(fit_no=1, device_id="turned", since=LONG_AGO, reversed=True),)
    doors: tuple[Door, ...] = (
        a_door("wraps", fits=(Fit(fit_no=1, device_id="wraps", since=LONG_AGO),)),
        a_door("swapped", fits=swapped),
        a_door("turned", fits=turned),
    )
    return a_museum(*doors, capacity=60, report_every_s=300)


def a_day_of_readings(chance: random.Random) -> list[Reading]:
    """From 07:55 to 21:00 of the Monday and a little of the Tuesday, every five minutes, each counter with its own
    trouble.
    """
    readings = []
    total = {"wraps": [65_400, 65_300], "old": [100, 90], "new": [7, 7], "turned": [5, 5]}
    epoch = seq = 0
    when = at(7, 55)
    while when < at(10, 0, day=1):
        device = "old" if when < SWAP else "new"
        seq += 1
        if chance.random() < 0.02:
            epoch, seq, total[device] = epoch + 1, 0, [0, 0]
        for name in ("wraps", device, "turned"):
            wraps_at = 2**16 if name == "wraps" else 2**32
            total[name] = [(before + chance.randrange(6)) % wraps_at for before in total[name]]
            if chance.random() < 0.1:
                continue
            own = name == device
            readings.append(
                Reading(
                    device_id=name,
                    line=2 if name == "new" else 1,
                    epoch=epoch if own else 0,
                    seq=seq if own else int(when.timestamp()),
                    at=when,
                    received_at=when + timedelta(seconds=1),
                    total_in=total[name][0],
                    total_out=total[name][1],
                    wraps_at=wraps_at,
                )
            )
        when += timedelta(minutes=5) if when < at(21) else timedelta(hours=1)
    return readings


def state_after(venue: Venue, batches: list[list[Reading]], audits: list[Audit]) -> dict[str, object]:
    """All that anybody can read once these batches have come, one after the other, into an empty city."""
    with Shelf().standing_in() as shelf:
        fits.add_venue(venue)
        for audit in audits:
            store.save_audit(venue.venue_id, audit)
        for batch in batches:
            counting.count_in(batch, at(10, 5, day=1))
        marks = store.marks(venue.venue_id, at(0), at(12, day=1))
        days = {}
        for moment in (at(12), at(12, day=1)):
            day = business_day_at(venue, moment)
            days[day.date] = settle.settle(venue, day, marks, audits, [], at(12, day=1))
        row = shelf.tables["crowd"]["VENUES", "museum#NOW"]
        return {
            "marks": marks,
            "days": days,
            "live": store.place("museum").live,
            "standing": row["standing"],
        }


@settings(max_examples=20)
@given(st.integers(0, 2**32), st.data())
def test_the_same_readings_end_in_the_same_city_however_they_come(seed: int, data: st.DataObject) -> None:
    chance = random.Random(seed)
    venue, readings = a_busy_museum(), a_day_of_readings(random.Random(seed))
    audits = [Audit(audit_id="a1", at=at(12, 20), people=chance.randrange(40), by="staff-1")]
    in_order = state_after(venue, [readings], audits)

    come = readings + chance.sample(readings, k=len(readings) // 10)
    how = data.draw(st.sampled_from(["shuffled", "one by one at the end", "a day's backlog", "doubled whole"]))
    if how == "shuffled":
        chance.shuffle(come)
        cuts = sorted(chance.sample(range(len(come)), k=6))
        batches = [come[a:b] for a, b in zip([0, *cuts], [*cuts, len(come)], strict=True)]
    elif how == "one by one at the end":
        batches = [readings[:-12], *([one] for one in readings[-12:]), [readings[-1]], readings[-5:]]
    elif how == "a day's backlog":
        late = [one for one in come if one.device_id == "turned"]
        batches = [[one for one in come if one.device_id != "turned"], late[::-1]]
    else:
        batches = [readings, readings]

    assert state_after(venue, batches, audits) == in_order


def test_going_on_from_the_checkpoint_is_the_same_as_making_it_anew() -> None:
    venue, readings = a_busy_museum(), a_day_of_readings(random.Random(7))

    step_by_step = state_after(venue, [[one] for one in readings], [])
    at_once = state_after(venue, [readings], [])

    assert step_by_step["standing"] == at_once["standing"]
    assert step_by_step["live"] == at_once["live"]


def test_a_reading_a_day_late_mends_the_settled_day_and_says_which() -> None:
    venue = a_busy_museum()
    readings = [one for one in a_day_of_readings(random.Random(3)) if one.at < at(20)]
    late = [one for one in readings if one.device_id == "turned" and one.at < at(12)]

    with Shelf().standing_in() as shelf:
        fits.add_venue(venue)
        counting.count_in([one for one in readings if one not in late], at(20))
        assert asked_for(shelf) == []
        counting.count_in(late, at(10, 5, day=1))

        assert asked_for(shelf) == ["museum#2026-11-23"]


def asked_for(shelf: Shelf) -> list[str]:
    return [sk for pk, sk in shelf.tables["crowd"] if pk == "DIRTY"]


def test_a_double_that_comes_later_writes_nothing() -> None:
    venue, readings = a_busy_museum(), a_day_of_readings(random.Random(5))
    with Shelf().standing_in() as shelf:
        fits.add_venue(venue)
        counting.count_in(readings, at(20))
        before = {key: dict(item) for key, item in shelf.tables["crowd"].items()}

        counting.count_in([one._replace(received_at=one.received_at + timedelta(hours=2)) for one in readings], at(20))

        assert shelf.tables["crowd"] == before


def test_a_standing_survives_the_shelf() -> None:
    venue, readings = a_busy_museum(), a_day_of_readings(random.Random(11))
    with Shelf().standing_in() as shelf:
        fits.add_venue(venue)
        counting.count_in(readings, at(20))
        row = shelf.tables["crowd"]["VENUES", "museum#NOW"]
        json_before = json.loads(row["standing"]["S"])
        assert standing_to_json(standing_from_json(json_before)) == json_before
