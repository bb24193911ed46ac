"""A garage's night: tens of thousands of taps told in a minute, in any order, twice, days late; what they cost.

Everybody has money enough: where the floor stops a ride, which of two rides it stops depends on which was told first.
"""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from cercano.access import tables
from cercano.access.hearing import MOST_TAPS, Heard, hear
from cercano.access.journal import priced_in
from cercano.access.model import Priced
from cercano.access.pricing import price
from cercano.access.rows import FARES, FaresRow
from cercano.ledger import archive, book, credentials, statement
from cercano.ledger.model import Account, Terms
from functions.access import ingest_taps
from tests.access.fares import NO_RIGHTS, NOON, a_table, some_fares
from tests.functions.access.conftest import said, upload
from tests.support.events import Context
from tests.support.shelf import Call, Item, Shelf

DAY_S = 86_400
BATCH = 10
"""Messages of one run of the function (infra/access.yaml)."""
TOLD_TWICE = 0.05
PURSE_CENTS = 20_000
Tap = dict[str, Any]


class BigShelf(Shelf):
    """A shelf of many rows, whose queries look at their own partition alone."""

    def __init__(self) -> None:
        super().__init__()
        self._partitions: dict[tuple[int, str], dict[tuple[str, str], Item]] = {}

    def _write(self, table: dict[tuple[str, str], Item], item: Item) -> None:
        super()._write(table, item)
        key = item["pk"]["S"], item["sk"]["S"]
        self._partitions.setdefault((id(table), key[0]), {})[key] = table[key]

    def _query(self, call: Call) -> Any:
        whole = self.tables[call["TableName"]]
        named = re.search(r"= (:\w+)", call["KeyConditionExpression"])
        assert named is not None
        pk = call["ExpressionAttributeValues"][named[1]]["S"]
        self.tables[call["TableName"]] = self._partitions.get((id(whole), pk), {})
        try:
            return super()._query(call)
        finally:
            self.tables[call["TableName"]] = whole


@dataclass
class Cost:
    """What a night took, the archive's part (written by the stream) included."""

    taps: int = 0
    writes: float = 0.0
    reads: float = 0.0
    calls: int = 0
    cpu_s: float = 0.0
    longest_calls: int = 0

    def __str__(self) -> str:
        each = (
            f"{self.writes / self.taps:.2f} WRU, {self.reads / self.taps:.2f} RRU, {self.calls / self.taps:.2f} calls"
        )
        cpu = f"{self.cpu_s / self.taps * 1000:.2f} ms CPU a tap"
        return f"{self.taps} taps told: {each}, {cpu}; {self.longest_calls} calls in the longest batch"


class Garage:
    """Buses that come home: their cards, and the taps they tell."""

    def __init__(self, cards: int, taps: int, seed: int) -> None:
        self.chance = random.Random(seed)
        self.cards = cards
        lines = [f"{number}" for number in range(1, 8)]
        counters = [0] * cards
        self.taps: list[Tap] = []
        for ago in sorted((self.chance.randrange(60, 7 * DAY_S) for _ in range(taps)), reverse=True):
            card = self.chance.randrange(cards)
            counters[card] += 1
            self.taps.append(said(ago, counters[card], _credential(card), line=self.chance.choice(lines)))

    @contextmanager
    def night(self) -> Iterator[BigShelf]:
        """A city in which nobody has tapped yet."""
        tables.forget()
        with BigShelf().standing_in() as shelf:
            FaresRow(FARES, "2026-01-01", document=a_table()).keep()
            terms = Terms(card_id="card_01", card_class="resident", citizen_id="ana")
            for card in range(self.cards):
                book.open_account(Account.new(_account(card), "resident", balance_cents=PURSE_CENTS, terms=terms))
                credentials.link(_credential(card), _account(card), "card_01", NOON - timedelta(days=40))
            yield shelf
        tables.forget()

    def in_any_order(self) -> list[Tap]:
        told = [*self.taps, *self.chance.sample(self.taps, int(len(self.taps) * TOLD_TWICE))]
        self.chance.shuffle(told)
        return told

    def tell(self, shelf: BigShelf, taps: list[Tap]) -> Cost:
        """Through the real function, batch by batch; the stream archives what each batch added."""
        cost, known = Cost(), dict.fromkeys(range(self.cards), 0)
        messages = [taps[at : at + MOST_TAPS] for at in range(0, len(taps), MOST_TAPS)]
        for at in range(0, len(messages), BATCH):
            few = messages[at : at + BATCH]
            calls, writes, reads, began = len(shelf.calls), shelf.writes, shelf.reads, time.process_time()
            assert ingest_taps.handler(upload(*few, thing="garage"), Context()) == {"batchItemFailures": []}
            cost.cpu_s += time.process_time() - began
            cost.calls += len(shelf.calls) - calls
            cost.longest_calls = max(cost.longest_calls, len(shelf.calls) - calls)
            cost.reads += shelf.reads - reads
            self._archive(shelf, known)
            cost.writes += shelf.writes - writes
            cost.taps += sum(map(len, few))
        return cost

    def _archive(self, shelf: BigShelf, known: dict[int, int]) -> None:
        for card, seq in known.items():
            row = shelf.tables["ledger"][f"ACCOUNT#{_account(card)}", "BALANCE"]
            if int(row["seq"]["N"]) > seq:
                account = book.existing(_account(card))
                archive.keep((account.account_id, entry) for entry in account.recent if entry.seq > seq)
                known[card] = account.seq

    def set_prices(self) -> dict[int, tuple[int, list[Priced]]]:
        """What the sets of taps cost by the rules alone: in the order they happened, each once."""
        told = [self.taps[at : at + MOST_TAPS] for at in range(0, len(self.taps), MOST_TAPS)]
        held: dict[int, list[Heard]] = {card: [] for card in range(self.cards)}
        for few in told:
            for one in hear("garage", json.dumps({"v": 1, "taps": few}).encode())[0]:
                held[int(one.credential_id, 16)].append(one)
        priced = {card: price([one.tap for one in its], some_fares(), NO_RIGHTS) for card, its in held.items()}
        return {card: (PURSE_CENTS - sum(one.charge.cents for one in its), its) for card, its in priced.items()}

    def ends(self) -> dict[int, tuple[int, list[Priced]]]:
        """What each account holds, and what each of its taps costs and why."""
        since = NOON - timedelta(days=1)
        found = {}
        for card in range(self.cards):
            entries = statement.since(_account(card), since)
            account = book.existing(_account(card))
            found[card] = account.balance_cents, priced_in(reversed(entries))
            assert account.balance_cents == PURSE_CENTS - sum(one.charge.cents for one in found[card][1])
        return found


def _credential(card: int) -> str:
    return f"{card:016x}"


def _account(card: int) -> str:
    return f"acc_{card:05}"


@pytest.fixture(autouse=True)
def _named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLE_NAME", "access")
    monkeypatch.setenv("LEDGER_TABLE", "ledger")


def a_night(garage: Garage, taps: list[Tap]) -> tuple[dict[int, tuple[int, list[Priced]]], Cost]:
    """How every account ends, and what it took; nothing is refused."""
    with garage.night() as shelf:
        cost = garage.tell(shelf, taps)
        assert [pk for pk, _ in shelf.tables["access"] if pk.startswith("REFUSED")] == []
        return garage.ends(), cost


def test_a_small_garage_ends_as_if_every_tap_had_been_told_once_and_in_order() -> None:
    garage = Garage(cards=12, taps=240, seed=7)

    in_order, _ = a_night(garage, garage.taps)
    in_any_order, cost = a_night(garage, garage.in_any_order())

    assert in_any_order == in_order == garage.set_prices()
    assert cost.writes / 240 <= 2.6


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_forty_thousand_taps_of_a_garage_end_at_the_price_of_their_sets() -> None:
    garage = Garage(cards=4_000, taps=40_000, seed=11)

    ends, cost = a_night(garage, garage.in_any_order())

    print(f"\n{cost}")
    assert ends == garage.set_prices()
    assert sum(len(priced) for _, priced in ends.values()) == 40_000
    assert cost.writes / 40_000 <= 2.8
