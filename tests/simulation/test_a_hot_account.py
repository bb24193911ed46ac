"""Everybody pays one operator at once: 400 payments a second, and nobody waits for anybody.

What is simulated: a call to the store takes 2 to 8 ms there and back, 2 % are throttled and 1 % answered with an error
(both are tried again after up to a second, as botocore does), 0.1 % done and never answered (3 s until we notice), and
with 0.5 % the function dies; whoever pays asks again. No row belongs to the operator, so none is hot.
"""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass

import pytest

from cercano.ledger import book
from cercano.ledger.entry import Entry, EntryKind
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import Account
from tests.simulation import day
from tests.simulation.city import City, moment
from tests.simulation.client import Faults
from tests.simulation.dynamo import Item, Key

BUSY = Faults(throttled=0.02, broken=0.01, lost=0.001, dead=0.005, partly=0.02)
PER_S = 400
PATIENCE_S = 1.1
PARTITION_WRITES_PER_S = 1_000
"""What DynamoDB takes from one partition."""


@dataclass
class Rush:
    """A city after a rush, and how many rows of one partition were written in its worst second."""

    city: City
    hottest: int


def rush(payments: int, seed: int = 7) -> Rush:
    """So many payments, by people who come in any order, each to the same operator."""
    city, writes = City(seed, BUSY), Counter[tuple[str, int]]()
    follow = city.store.on_change

    def changed(table: str, key: Key, old: Item | None, new: Item | None) -> None:
        writes[key[0], int(city.baton.now_s)] += 1
        follow(table, key, old, new)

    with city.alive():
        names = [f"acc_{number:05d}" for number in range(payments // 5)]
        city.open([Account.new(name, "resident") for name in names])
        for name in names:
            book.post_entry(name, entry(name, 0.0, 100_00, EntryKind.TOP_UP, "desk"))
        city.tally.answers = {}
        city.store.on_change = changed

        def street() -> None:
            for number in range(payments):
                name, now_s = city.baton.chance.choice(names), city.baton.now_s
                ride = entry(f"{number}", now_s, -66, EntryKind.FARE, "operator:tus")
                pay = lambda name=name, ride=ride: book.post_entry(name, ride).entries[0].hash  # noqa: E731
                city.send("payment", ride.id, pay, 0.0)
                city.baton.pause(city.baton.chance.expovariate(PER_S))

        city.baton.start("street", street)
        city.baton.run()
    return Rush(city, max(writes.values()))


def entry(name: str, at_s: float, cents: int, kind: EntryKind, payee: str) -> Entry:
    return Entry(id=entry_id_of(moment(at_s), kind, name), kind=kind, payee=payee, amount_cents=cents)


def check(found: Rush, payments: int) -> None:
    tally = found.city.tally
    waits = sorted(tally.waits_s)
    p99 = waits[int(len(waits) * 0.99)]
    print(f"{payments:,} payments, {PER_S}/s: p50 {statistics.median(waits) * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms, ")
    print(f"longest {waits[-1]:.1f} s; {found.hottest} rows of one partition written in the worst second")
    wrong = [one for one in day.verdict(found.city) if "nobody was told" not in one]
    assert wrong == []
    assert tally.given_up == []
    assert tally.done == {"payment": payments}
    assert p99 < PATIENCE_S
    assert found.hottest < PARTITION_WRITES_PER_S


def test_a_few_seconds_of_400_payments_each_leave_nobody_waiting():
    check(rush(1_000), 1_000)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_twenty_thousand_payments_to_one_operator_are_made_and_99_of_100_within_a_second():
    check(rush(20_000), 20_000)
