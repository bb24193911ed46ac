"""Whatever arrives when, and whichever runs are missed: what is paid and what is carried is what was received, once."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercano.wallet.settlement import Account, Settlement, is_paid_by_us, open_days, settle

START = date(2026, 11, 2)


@given(st.integers(0, 10**9), st.integers(1, 14), st.integers(20, 80))
def test_each_cent_is_settled_once_however_late_it_comes(seed: int, every: int, weeks_long: int) -> None:
    chance = random.Random(seed)
    arriving: dict[date, list[tuple[date, int]]] = {}
    for _ in range(200):
        happened = START + timedelta(days=chance.randrange(weeks_long))
        arrives = happened + timedelta(days=chance.choice([0, 0, 0, 1, 3, chance.randrange(36)]))
        arriving.setdefault(arrives, []).append((happened, chance.randrange(-900, 1500)))
    revenue: Counter[str] = Counter()
    account, last, made = Account(payee="operator:tus"), START, list[Settlement]()
    day, end = START, START + timedelta(days=weeks_long + 80)
    while day < end:
        for happened, cents in arriving.get(day - timedelta(days=1), []):
            revenue[happened.isoformat()] += cents
        if (day - START).days % every == 0 and (chance.random() < 0.7 or (end - day).days <= every):
            account, one = settle(account, day, revenue, open_days(day, last), {}, can_be_paid=chance.random() < 0.8)
            last = day
            made += [one] if one else []
        day += timedelta(days=1)

    whole = sum(cents for entries in arriving.values() for _, cents in entries)
    assert sum(one.paid_cents for one in made) + account.carried_cents == whole
    assert [one.number for one in made] == list(range(1, len(made) + 1))
    assert all(one.brought_cents + sum(c for _, c in one.lines) == one.paid_cents + one.carried_cents for one in made)
    assert all(before.carried_cents == after.brought_cents for before, after in itertools.pairwise(made))
    assert all(one.paid_cents >= 0 for one in made)
    assert len(account.counted) <= 37


def the_one(account: Account, revenue: dict[str, int], **more: int) -> Settlement:
    _, made = settle(account, date(2026, 11, 9), revenue, sorted(revenue), more, can_be_paid=True)
    assert made is not None
    return made


def test_refunds_are_deducted_and_what_the_payee_owes_is_carried_on() -> None:
    account = Account(payee="operator:tus", carried_cents=500, counted={"2026-11-03": 3000}, number=4)

    made = the_one(account, {"2026-11-03": 800, "2026-11-04": 1200})

    assert (made.number, made.lines) == (5, (("2026-11-03", -2200), ("2026-11-04", 1200)))
    assert (made.brought_cents, made.paid_cents, made.carried_cents) == (500, 0, -500)


@pytest.mark.parametrize(("cents", "paid"), [(999, 0), (1000, 1000), (-1, 0)])
def test_little_money_waits_for_the_next_time(cents: int, paid: int) -> None:
    assert the_one(Account(payee="merchant:x"), {"2026-11-03": cents}).paid_cents == paid


def test_who_has_no_bank_account_here_loses_nothing() -> None:
    account, made = settle(
        Account(payee="merchant:x"), START, {"2026-11-01": 5000}, ["2026-11-01"], {}, can_be_paid=False
    )
    assert made is not None
    assert (made.paid_cents, account.carried_cents) == (0, 5000)

    _, later = settle(account, START + timedelta(days=7), {"2026-11-01": 5000}, ["2026-11-01"], {}, can_be_paid=True)
    assert later is not None
    assert (later.lines, later.paid_cents) == ((), 5000)


def test_nothing_new_is_nothing_said() -> None:
    account = Account(payee="operator:tus", counted={"2026-11-03": 3000}, number=4)

    assert settle(account, date(2026, 11, 9), {"2026-11-03": 3000}, ["2026-11-03"], {}, can_be_paid=True) == (
        account,
        None,
    )


def test_weeks_of_loyalty_are_lines_of_their_own() -> None:
    made = the_one(Account(payee="merchant:x"), {"2026-11-03": 400}, **{"2026-W45": 4250})

    assert (made.lines, made.paid_cents) == ((("2026-11-03", 400), ("2026-W45", 4250)), 4650)


PASSED_ON = {"operator:tus": True, "merchant:x": True, "city:taxes": False, "gateway:redsys": False, "desk": False}


@pytest.mark.parametrize("payee", PASSED_ON)
def test_only_what_is_another_s_is_passed_on(payee: str) -> None:
    assert is_paid_by_us(payee) is PASSED_ON[payee]
