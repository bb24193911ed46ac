"""Two hundred people present something in the same second, on a bad day: every number is given, once.

The store throttles, breaks, loses answers and lets processes die, as in the other simulations; whoever has no answer
asks again with the same filing.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest

from cercano.kit.errors import VersionConflict
from cercano.procedures import registering
from cercano.procedures.registry import Book, Entry, Filing, first_fault
from cercano.procedures.rows import EntryRow, WaitingRow, book_key
from tests.simulation.baton import START
from tests.simulation.city import City
from tests.simulation.client import USUAL, Faults

YEAR = 2026


def rush(people: int, seed: int, faults: Faults = USUAL, within_s: float = 1.0) -> tuple[City, list[Entry]]:
    """A city in which so many people presented something, and its book."""
    city, chance = City(seed, faults), random.Random(seed)
    with city.alive():
        for number in range(people):
            each = filing(number)
            for in_s in sorted(chance.uniform(0, within_s) for _ in range(1 + (number % 20 == 0))):  # 5 % twice
                city.send("filing", each.filing_id, lambda each=each: present(each).reference, in_s)
        city.baton.run()
        return city, book()


def filing(number: int) -> Filing:
    return Filing(
        filing_id=f"filing_{number:04d}",
        file_id=f"file_{number:04d}",
        book=Book.ENTRY,
        subject="terrace-licence",
        unit="L01390759",
        presented_by=f"person-{number}",
        filed_at=START + timedelta(milliseconds=number),
        form_sha256=f"{number:064x}",
    )


def present(each: Filing) -> Entry:
    """As a form is: laid into the tray, then numbered."""
    if registering.find(each) is None:
        lay_down(each)
    return registering.number_of(each)


def lay_down(each: Filing) -> None:
    with suppress(VersionConflict):  # it lies there
        registering.in_tray(each).keep()


def book() -> list[Entry]:
    rows = EntryRow.every(book_key(YEAR, "E"), EntryRow.sk.startswith("ENTRY#"), consistent=True)
    return [registering.entry_of(row) for row in rows]


def tray() -> Iterator[WaitingRow]:
    return WaitingRow.every(book_key(YEAR, "E"), WaitingRow.sk.startswith("WAITING#"), consistent=True)


def check(city: City, entries: list[Entry], people: int) -> None:
    assert city.tally.contradictions == []
    assert city.tally.given_up == []
    assert [entry.number for entry in entries] == list(range(1, people + 1))
    assert sorted(entry.filing.filing_id for entry in entries) == [f"filing_{n:04d}" for n in range(people)]
    assert {entry.filing.filing_id: entry.reference for entry in entries} == city.tally.answers
    assert first_fault(YEAR, Book.ENTRY, entries) is None


@pytest.mark.parametrize("seed", range(5))
def test_two_hundred_at_once_get_two_hundred_numbers_without_a_gap(seed):
    city, entries = rush(200, seed)

    check(city, entries, 200)
    with city.alive():  # what was laid down again after its number was given only leaves the tray
        assert registering.empty_tray(YEAR, Book.ENTRY) == 0
        assert (list(tray()), book()) == ([], entries)


def test_on_a_good_day_200_at_once_need_few_rounds_and_nobody_waits_long():
    city, entries = rush(200, 1, Faults())

    check(city, entries, 200)
    assert max(city.tally.waits_s) < 3


def test_what_was_laid_down_by_somebody_who_died_gets_its_number_from_the_next():
    city = City(3, Faults())
    with city.alive():
        lay_down(filing(1))
        present(filing(2))

        assert [entry.filing.filing_id for entry in book()] == ["filing_0001", "filing_0002"]
        assert list(tray()) == []


def test_a_filing_that_comes_again_after_its_number_was_given_leaves_the_tray_without_another():
    city = City(4, Faults())
    with city.alive():
        first = present(filing(1))
        lay_down(filing(1))
        present(filing(2))

        assert [entry.reference for entry in book()] == [first.reference, "2026-E-000002"]
        assert list(tray()) == []


def test_a_book_written_without_its_conditions_is_caught(monkeypatch):
    def careless(rows, *, remove=()):
        for row in rows:
            row.save()
        for row in remove:
            row.delete()

    monkeypatch.setattr(registering, "keep_together", careless)

    with pytest.raises(AssertionError):
        check(*rush(20, 5), 20)
