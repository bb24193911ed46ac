"""What a tap costs: examples to the cent and the second, odd days, and what holds for every set of taps."""

from __future__ import annotations

import itertools
import os
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cercano.access.days import day_of, is_same_month, is_same_week
from cercano.access.errors import NoFareThatDay, NoSuchService
from cercano.access.explain import CODES, explained
from cercano.access.model import Priced, Rights, Tap, Why
from cercano.access.pricing import price
from tests.access.fares import NO_RIGHTS, a_pass, a_right, a_table, a_tap, here, some_fares

FARES = some_fares()
CASES = int(os.environ.get("FARE_CASES", "200"))
"""Of each property; the slow test of test_late.py runs ten thousand."""


def cents(*taps: Tap, fares=FARES, rights=NO_RIGHTS) -> list[int]:
    return [priced.charge.cents for priced in price(taps, fares, rights)]


def why(*taps: Tap, fares=FARES, rights=NO_RIGHTS) -> list[Why]:
    return [priced.charge.why for priced in price(taps, fares, rights)]


def test_one_journey_costs_the_flat_fare_of_its_class():
    assert cents(a_tap("2026-11-23 08:00")) == [66]
    assert cents(a_tap("2026-11-23 08:00"), rights=Rights(classes=(a_right("youth"),))) == [40]
    assert why(a_tap("2026-11-23 08:00")) == [Why("flat", ("standard",))]


@pytest.mark.parametrize(("second", "due"), [("09:00:00", 0), ("09:00:01", 66)])
def test_another_line_is_free_up_to_the_3600th_second_and_no_further(second, due):
    taps = [a_tap("2026-11-23 08:00:00"), a_tap(f"2026-11-23 {second}", line="3")]

    assert cents(*taps) == [66, due]


def test_a_transfer_is_free_once_and_only_to_another_line():
    taps = [a_tap("2026-11-23 08:00"), a_tap("2026-11-23 08:10"), a_tap("2026-11-23 08:20", line="3")]

    assert cents(*taps) == [66, 66, 0]
    assert why(*taps)[2] == Why("transfer", ("1", 1_200_000))
    third = a_tap("2026-11-23 08:30", line="7C1")
    fourth = a_tap("2026-11-23 08:40", line="13")
    assert cents(*taps, third, fourth) == [66, 66, 0, 0, 66]


def test_after_the_cap_of_the_day_nothing_is_due_until_midnight_here():
    hours = [a_tap(f"2026-11-23 {hour:02}:00:00", line="1") for hour in (6, 8, 10, 12, 14)]
    next_day = a_tap("2026-11-24 00:00")

    assert cents(*hours, next_day) == [66, 66, 66, 2, 0, 66]
    assert why(*hours)[3] == why(*hours)[4] == Why("cap", ("day", 200))


def test_a_week_runs_from_monday_to_sunday_across_months():
    days = [f"2026-11-{day}" for day in (23, 24, 25, 26, 27, 28, 29)]
    taps = [a_tap(f"{day} {hour:02}:00") for day in days for hour in (6, 8, 10, 12)]

    assert sum(cents(*taps)) == 700
    assert sum(cents(*taps, a_tap("2026-11-30 06:00"))) == 766


def test_a_month_costs_no_more_than_its_cap():
    taps = [a_tap(f"2026-10-{day:02} {hour:02}:00") for day in range(1, 32) for hour in (6, 8, 10, 12)]

    assert sum(cents(*taps)) == 2000


@pytest.mark.parametrize(
    ("on", "hours"), [("2026-03-29", 23), ("2026-10-25", 25)], ids=["the day of 23 hours", "the day of 25"]
)
def test_days_on_which_the_clocks_change_are_days_like_any_other(on, hours):
    every_two_hours = [a_tap(here(f"{on} 00:00") + n * 7_200_000) for n in range(hours // 2 + 1)]

    assert sum(cents(*every_two_hours)) == 200
    last = here(f"{on} 00:00") + hours * 3_600_000
    assert sum(cents(*every_two_hours, a_tap(last))) == 266


def test_an_hour_is_an_hour_while_the_clocks_go_back():
    before = here("2026-10-25 02:30")
    taps = [a_tap(before), a_tap(before + 3_600_000, line="3"), a_tap(before + 3_601_000, line="4")]

    assert cents(*taps) == [66, 0, 66]


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-12-05 17:59:59", 66),
        ("2026-12-05 18:00:00", 0),
        ("2026-12-05 21:59:59", 0),
        ("2026-12-05 22:00:00", 66),
        ("2027-01-05 18:00:00", 0),
        ("2027-01-06 18:00:00", 66),
        ("2026-12-04 18:00:00", 66),
    ],
)
def test_free_hours_hold_from_their_first_second_to_their_last_on_their_own_days(at, due):
    assert cents(a_tap(at)) == [due]


def test_a_concession_ends_at_midnight_here_without_a_gap():
    rights = Rights(classes=(a_right("youth", last="2026-11-23"), a_right("child", first="2026-11-24")))

    assert cents(a_tap("2026-11-23 23:59:59"), a_tap("2026-11-24 00:00:00"), rights=rights) == [40, 0]


def test_a_pass_opens_its_service_on_its_days():
    rights = Rights(passes=(a_pass("bus_month", "2026-11-01", "2026-11-30"),))
    taps = [a_tap("2026-11-30 23:59:59"), a_tap("2026-12-01 06:00")]

    assert cents(*taps, rights=rights) == [0, 66]
    assert why(*taps, rights=rights)[0] == Why("pass", ("bus_month", "us_month"))


def test_a_carnet_counts_journeys_and_what_is_free_anyway_takes_none_of_it():
    rights = Rights(passes=(a_pass("bus_two", journeys=2),))
    taps = [
        a_tap("2026-11-23 08:00"),
        a_tap("2026-11-23 08:30", line="2"),
        a_tap("2026-12-05 18:30"),
        a_tap("2026-12-06 08:00"),
        a_tap("2026-12-06 10:00"),
    ]

    assert why(*taps, rights=rights) == [
        Why("carnet", ("bus_two", "0bus_two", 1, 2)),
        Why("transfer", ("1", 1_800_000)),
        Why("window", ("christmas",)),
        Why("carnet", ("bus_two", "0bus_two", 2, 2)),
        Why("flat", ("standard",)),
    ]


def test_of_two_carnets_the_one_that_ends_first_is_used_first():
    rights = Rights(passes=(a_pass("later", journeys=1), a_pass("sooner", last="2026-11-30", journeys=1)))

    reasons = why(*[a_tap(f"2026-11-23 {hour:02}:00") for hour in (8, 10, 12)], rights=rights)

    assert [one.values[0] for one in reasons] == ["sooner", "later", "standard"]


def test_a_pass_covers_no_tap_from_before_it_was_bought():
    bought = replace(a_pass("bus_month", "2026-11-23"), bought_ms=here("2026-11-23 09:00"))

    assert cents(a_tap("2026-11-23 08:59:59"), a_tap("2026-11-23 09:00"), rights=Rights(passes=(bought,))) == [66, 0]


def test_a_past_day_is_priced_by_the_table_of_that_day():
    dearer = a_table(table_id="2027", valid_from="2026-11-24")
    dearer["products"][0]["prices"]["standard"] = 70
    fares = some_fares(a_table(), dearer)

    assert cents(a_tap("2026-11-23 23:59:59"), a_tap("2026-11-24 00:00"), fares=fares) == [66, 70]


def test_what_the_council_has_not_priced_is_refused():
    with pytest.raises(NoFareThatDay):
        cents(a_tap("2025-12-31 23:00"))
    with pytest.raises(NoSuchService):
        cents(a_tap("2026-11-23 08:00", service="cable_car"))


def parked(at: str, kind: str) -> Tap:
    return a_tap(at, line="", service="parking", kind=kind)


@pytest.mark.parametrize(
    ("leaves", "due"),
    [("08:05:00", 0), ("08:05:01", 50), ("08:30:00", 50), ("08:30:01", 100), ("13:00:00", 500), ("19:59:00", 900)],
)
def test_a_stay_costs_each_started_half_hour_up_to_its_most(leaves, due):
    assert sum(cents(parked("2026-11-23 08:00", "on"), parked(f"2026-11-23 {leaves}", "off"))) == due


def test_a_stay_without_its_end_costs_the_most_and_is_put_right_when_the_end_arrives():
    begins, ends = parked("2026-11-23 08:00", "on"), parked("2026-11-23 08:40", "off")

    assert cents(begins) == [900]
    assert cents(ends) == [900]
    assert cents(begins, ends) == [900, -800]
    assert cents(begins, parked("2026-11-24 08:00", "on"), parked("2026-11-24 08:10", "off")) == [900, 900, -850]


def test_the_readers_own_word_replaces_what_the_holder_declared():
    begins, declared = parked("2026-11-23 08:00", "on"), parked("2026-11-23 08:30", "declared")

    assert sum(cents(begins, declared)) == 50
    assert sum(cents(begins, declared, parked("2026-11-23 09:40", "off"))) == 200
    assert sum(cents(begins, parked("2026-11-23 08:20", "off"), declared)) == 50


def test_a_stay_that_is_free_for_its_holder_stays_free():
    rights = Rights(classes=(a_right("disability"),))
    taps = [parked("2026-11-23 08:00", k) for k in ("on",)] + [parked("2026-11-23 09:00", "declared")]

    assert cents(*taps, parked("2026-11-23 11:00", "off"), rights=rights) == [0, 0, 0]


# ---- What holds for every set of taps ----

START = here("2026-10-24 22:00")
MOMENTS = st.integers(0, 9 * 86_400).map(lambda s: START + s * 1000)
"""Nine days with the long one among them, and the end of a month and of two weeks."""
BUSES = st.builds(lambda at, line: a_tap(at, line=line), MOMENTS, st.sampled_from("123"))
STAYS = st.builds(
    lambda at, kind: a_tap(at, line="", service="parking", kind=kind),
    MOMENTS,
    st.sampled_from(["on", "off", "declared"]),
)
DAY_OF_TAPS = st.builds(
    lambda s, line: a_tap(START + s * 1000, line=line),
    st.integers(0, 9 * 600).map(lambda n: n * 10),
    st.sampled_from("12"),
)
SETS = st.lists(BUSES | STAYS | DAY_OF_TAPS, max_size=25)
RIGHTS = st.sampled_from(
    [
        NO_RIGHTS,
        Rights(classes=(a_right("youth", last="2026-10-27"),)),
        Rights(passes=(a_pass("bus_month", "2026-10-28"),)),
        Rights(passes=(a_pass("bus_two", journeys=2), a_pass("bus_ten", "2026-10-26", journeys=10))),
    ]
)


@settings(max_examples=CASES)
@given(SETS, RIGHTS, st.randoms(use_true_random=False))
def test_the_order_and_number_of_tellings_change_no_charge(taps, rights, chance: random.Random):
    told = [*taps, *chance.sample(taps, len(taps) // 2)]
    chance.shuffle(told)

    assert price(told, FARES, rights) == price(taps, FARES, rights)


@settings(max_examples=CASES)
@given(st.lists(BUSES | DAY_OF_TAPS, max_size=8))
def test_nobody_pays_more_than_the_best_mix_of_single_fares_and_day_week_and_month_tickets(taps):
    paid = price(taps, FARES, NO_RIGHTS)

    assert sum(priced.charge.cents for priced in paid) <= cheapest(taps)


def cheapest(taps: list[Tap]) -> int:
    """Every way to buy tickets for these taps, tried: the least of them."""
    singles = price(taps, some_fares(uncapped()), NO_RIGHTS)
    tickets: dict[tuple[str, int], tuple[int, list[Priced]]] = {}
    same = {"day": int.__eq__, "week": is_same_week, "month": is_same_month}
    for period, cap in (("day", 200), ("week", 700), ("month", 2000)):
        for first in singles:
            day = day_of(first.tap.at_ms)
            covered = [one for one in singles if same[period](day, day_of(one.tap.at_ms))]
            tickets[period, day_of(covered[0].tap.at_ms)] = (cap, covered)
    best = sum(one.charge.cents for one in singles)
    for many in range(1, min(len(tickets), 4) + 1):
        for bought in itertools.combinations(tickets.values(), many):
            covered = {one.tap.tap_id for _, ones in bought for one in ones}
            rest = sum(one.charge.cents for one in singles if one.tap.tap_id not in covered)
            best = min(best, rest + sum(cap for cap, _ in bought))
    return best


def uncapped() -> dict:
    table = a_table()
    table["products"][0]["caps"] = {}
    return table


@settings(max_examples=CASES)
@given(SETS, RIGHTS)
def test_no_set_of_taps_gives_money_away_and_every_charge_explains_itself(taps, rights):
    charged = price(taps, FARES, rights)

    assert sum(priced.charge.cents for priced in charged) >= 0
    for priced in charged:
        text = explained(priced.charge.why)
        assert text.es != text.en
        assert "{" not in text.es + text.en


def test_every_reason_has_been_met():
    rights = Rights(
        passes=(
            a_pass("bus_month", "2026-12-01", "2026-12-04"),
            a_pass("bus_ten", "2026-12-08", "2026-12-08", journeys=10),
        ),
        classes=(a_right("child", "2026-12-10"),),
    )
    taps = [
        *[a_tap(f"2026-11-23 {hour:02}:00") for hour in (6, 8, 10, 12)],
        a_tap("2026-11-24 08:00"),
        a_tap("2026-11-24 08:10", line="2"),
        a_tap("2026-12-01 08:00"),
        a_tap("2026-12-06 18:30"),
        a_tap("2026-12-08 08:00"),
        a_tap("2026-12-11 08:00"),
        parked("2026-11-23 08:00", "off"),
        parked("2026-11-23 09:00", "on"),
        parked("2026-11-23 10:00", "declared"),
        parked("2026-11-23 10:01", "declared"),
        parked("2026-11-23 11:00", "off"),
    ]

    assert {one.code for one in why(*taps, rights=rights)} == CODES
