"""Nine thousand three hundred vouchers are gone in minutes: exactly so many are given, and nobody has two.

Two thousand requests a second; some people ask twice with the same request, some try for a second voucher, and every
call to the store may fail as on any other bad day. Once a minute the last ones are gathered, as tend_vouchers does.
"""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from typing import Any

import pytest

from cercano.kit import clock
from cercano.loyalty import pool
from cercano.loyalty.drawers import Drawer
from cercano.loyalty.model import Campaign, Limits
from tests.simulation.baton import START
from tests.simulation.breaks import without_condition
from tests.simulation.city import PASSING, City
from tests.simulation.client import USUAL
from tests.support.loyalty import PAY_70_GET_100, a_campaign

PER_S = 2_000
GATHERED_EVERY_S = 60.0
ASKED_TWICE, GREEDY = 0.05, 0.05


class Rush:
    """People, more than there are vouchers."""

    def __init__(self, vouchers: int, people: int, seed: int = 7, broken: Any = None) -> None:
        self.city = City(seed, USUAL)
        self.people = people
        self.campaign: Campaign = a_campaign(
            reward=PAY_70_GET_100, budget=vouchers, limits=Limits(per_person=1), starts_at=START
        )
        with self.city.alive(), broken or nullcontext():
            pool.deal(self.campaign)
            self.city.baton.start("street", self._street)
            self.city.baton.start("schedule", self._schedule, GATHERED_EVERY_S)
            self.city.baton.run()
            self.stock: Drawer = pool.stock(self.campaign)
        self.each = Counter(claim.holder_id for claim in self.stock.claims.values() if claim.is_out)

    def _street(self) -> None:
        chance = self.city.baton.chance
        for number in range(self.people):
            self._ask(number, 0, 0.0)
            if chance.random() < ASKED_TWICE:
                self._ask(number, 0, chance.uniform(0, 60))
            if chance.random() < GREEDY:
                self._ask(number, 1, chance.uniform(0, 5))
            self.city.baton.pause(chance.expovariate(PER_S))

    def _ask(self, number: int, request: int, in_s: float) -> None:
        holder, request_id = f"citizen-{number}", f"{number:016x}{request:016x}"
        self.city.send(
            "voucher",
            request_id,
            lambda: pool.reserve(self.campaign, holder, request_id, clock.now())[0],
            in_s,
        )

    def _schedule(self) -> None:
        for _ in range(10):
            try:
                found = self.city.baton.survive(lambda: pool.tend(self.campaign, clock.now()))
            except PASSING:
                found = {}
            if found.get("left") == 0:
                return
            self.city.baton.pause(GATHERED_EVERY_S)


def check(rush: Rush) -> None:
    tally, budget = rush.city.tally, rush.campaign.budget
    print(f"{budget:,} vouchers, {rush.people:,} people, {tally.sends:,} requests, {dict(tally.refused)}")
    assert (rush.stock.size, rush.stock.left, rush.stock.held) == (budget, 0, budget)
    assert max(rush.each.values()) == 1
    assert set(tally.answers.values()) == set(rush.stock.claims)
    assert (tally.given_up, tally.contradictions) == ([], [])


def test_of_three_hundred_vouchers_exactly_three_hundred_are_given():
    check(Rush(300, 500))


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_of_9300_vouchers_exactly_9300_are_given_at_2000_requests_a_second():
    check(Rush(9_300, 14_000))


def test_a_pool_written_without_its_condition_is_caught():
    rush = Rush(300, 500, broken=without_condition())

    with pytest.raises(AssertionError):
        check(rush)
