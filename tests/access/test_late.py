"""Taps told in any order, however late: each posts only the difference, and these add up to the set's price."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cercano.access import state as states
from cercano.access.counters import WIDTH, Window
from cercano.access.days import counted_from_ms
from cercano.access.late import reprice
from cercano.access.model import Priced, Rights, Tap, Why
from cercano.access.pricing import price, step
from tests.access.fares import NO_RIGHTS, a_tap, here
from tests.access.test_pricing import CASES, FARES, RIGHTS, SETS, parked


class Till:
    """An account as charging.py keeps it: a compact state for the next tap, its past for the late ones."""

    def __init__(self, rights: Rights = NO_RIGHTS) -> None:
        self.rights, self.state = rights, states.State()
        self.past: dict[str, Priced] = {}
        self.posted: list[int] = []

    def hear(self, tap: Tap) -> None:
        if tap.tap_id in self.past:
            return
        if tap.tap_id > self.state.newest:
            self.state, charge = step(self.state, tap, FARES, self.rights)
            self.past[tap.tap_id] = Priced(tap, charge)
            self.posted.append(charge.cents)
        else:
            known = [p for p in self.past.values() if p.tap.at_ms >= counted_from_ms(tap.at_ms)]
            done = reprice(known, tap, FARES, self.rights, self.state.used)
            self.past[tap.tap_id] = Priced(tap, done.charge)
            for change in done.changes:
                self.past[change.before.tap.tap_id] = Priced(change.before.tap, change.charge)
            self.posted.append(done.charge.cents + sum(change.cents for change in done.changes))
            self.state = done.state
        self.state = states.from_json(json.loads(json.dumps(states.to_json(self.state))))


def test_a_late_first_half_makes_the_second_a_transfer_and_posts_the_difference():
    till = Till()
    late, on_time = a_tap("2026-11-23 08:00"), a_tap("2026-11-23 08:30", line="3")

    till.hear(on_time)
    till.hear(late)

    assert till.posted == [66, 0]
    assert till.past[on_time.tap_id].charge.why == Why("transfer", ("1", 1_800_000))


def test_an_end_that_arrives_before_its_beginning_is_put_right():
    till = Till()

    till.hear(parked("2026-11-23 08:40", "off"))
    till.hear(parked("2026-11-23 08:00", "on"))

    assert till.posted == [900, -800]


def test_a_tap_of_last_week_moves_the_cap_of_last_week_alone():
    till = Till()
    for hour in (6, 8, 10, 12):
        till.hear(a_tap(f"2026-11-16 {hour:02}:00"))
    till.hear(a_tap("2026-11-23 08:00"))

    till.hear(a_tap("2026-11-16 05:00", line="5"))

    assert sum(till.posted) == 266
    assert till.posted[-1] == 0


def told_in_any_order(taps, rights, chance: random.Random):
    told = [*taps, *chance.sample(taps, len(taps) // 2)]
    chance.shuffle(told)
    till = Till(rights)

    for tap in told:
        till.hear(tap)

    assert sorted(till.past.values()) == price(taps, FARES, rights)
    assert sum(till.posted) == sum(priced.charge.cents for priced in price(taps, FARES, rights))


TOLD = (SETS, RIGHTS, st.randoms(use_true_random=False))


@settings(max_examples=CASES)
@given(*TOLD)
def test_in_any_order_and_however_often_told_the_differences_add_up_to_the_price_of_the_set(taps, rights, chance):
    told_in_any_order(taps, rights, chance)


@pytest.mark.slow
@pytest.mark.timeout(900)
@settings(max_examples=10_000)
@given(*TOLD)
def test_and_so_they_do_in_ten_thousand_cases(taps, rights, chance):
    told_in_any_order(taps, rights, chance)


def test_the_state_of_a_busy_day_stays_small():
    till = Till()
    for minute in range(0, 600, 20):
        till.hear(a_tap(here("2026-11-23 08:00") + minute * 60_000, line=str(minute // 20 % 3)))

    assert len(json.dumps(states.to_json(till.state))) < 250


class Remembered:
    """The window said the long way: every number ever taken."""

    def __init__(self) -> None:
        self.taken: set[int] = set()

    def takes(self, counter: int) -> bool:
        return counter not in self.taken and counter > max(self.taken, default=-1) - WIDTH


@settings(max_examples=CASES)
@given(st.lists(st.integers(0, 200), max_size=80))
def test_of_taps_made_at_one_time_a_counter_is_taken_once_late_ones_too_and_none_from_long_ago(numbers):
    window, memory = Window(), Remembered()
    for number in numbers:
        assert window.takes(number, 1) == memory.takes(number)
        if window.takes(number, 1):
            window, _ = window.with_seen(number, 1), memory.taken.add(number)
    assert window.seen < 2**WIDTH


def test_an_old_counter_of_an_old_tap_is_late_and_of_a_new_tap_is_a_copy():
    window = Window().with_seen(900, here("2026-11-23 08:00"))

    assert window.takes(7, here("2026-11-20 08:00"))
    assert not window.takes(7, here("2026-11-23 08:01"))
    assert window.with_seen(7, here("2026-11-20 08:00")) == window
