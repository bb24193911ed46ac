"""The same taps by a bus's upload and at gates that ask, mixed and in every order, each told twice: one charge.

Rides, a stay's beginning and end, and a carnet's journeys; through the real functions, on the small store. What each
order ends in is held against the price of the set of taps (access/pricing.py), tap by tap, with its reason.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from cercano.access import tables
from cercano.access.hearing import Heard, hear
from cercano.access.journal import priced_in
from cercano.access.model import Priced, Right, Rights
from cercano.access.pricing import price
from cercano.access.rows import FARES, FaresRow
from cercano.kit import aws, clock
from cercano.ledger import book, statement
from cercano.ledger.passes import HeldPass
from tests.access.fares import a_pass, a_table, some_fares
from tests.functions.access.conftest import ACCOUNT, acts_for, an_account, said, upload
from tests.proofs.power import Wire, function
from tests.simulation.dynamo import Dynamo
from tests.support.bank import NOON
from tests.support.http import call

MINUTE = 60
CARNET, MONEY_CENTS = a_pass("bus_two", journeys=2), 20_00


@dataclass(frozen=True)
class Came:
    """A tap, and by which way it comes in."""

    words: dict[str, Any]
    asks: bool
    """At a gate that asks; else in an upload."""

    @property
    def heard(self) -> Heard:
        """As the city knows it: a gate's taps have the gate's name."""
        reader = "operator:gate" if self.asks else "bus-204"
        (one,), _ = hear(reader, json.dumps({"v": 1, "taps": [self.words]}).encode())
        return one


def ride(number: int, ago: int, line: str = "1") -> dict[str, Any]:
    return said(ago * MINUTE, number, line=line)


def park(number: int, ago: int, kind: str) -> dict[str, Any]:
    return said(ago * MINUTE, number, kind=kind, service="parking", line="")


RIDES = [ride(1, 300), ride(2, 270, "3"), ride(3, 180), ride(4, 120), ride(5, 20)]
STAY = [ride(1, 300, "3"), park(2, 280, "on"), ride(3, 270), park(4, 200, "off"), ride(5, 20)]
SETS: dict[str, tuple[list[dict[str, Any]], tuple[HeldPass, ...]]] = {
    "rides": (RIDES, ()),
    "a stay among rides": (STAY, ()),
    "a carnet of two journeys": (RIDES, (CARNET,)),
    "a carnet, and a stay": (STAY, (CARNET,)),
}


def prepared(held: Sequence[HeldPass]) -> Dynamo:
    """Fares, a gate of the buses, and Ana with twenty euros and these passes."""
    store = Dynamo()
    store.metered = False
    with function("access", "tap").running(), patch.object(aws, "client", lambda *_: Wire(store)):
        FaresRow(FARES, "2026-01-01", document=a_table()).keep()
        an_account(cents=MONEY_CENTS, passes=tuple(one.words() for one in held))
        acts_for("operator:tus", "gate")
    return store


def tell(one: Came) -> None:
    """It comes in, the way it came."""
    if not one.asks:
        assert function("access", "ingest_taps")(upload([one.words])) == {"batchItemFailures": []}
        return
    gate = function("access", "tap")
    with gate.running():
        answer = call(gate.handler, "POST", "/taps", body=one.words, subject="gate", roles=("operator",))
    assert answer.status == 200, answer.text
    assert answer.json["granted"], answer.text


def ended(store: Dynamo, order: Sequence[Came]) -> tuple[list[Priced], int]:
    """What each tap costs and why, oldest first; and what is left to spend."""
    tables.forget()
    with patch.object(aws, "client", lambda *_: Wire(store)):
        for one in [*order, order[0], order[-1]]:
            tell(one)
        with function("access", "tap").running():
            entries = reversed(statement.since(ACCOUNT, NOON - timedelta(days=2)))
            return sorted(priced_in(entries)), book.existing(ACCOUNT).available_cents


def check(name: str, ways: Sequence[int], every: int) -> None:
    """Every so many-th order, with the taps of these numbers' bits at gates."""
    words, held = SETS[name]
    before = prepared(held)
    rights = Rights((Right("resident", 1, 3_652_059),), held)
    with clock.freeze(NOON):
        for way in ways:
            taps = [Came(one, bool(way >> number & 1)) for number, one in enumerate(words)]
            wanted = sorted(price([one.heard.tap for one in taps], some_fares(), rights))
            left = MONEY_CENTS - sum(one.charge.cents for one in wanted)
            for order in itertools.islice(itertools.permutations(taps), 0, None, every):
                assert ended(before.fork(), order) == (wanted, left), order


@pytest.mark.parametrize("name", SETS)
def test_some_orders_of_five_taps_by_both_ways_are_one_charge(name: str):
    check(name, [0b01010], 13)


@pytest.mark.slow
@pytest.mark.parametrize("way", [0b00000, 0b11111, 0b01010, 0b10110], ids="{:05b}".format)
@pytest.mark.parametrize("name", SETS)
def test_every_order_of_five_taps_by_both_ways_is_one_charge(name: str, way: int):
    check(name, [way], 1)


def test_a_city_that_forgets_what_it_charged_is_caught():
    with pytest.raises(AssertionError), patch.object(book, "recall", lambda *_: ({}, frozenset())):
        check("rides", [0b11111], 60)


def test_the_sets_have_all_that_a_tap_can_cost():
    reasons = set()
    for words, held in SETS.values():
        taps = [Came(one, asks=False).heard.tap for one in words]
        reasons |= {one.charge.why.code for one in price(taps, some_fares(), Rights((), held))}

    assert reasons >= {"flat", "transfer", "carnet", "stay"}
