"""The money of a stay: set aside at its start, taken at its end or when nobody told one; in any order it adds up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cercano.access.deciding import NeedsPast, Past, decide
from cercano.access.fares import Fares
from cercano.access.hearing import Heard
from cercano.access.model import Tap, TapKind
from cercano.access.pricing import price
from cercano.ledger.errors import NotEnoughMoney
from cercano.ledger.model import Account, Entry, EntryKind, Terms
from cercano.ledger.posting import Posting, apply
from tests.access.fares import NO_RIGHTS, a_table, a_tap, here, some_fares

FARES = some_fares()
MOST = 900
"""What the longest stay costs; it lasts twelve hours."""


class Purse:
    """An account that hears taps as charging.py has it do, and keeps its whole journal."""

    def __init__(self, cents: int = 10_000, fares: Fares = FARES) -> None:
        self.fares = fares
        self.account = Account.new("acc_01", "resident", floor_cents=-200, balance_cents=cents)
        self.journal: list[Entry] = []
        self.refused: list[str] = []

    def hear(self, tap: Tap, now: str | int | None = None) -> None:
        """One tap, told at an instant; at once unless said."""
        at = datetime.fromtimestamp((here(now) if isinstance(now, str) else now or tap.at_ms) / 1000, UTC)
        if any(entry.id == tap.tap_id for entry in self.journal):
            return
        current = self.account.let_due_holds_go(at)
        heard = Heard(tap, "", 0, "gate-1")
        try:
            decided = decide(current, [heard], self.fares, at)
        except NeedsPast as need:
            past = Past(tuple(self.journal), need.since, len(self.journal))
            decided = decide(current, [heard], self.fares, at, past=past)
        self.refused += [one.refusal.code for one in decided.refused]
        if not decided.entries:
            return
        after = replace(current, fare=decided.fare, holds=decided.holds)
        posted = apply(after, Posting(entries=decided.entries), at, {}).account
        self.journal += [entry for entry in posted.recent if entry.seq > len(self.journal)]
        self.account = replace(posted, recent=posted.recent[-6:])

    def at(self, clock: str) -> tuple[int, int]:
        """What is booked and what is set aside, by a clock here."""
        account = self.account.let_due_holds_go(datetime.fromtimestamp(here(clock) / 1000, UTC))
        return account.balance_cents, account.held_cents


def parked(at: str | int, kind: str, service: str = "parking") -> Tap:
    return a_tap(at, line="", service=service, kind=kind)


BEGINS, ENDS = parked("2026-11-23 08:00", "on"), parked("2026-11-23 08:40", "off")


def test_the_most_is_set_aside_and_only_the_price_is_taken():
    purse = Purse()

    purse.hear(BEGINS)
    assert purse.at("2026-11-23 08:10") == (10_000, MOST)
    purse.hear(ENDS)

    assert purse.at("2026-11-23 08:41") == (9_900, 0)
    assert dict(purse.account.holds) == {}
    assert [(one.kind, one.amount_cents, one.held_cents) for one in purse.journal] == [
        (EntryKind.FARE, 0, MOST),
        (EntryKind.FARE, -100, -MOST),
    ]


def test_a_stay_whose_end_nobody_told_is_taken_at_its_most_when_its_longest_time_is_over():
    purse = Purse()

    purse.hear(BEGINS)

    assert purse.at("2026-11-23 19:59:59") == (10_000, MOST)
    assert purse.at("2026-11-23 20:00") == (9_100, 0)


@pytest.mark.parametrize("kind", ["off", "declared"])
def test_an_end_that_is_known_after_that_gives_back_the_rest(kind: str):
    purse = Purse()

    purse.hear(BEGINS)
    purse.hear(parked("2026-11-23 08:40", kind), now="2026-11-25 09:00")

    assert purse.at("2026-11-25 09:00") == (9_900, 0)
    assert [one.kind for one in purse.journal] == [EntryKind.FARE, EntryKind.CAPTURE, EntryKind.FARE]


def test_a_declared_end_takes_from_the_hold_and_the_real_one_puts_it_right():
    purse = Purse()

    purse.hear(BEGINS)
    purse.hear(parked("2026-11-23 08:20", "declared"))
    assert purse.at("2026-11-23 08:21") == (9_950, 0)
    purse.hear(parked("2026-11-23 09:10", "off"))

    assert purse.at("2026-11-23 09:11") == (9_850, 0)


def test_who_cannot_cover_the_most_does_not_begin_a_stay():
    purse = Purse(cents=MOST - 201)

    purse.hear(BEGINS)

    assert purse.refused == [NotEnoughMoney.code]
    assert purse.at("2026-11-23 08:10") == (MOST - 201, 0)


def test_a_card_that_is_lost_while_the_car_is_parked_still_pays_its_way_out():
    purse = Purse()

    purse.hear(BEGINS)
    purse.account = purse.account.stop("lost", datetime.fromtimestamp(here("2026-11-23 08:10") / 1000, UTC))
    purse.hear(ENDS)
    purse.hear(parked("2026-11-23 09:00", "on"))

    assert purse.refused == ["account_frozen"]
    assert purse.at("2026-11-23 09:01") == (9_900, 0)


def test_a_start_that_is_told_after_its_end_sets_nothing_aside():
    purse = Purse()

    purse.hear(ENDS)
    purse.hear(BEGINS, now="2026-11-23 09:00")
    purse.hear(parked("2026-11-23 09:10", "on"))
    purse.hear(parked("2026-11-23 07:00", "on"), now="2026-11-23 09:20")

    assert purse.at("2026-11-23 09:21") == (10_000 - 100 - MOST, MOST)


def test_a_start_before_an_end_that_its_holder_declared_sets_nothing_aside():
    purse = Purse()

    purse.hear(BEGINS)
    purse.hear(parked("2026-11-23 09:00", "declared"))
    purse.hear(parked("2026-11-23 08:30", "on"), now="2026-11-23 09:10")

    assert purse.at("2026-11-23 09:10") == (10_000 - MOST - 50, 0)


def test_who_parks_for_free_has_nothing_set_aside():
    purse = Purse()
    purse.account = replace(purse.account, terms=Terms(card_id="card_01", card_class="disability"))

    purse.hear(BEGINS)

    assert (purse.at("2026-11-23 08:10"), dict(purse.account.holds)) == ((10_000, 0), {})


def test_a_stay_told_whole_days_late_costs_its_price_and_no_more():
    purse = Purse(cents=MOST)

    purse.hear(BEGINS, now="2026-11-25 09:00")
    purse.hear(ENDS, now="2026-11-25 09:00")

    assert purse.at("2026-11-25 09:00") == (MOST - 100, 0)


def test_two_services_hold_their_own():
    bike = a_table()["products"][1] | {"service": "bike", "maximum_cents": 600}
    purse = Purse(fares=some_fares(a_table(products=[*a_table()["products"], bike])))

    purse.hear(parked("2026-11-23 07:55", "on", "bike"))
    purse.hear(BEGINS)
    assert purse.at("2026-11-23 08:06") == (10_000, MOST + 600)
    purse.hear(ENDS)

    assert purse.at("2026-11-23 08:41") == (9_900, 600)


A_DAY = st.lists(
    st.tuples(st.integers(0, 30 * 60), st.sampled_from([TapKind.ON, TapKind.ON, TapKind.OFF, TapKind.OFF])),
    max_size=10,
    unique_by=lambda one: one[0],
)


@settings(max_examples=300, deadline=None)
@given(A_DAY, st.integers(0, 2000), st.randoms(use_true_random=False))
def test_in_any_order_and_however_late_what_is_taken_comes_to_the_price_of_the_set(told, lag_minutes, chance):
    taps = [parked(here("2026-11-21 06:00") + minute * 60_000, kind.value) for minute, kind in told]
    buses = [a_tap(here("2026-11-21 07:00") + n * 3_900_000, line=str(n)) for n in range(3)]
    heard = [*taps, *buses]
    chance.shuffle(heard)
    purse, clock = Purse(1_000_000), here("2026-11-22 12:00")

    for tap in [*heard, *heard[:3]]:
        clock += chance.randrange(lag_minutes + 1) * 60_000
        purse.hear(tap, now=max(clock, tap.at_ms))

    due = sum(one.charge.cents for one in price(heard, FARES, NO_RIGHTS))
    balance, held = purse.at("2026-12-30 00:00")
    assert (purse.refused, 1_000_000 - balance, held) == ([], due, 0)
    now = purse.account
    assert 1_000_000 - now.available_cents == due
    assert now.held_cents == sum(hold.amount_cents for hold in now.holds.values())


@settings(max_examples=100, deadline=None)
@given(A_DAY, st.randoms(use_true_random=False))
def test_a_day_told_as_it_happens_comes_to_the_same(told, chance):
    taps = sorted(parked(here("2026-11-21 06:00") + minute * 60_000, kind.value) for minute, kind in told)
    late = {tap.tap_id: timedelta(minutes=chance.choice([0, 0, 0, 45, 700])) for tap in taps}
    purse = Purse(1_000_000)

    for tap in sorted(taps, key=lambda tap: tap.at_ms + late[tap.tap_id].total_seconds() * 1000):
        purse.hear(tap, now=tap.at_ms + int(late[tap.tap_id].total_seconds() * 1000))

    due = sum(one.charge.cents for one in price(taps, FARES, NO_RIGHTS))
    assert 1_000_000 - purse.account.available_cents == due
