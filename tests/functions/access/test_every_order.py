"""Taps uploaded in every order, one at a time or some together, and again: one charge, whatever the way they came."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest

from cercano.access.hearing import hear
from cercano.access.journal import priced_in
from cercano.access.pricing import price
from cercano.ledger import book, statement
from functions.access import ingest_taps
from tests.access.fares import NO_RIGHTS, NOON, some_fares
from tests.functions.access.conftest import an_account, said, upload
from tests.support.events import Context
from tests.support.shelf import Shelf

MINUTE = 60
AGO = (300, 270, 180, 120, 20)
FIVE = [said(ago * MINUTE, number, line=line) for number, (ago, line) in enumerate(zip(AGO, "13111", strict=True))]
"""A ride, a transfer, two rides more, and one that meets the cap of the day."""
PARKED = [
    said(300 * MINUTE, 1, line="3"),
    said(280 * MINUTE, 2, kind="on", service="parking", line=""),
    said(270 * MINUTE, 3, line="1"),
    said(200 * MINUTE, 4, kind="off", service="parking", line=""),
]


def uploads(taps: Sequence[Any]) -> Iterator[list[Sequence[Any]]]:
    """These, in this order: one by one, in two parts, all at once."""
    yield [[one] for one in taps]
    yield [taps[:2], taps[2:]]
    yield [taps]


def ways(taps: Sequence[Any], orders: int) -> Iterator[list[Sequence[Any]]]:
    """Every so many-th order, each in all its uploads, and something told again at the end."""
    for order in itertools.islice(itertools.permutations(taps), 0, None, orders):
        for parts in uploads(order):
            yield [*parts, parts[0]]


def check(taps: Sequence[Any], orders: int) -> None:
    heard, _ = hear("bus-204", json.dumps({"v": 1, "taps": list(taps)}).encode())
    wanted = price([one.tap for one in heard], some_fares(), NO_RIGHTS)
    due = sum(priced.charge.cents for priced in wanted)
    for number, parts in enumerate(ways(taps, orders)):
        account_id, credential = f"acc_{number}", f"{number:016x}"
        an_account(account_id, held=(credential,))
        for few in parts:
            told = [{**tap, "credential": credential} for tap in few]
            assert ingest_taps.handler(upload(told), Context()) == {"batchItemFailures": []}
        account = book.existing(account_id)
        assert account.available_cents == 1000 - due, parts
        entries = reversed(statement.since(account_id, NOON - timedelta(days=2)))
        assert [priced.charge for priced in priced_in(entries)] == [priced.charge for priced in wanted], parts


@pytest.mark.parametrize("taps", [FIVE[:4], PARKED], ids=["rides", "a stay among rides"])
def test_four_taps_in_a_sixth_of_their_orders_are_one_charge(shelf: Shelf, taps: list[Any]):
    check(taps, 6)


@pytest.mark.slow
@pytest.mark.parametrize("taps", [FIVE, PARKED], ids=["rides", "a stay among rides"])
def test_taps_in_all_their_orders_are_one_charge(shelf: Shelf, taps: list[Any]):
    check(taps, 1)
