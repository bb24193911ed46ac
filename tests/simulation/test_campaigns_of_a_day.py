"""A bad day in the shops alone: vouchers, discounts, points, with everything failing; and rules broken on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest

from cercano.kit import table, together
from cercano.kit.table import Row
from cercano.loyalty import eligibility, pool, refunding, refunds
from cercano.loyalty.drawer_rows import DrawerRow
from cercano.loyalty.drawers import Claim, ClaimState, Drawer
from cercano.loyalty.model import Campaign
from cercano.loyalty.points import Points
from tests.simulation import day
from tests.simulation.city import City
from tests.simulation.client import USUAL
from tests.simulation.street_checks import street_of


def shopped(operations: int = 600, seed: int = 7, *broken: Any) -> City:
    """A city after a day in its shops."""
    city = City(seed, USUAL)
    with city.alive(), ExitStack() as stack:
        for one in broken:
            stack.enter_context(one)
        day.live(city, operations=operations, accounts=60, per_s=1, only=day.IN_SHOPS)
    return city


def test_a_day_in_the_shops_passes_no_budget_and_no_limit():
    city = shopped(1_000)

    found = day.verdict(city)

    street = street_of(city)
    assert found == []
    assert all(city.tally.done[kind] > 10 for kind in day.IN_SHOPS), city.tally.done
    assert {"vouchers_gone", "voucher_limit", "more_than_was_paid"} <= city.tally.refused.keys()
    claims = [claim for name in street.campaigns for _, claim in street.claims(name)]
    assert {ClaimState.SPENT, ClaimState.RETURNED} & {claim.state for claim in claims}
    assert any(sale.refunds and sale.points_spent for sale in street.sales)
    assert any(holder.points.expired for holder in street.holders.values())


def rows_without_condition() -> Any:
    """Every row is written whatever version was read, in transactions too."""
    return _both(patch.object(table, "over", lambda _: {}), patch.object(together, "over", lambda _: {}))


def limits_not_looked_at() -> Any:
    """A campaign holds however often it was used."""
    return patch.object(eligibility, "_limits", lambda *_: iter(()))


def vouchers_without_end() -> Any:
    """A person has as many vouchers as they ask for."""
    real = Drawer.claim
    return patch.object(Drawer, "claim", lambda self, *given, **named: real(self, *given, **{**named, "each": 0}))


def points_that_never_expire() -> Any:
    """Lots count after their last day."""
    return patch.object(Points, "on", lambda self, today: self)


def refunds_of_the_money_first() -> Any:
    """What goes back is taken from the parts in their order, not pro rata."""

    def greedy(total: int, weights: Sequence[int]) -> tuple[int, ...]:
        parts = []
        for weight in weights:
            parts.append(min(total, weight))
            total -= parts[-1]
        return tuple(parts)

    return patch.object(refunds, "split", greedy)


def refunds_that_forget_the_budget() -> Any:
    """Nothing comes back to the drawers."""
    return patch.object(refunding, "_drawers_after", lambda *_: [])


def refunds_that_forget_the_person() -> Any:
    """Points neither come back nor go."""
    return patch.object(refunding, "_holder_after", lambda holder, *_: holder)


def a_budget_that_grows() -> Any:
    """A dry drawer is filled, and the reserve stays as it was."""

    def fill(campaign: Campaign, row: DrawerRow, needed: int) -> DrawerRow:
        return row if row.left >= needed else row.holding(row.drawer.take(needed - row.left))

    return patch.object(pool, "fill", fill)


def vouchers_that_come_back_twice() -> Any:
    """Each giving back puts one into the drawer."""

    def give_back(self: Drawer, voucher_id: str, *_: Any) -> Drawer:
        claim: Claim | None = self.claims.get(voucher_id)
        back = {**self.claims, voucher_id: replace(claim, state=ClaimState.RETURNED)} if claim else self.claims
        return replace(self, left=self.left + 1, claims=back)

    return patch.object(Drawer, "give_back", give_back)


def sales_that_are_not_remembered() -> Any:
    """A sale that comes again is not looked for."""
    from cercano.loyalty import selling

    real = selling.one_of

    def one_of(rows: Any, kind: type[Row]) -> Any:
        return None if kind is selling.SaleRow else real(rows, kind)

    return patch.object(selling, "one_of", one_of)


@contextmanager
def _both(*patches: Any) -> Iterator[None]:
    with ExitStack() as stack:
        for one in patches:
            stack.enter_context(one)
        yield


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (rows_without_condition, ""),
        (limits_not_looked_at, "times"),
        (vouchers_without_end, "has of campaign_v"),
        (points_that_never_expire, "expired"),
        (refunds_of_the_money_first, " of "),
        (refunds_that_forget_the_budget, "the sales say"),
        (refunds_that_forget_the_person, "should have"),
        (a_budget_that_grows, "the budget"),
        (vouchers_that_come_back_twice, "a drawer of"),
        (sales_that_are_not_remembered, ""),
    ],
)
def test_rules_of_campaigns_broken_on_purpose_are_caught(broken: Callable[[], Any], said: str):
    found = day.verdict(shopped(600, 7, broken()))

    print(*found[:3], sep="\n")
    assert any(said in wrong for wrong in found), found[:5]
