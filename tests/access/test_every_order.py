"""Five taps, told in each of their 120 orders, some of them twice: what each costs is the same, and why it does too."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest

from cercano.access.model import Rights, Tap
from cercano.access.pricing import price
from tests.access.fares import NO_RIGHTS, a_pass, a_right, a_tap
from tests.access.test_late import Till
from tests.access.test_pricing import FARES, parked

DAY = "2026-11-23"


def rides(*at: str, lines: str = "11111") -> list[Tap]:
    return [a_tap(one, line=line) for one, line in zip(at, lines, strict=True)]


FIVES: dict[str, tuple[list[Tap], Rights]] = {
    "a transfer, a ride back and the cap of the day": (
        rides(*(f"{DAY} {at}" for at in ("06:00", "06:30", "08:00", "10:00", "12:00")), lines="13111"),
        NO_RIGHTS,
    ),
    "a chain of transfers by five lines": (
        rides(*(f"{DAY} 08:{minute:02}" for minute in (0, 15, 30, 45, 59)), lines="12345"),
        NO_RIGHTS,
    ),
    "a stay within its day, with rides around it": (
        [
            a_tap(f"{DAY} 08:00"),
            parked(f"{DAY} 08:10", "on"),
            a_tap(f"{DAY} 08:20", line="3"),
            parked(f"{DAY} 09:30", "off"),
            a_tap(f"{DAY} 09:40", line="3"),
        ],
        NO_RIGHTS,
    ),
    "two stays, one of them never ended": (
        [
            parked(f"{DAY} 08:00", "on"),
            parked(f"{DAY} 10:00", "on"),
            parked(f"{DAY} 11:00", "off"),
            parked(f"{DAY} 11:30", "off"),
            a_tap(f"{DAY} 11:40"),
        ],
        NO_RIGHTS,
    ),
    "around midnight, when a class ends": (
        rides(f"{DAY} 22:00", f"{DAY} 23:59", "2026-11-24 00:00", "2026-11-24 00:30", "2026-11-24 09:00"),
        Rights(classes=(a_right("youth", last=DAY),)),
    ),
    "a carnet of two journeys, a ride on by another line, and what it does not reach to": (
        rides(*(f"{DAY} {at}" for at in ("06:00", "06:30", "08:00", "10:00", "10:30")), lines="13141"),
        Rights(passes=(a_pass("bus_two", journeys=2),)),
    ),
    "a carnet that began the month before": (
        rides(*(f"{day} 08:00" for day in ("2026-10-30", "2026-10-31", "2026-11-01", "2026-11-02", "2026-11-03"))),
        Rights(passes=(a_pass("bus_two", journeys=2), a_pass("bus_one", "2026-11-01", journeys=1))),
    ),
    "in the week that a pass begins, and in a free evening": (
        rides(*(f"{day} 18:30" for day in ("2026-11-30", "2026-12-01", "2026-12-04", "2026-12-05", "2026-12-06"))),
        Rights(passes=(a_pass("bus_month", "2026-12-01", "2026-12-04"),)),
    ),
}


def told(taps: Sequence[Tap], rights: Rights) -> Till:
    till = Till(rights)
    for tap in taps:
        till.hear(tap)
    return till


@pytest.mark.parametrize("name", FIVES)
def test_in_every_order_each_of_five_taps_costs_the_same_for_the_same_reason(name: str):
    taps, rights = FIVES[name]
    wanted = price(taps, FARES, rights)

    for many in range(1, 6):
        for order in itertools.permutations(taps, many):
            till = told([*order, *order[: many // 2]], rights)
            due = wanted if many == 5 else price(order, FARES, rights)
            assert sorted(till.past.values()) == due, order
            assert sum(till.posted) == sum(priced.charge.cents for priced in due)


def test_the_examples_are_not_all_of_one_kind():
    reasons = {one.charge.why.code for taps, rights in FIVES.values() for one in price(taps, FARES, rights)}

    assert reasons >= {"flat", "transfer", "cap", "stay", "stay_open", "start_missing", "pass", "carnet", "window"}
