"""Exactly as many vouchers as there are, whoever comes at once, twice, or does not hear the answer."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from hypothesis import given
from hypothesis import strategies as st
from pynamodb.exceptions import PutError

from cercano.kit.errors import NotNow, VersionConflict
from cercano.kit.together import keep_together
from cercano.loyalty import pool
from cercano.loyalty.drawer_rows import RESERVE, DrawerRow
from cercano.loyalty.drawers import ClaimState, Drawer, dealt, drawers_of
from cercano.loyalty.errors import NoSuchVoucher, VoucherLimit, VoucherNotHeld, VouchersBeingCounted, VouchersGone
from cercano.loyalty.model import Campaign, Limits
from tests.support.loyalty import NOON, PAY_70_GET_100, a_campaign
from tests.support.shelf import Shelf

LATER = NOON + timedelta(hours=169)


def vouchers(budget: int, per_person: int = 1) -> Campaign:
    return a_campaign(reward=PAY_70_GET_100, budget=budget, limits=Limits(per_person=per_person))


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    monkeypatch.setenv("TABLE_NAME", "loyalty")
    with Shelf().standing_in() as standing:
        yield standing


def out(campaign: Campaign) -> int:
    stock = pool.stock(campaign)
    assert stock.left + stock.held + stock.spent == stock.size == campaign.budget
    return stock.held + stock.spent


def test_a_reservation_is_one_read_and_one_conditional_write_of_one_unit(shelf: Shelf):
    campaign = vouchers(9_300)
    pool.deal(campaign)
    shelf.calls.clear()
    shelf.writes = shelf.reads = 0

    pool.reserve(campaign, "ana", "r1", NOON)

    assert (shelf.calls, shelf.writes, shelf.reads) == (["GetItem", "PutItem"], 1, 1)
    assert drawers_of(campaign) == 582


def test_the_same_request_again_is_the_same_voucher_and_another_one_is_over_the_limit(shelf: Shelf):
    campaign = vouchers(100)
    pool.deal(campaign)

    first = pool.reserve(campaign, "ana", "r1", NOON)

    assert pool.reserve(campaign, "ana", "r1", NOON) == first
    with pytest.raises(VoucherLimit):
        pool.reserve(campaign, "ana", "r2", NOON)
    assert out(campaign) == 1


def test_a_voucher_goes_back_once_and_only_by_who_holds_it(shelf: Shelf):
    campaign = vouchers(1)
    pool.deal(campaign)
    voucher_id, _ = pool.reserve(campaign, "ana", "r1", NOON)

    with pytest.raises(NoSuchVoucher):
        pool.give_back(campaign, "berta", voucher_id, NOON)
    for _ in range(3):
        pool.give_back(campaign, "ana", voucher_id, NOON)

    assert out(campaign) == 0
    assert pool.reserve(campaign, "berta", "r1", NOON)[1].holder_id == "berta"


def test_a_late_repetition_of_a_request_whose_voucher_went_back_takes_no_other(shelf: Shelf):
    campaign = vouchers(10)
    pool.deal(campaign)
    voucher_id, _ = pool.reserve(campaign, "ana", "r1", NOON)
    pool.give_back(campaign, "ana", voucher_id, NOON)

    assert pool.reserve(campaign, "ana", "r1", NOON)[1].state is ClaimState.RETURNED
    assert out(campaign) == 0


def test_nobody_may_reserve_and_give_back_without_end(shelf: Shelf):
    campaign = vouchers(10)
    pool.deal(campaign)
    for number in range(4):
        voucher_id, _ = pool.reserve(campaign, "ana", f"r{number}", NOON)
        pool.give_back(campaign, "ana", voucher_id, NOON)

    with pytest.raises(VoucherLimit):
        pool.reserve(campaign, "ana", "r9", NOON)


def test_vouchers_that_nobody_used_in_time_return_to_the_pool(shelf: Shelf):
    campaign = vouchers(40)
    pool.deal(campaign)
    for number in range(60):
        try_to(campaign, f"citizen-{number}")
    assert out(campaign) > 30

    pool.tend(campaign, LATER)

    assert out(campaign) == 0


def test_a_voucher_that_was_used_stays_spent_after_its_time(shelf: Shelf):
    campaign = vouchers(1)
    pool.deal(campaign)
    voucher_id, _ = pool.reserve(campaign, "ana", "r1", NOON)
    row = next(iter(pool.rows_for([campaign], "ana").values()))
    row.holding(row.drawer.spend(voucher_id, "ana", 500, NOON)).keep()

    pool.tend(campaign, LATER)

    assert (out(campaign), pool.stock(campaign).spent) == (1, 1)
    with pytest.raises(VoucherNotHeld):
        pool.give_back(campaign, "ana", voucher_id, NOON)


def test_when_drawers_and_reserve_are_dry_people_are_told_to_wait_and_after_the_gathering_that_all_are_gone(
    shelf: Shelf,
):
    campaign = vouchers(40)
    pool.deal(campaign)
    rows = [DrawerRow.find(*DrawerRow.key(campaign.campaign_id, n)) for n in (0, 1, 2, RESERVE)]
    assert all(rows)
    # All but one are gone, and the one that is left lies in a drawer that is not Ana's.
    mine = next(n for n in range(3) if n == int(next(iter(pool.rows_for([campaign], "ana").values())).pk[-1]))
    for number, row in zip((0, 1, 2, RESERVE), rows, strict=True):
        assert row is not None
        rest = 1 if number == (mine + 1) % 3 else 0
        row.holding(replace(row.drawer, left=rest, used=row.size - rest)).keep()

    with pytest.raises(VouchersBeingCounted):
        pool.reserve(campaign, "ana", "r1", NOON)
    assert pool.tend(campaign, NOON) == {"left": 1, "gathered": 1}
    assert pool.reserve(campaign, "ana", "r1", NOON)
    pool.tend(campaign, NOON)
    with pytest.raises(VouchersGone):
        pool.reserve(campaign, "ana-2", "r1", NOON)
    assert out(campaign) == 40


def test_a_launch_that_was_cut_and_repeated_lays_out_what_is_missing_and_no_more(shelf: Shelf):
    campaign = vouchers(9_300)
    served = 0

    def dies(operation: str, call: dict[str, Any]) -> None:
        nonlocal served
        served += 1
        if served == 3:
            raise KeyboardInterrupt

    shelf.before = dies
    with pytest.raises(KeyboardInterrupt):
        pool.deal(campaign)
    shelf.before = lambda operation, call: None
    pool.deal(campaign)
    pool.reserve(campaign, "ana", "r1", NOON)
    pool.deal(campaign)

    assert out(campaign) == 1


class Rough(Shelf):
    """Some replies are lost after the write was done."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance, self.lost, self.lost_replies = chance, 0.0, 0

    def _make_api_call(self, operation: str, call: dict[str, Any]) -> Any:
        answer = super()._make_api_call(operation, call)
        if operation in ("PutItem", "TransactWriteItems") and self.chance.random() < self.lost:
            self.lost_replies += 1
            raise ReadTimeoutError(endpoint_url="https://dynamodb.test")
        return answer


def try_to(campaign: Campaign, person: str, request: str = "r1", now: datetime = NOON) -> str | None:
    """One request, sent again when its answer is lost; None when there was no voucher."""
    for _ in range(5):
        try:
            return pool.reserve(campaign, person, request, now)[0]
        except (VouchersGone, VouchersBeingCounted, VoucherLimit):
            return None
        except (ReadTimeoutError, PutError, NotNow):
            continue
    return None


class Rush:
    """More people than vouchers; a third ask twice, one in five requests runs in the middle of another one."""

    def __init__(self, budget: int, people: int, seed: int) -> None:
        self.chance = random.Random(seed)
        self.campaign, self.shelf = vouchers(budget, per_person=2), Rough(self.chance)
        asked = [(f"citizen-{n}", f"r{k}") for n in range(people) for k in range(self.chance.choice([1, 1, 2, 3]))]
        asked += self.chance.sample(asked, len(asked) // 3)
        self.chance.shuffle(asked)
        self.asked = asked
        self.answered: set[str] = set()
        self.depth = 0

    def run(self) -> Counter[str]:
        """How many vouchers each person has in the end."""
        with self.shelf.standing_in():
            pool.deal(self.campaign)
            self.shelf.lost, self.shelf.before = 0.03, self._meanwhile
            while self.asked:
                self._one_more()
                if len(self.asked) % 2_000 == 0:
                    _tended(self.campaign)
            self._come_again()
            assert out(self.campaign) == self.campaign.budget
            claims = pool.stock(self.campaign).claims
        assert self.answered <= claims.keys()
        return Counter(claim.holder_id for claim in claims.values() if claim.is_out)

    def _meanwhile(self, operation: str, call: dict[str, Any]) -> None:
        is_write = operation in ("PutItem", "TransactWriteItems")
        if is_write and self.depth < 3 and self.asked and self.chance.random() < 0.2:
            self.depth += 1
            self._one_more()
            self.depth -= 1

    def _one_more(self) -> None:
        if voucher_id := try_to(self.campaign, *self.asked.pop()):
            self.answered.add(voucher_id)

    def _come_again(self) -> None:
        """Those who were told to wait."""
        for number in range(self.campaign.budget):
            if number % 20 == 0:
                _tended(self.campaign)
                if out(self.campaign) == self.campaign.budget:
                    return
            self.asked.append((f"late-{number}", "r1"))
            self._one_more()


def _tended(campaign: Campaign) -> None:
    try:
        pool.tend(campaign, NOON)
    except (ReadTimeoutError, PutError):
        return


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_in_a_rush_with_doubles_and_lost_replies_every_voucher_is_given_and_none_twice(
    monkeypatch: pytest.MonkeyPatch, seed: int
):
    monkeypatch.setenv("TABLE_NAME", "loyalty")
    rush = Rush(budget=300, people=400, seed=seed)

    holders = rush.run()

    assert (sum(holders.values()), max(holders.values())) == (300, 2)
    assert rush.shelf.lost_replies > 0


@pytest.mark.slow
def test_of_9_300_vouchers_exactly_9_300_are_given_and_nobody_has_more_than_two(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TABLE_NAME", "loyalty")
    rush = Rush(budget=9_300, people=9_000, seed=7)

    holders = rush.run()

    assert (sum(holders.values()), max(holders.values())) == (9_300, 2)
    assert rush.shelf.lost_replies > 100


def test_rows_kept_together_are_kept_all_or_not_at_all(shelf: Shelf):
    one, other = (DrawerRow.new("c", n, Drawer(size=1, left=1)) for n in (0, 1))
    keep_together([one, other])
    stale = DrawerRow.find(one.pk, one.sk)
    assert stale is not None
    one.holding(Drawer(size=2, left=2)).keep()

    with pytest.raises(VersionConflict):
        keep_together([other.holding(Drawer(size=9, left=9)), stale])

    kept = DrawerRow.find(other.pk, other.sk)
    assert kept is not None
    assert (kept.size, other.version) == (1, 1)
    keep_together([other])


@given(st.integers(1, 20_000))
def test_the_drawers_of_a_fresh_campaign_add_up_to_its_budget(budget: int):
    drawers = dealt(vouchers(budget))

    assert sum(drawer.left for drawer in drawers) == sum(drawer.size for drawer in drawers) == budget


STEPS = st.lists(
    st.tuples(st.sampled_from(["claim", "back", "spend", "unspend", "tend"]), st.integers(0, 7), st.integers(0, 90)),
    max_size=40,
)


@given(STEPS)
def test_pool_and_held_and_spent_stay_the_same_sum_whatever_happens(steps: list[tuple[str, int, int]]):
    drawer, now = Drawer(size=5, left=5), NOON

    for step, person, hours in steps:
        now += timedelta(hours=hours)
        drawer = drawer.lapse(now)
        try:
            drawer = _stepped(drawer, step, f"v{person}", f"citizen-{person % 3}", now)
        except (VoucherLimit, NoSuchVoucher, VoucherNotHeld):
            continue
        assert drawer.left + drawer.held + drawer.spent == drawer.size
        assert drawer.left >= 0


def _stepped(drawer: Drawer, step: str, voucher_id: str, person: str, now: datetime) -> Drawer:
    claim = drawer.claims.get(voucher_id)
    if step == "claim" and drawer.left and claim is None:
        week = now + timedelta(days=7)
        return drawer.claim(voucher_id, person, each=2, expires_at=week, worth_cents=3_000)
    if step == "back":
        return drawer.give_back(voucher_id, person, now)
    if step == "spend":
        return drawer.spend(voucher_id, person, 1_500, now)
    if step == "unspend" and claim and claim.state is ClaimState.SPENT:
        return drawer.unspend(voucher_id, 1_500, 3_000, now)
    return drawer
