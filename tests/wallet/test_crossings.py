"""A line is crossed once, by one write: on the way down for what runs low, on the way up for what was owed."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercano.ledger.glance import Glance, glance
from cercano.ledger.model import Account
from cercano.ledger.packing import pack_state
from cercano.wallet.crossings import RETURNED, Crossing, Line, crossed
from tests.support.bank import NOON


def at(cents: int, *, watch: int = 0, stopped: tuple[str, ...] = ()) -> Glance:
    return Glance(account_id="acc_ana", version=2, available_cents=cents, watch_cents=watch, stopped=frozenset(stopped))


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        (at(200), at(199), (Line.LOW,)),
        (at(199), at(100), ()),
        (at(199), at(200), ()),
        (None, at(0), ()),
        (at(500, watch=500), at(499, watch=500), (Line.REFILL,)),
        (at(499, watch=500), at(300, watch=500), ()),
        (at(499, watch=500), at(2499, watch=500), ()),
        (at(300), at(300, watch=500), (Line.REFILL,)),
        (at(300, watch=500), at(300), ()),
        (at(600, watch=500), at(100, watch=500), (Line.LOW, Line.REFILL)),
        (at(-100, stopped=(RETURNED,)), at(-1, stopped=(RETURNED,)), ()),
        (at(-100, stopped=(RETURNED,)), at(0, stopped=(RETURNED,)), (Line.CLEARED,)),
        (at(-100, stopped=("fraud",)), at(0, stopped=("fraud",)), ()),
    ],
)
def test_a_line_is_crossed_by_the_write_that_crosses_it(
    before: Glance | None, after: Glance, lines: tuple[Line, ...]
) -> None:
    assert crossed(before, after) == lines


@given(st.lists(st.integers(-300, 3000), min_size=2), st.integers(0, 2000))
def test_between_two_falls_there_is_a_rise(balances: list[int], watch: int) -> None:
    walk = [at(cents, watch=watch) for cents in balances]
    for line, height in ((Line.LOW, 200), (Line.REFILL, watch)):
        falls = [
            number
            for number, (before, after) in enumerate(itertools.pairwise(walk), 1)
            if line in crossed(before, after)
        ]
        for first, second in itertools.pairwise(falls):
            assert any(one.available_cents >= height for one in walk[first:second])
            assert walk[second].available_cents < height


def test_a_crossing_travels_unchanged() -> None:
    crossing = Crossing(account_id="acc_ana", line=Line.LOW, version=7, available_cents=-3, at=NOON)

    assert Crossing.of(crossing.words()) == crossing


def test_a_glance_sees_what_the_row_says() -> None:
    account = replace(Account.new("acc_ana", "resident"), watch_cents=500).stop(RETURNED, NOON)
    image: dict[str, Any] = {
        "kind": {"S": "ledger_account"},
        "pk": {"S": "ACCOUNT#acc_ana"},
        "version": {"N": "4"},
        "balance_cents": {"N": "900"},
        "held_cents": {"N": "300"},
        "state": {"S": json.dumps(pack_state(account))},
    }

    assert glance(image) == Glance(
        account_id="acc_ana", version=4, available_cents=600, watch_cents=500, stopped=frozenset({RETURNED})
    )
    assert glance(image | {"kind": {"S": "ledger_page"}}) is None
    assert glance(None) is None
