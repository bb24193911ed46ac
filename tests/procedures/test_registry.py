"""The registry's books: what an entry says, and that nobody takes one out, slips one in or changes one unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercano.procedures.registry import Annex, Book, Entry, Filing, Head, first_fault, start_of

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)


def filing(number: int = 1, **changed: object) -> Filing:
    plain = Filing(
        filing_id=f"filing_{number}",
        file_id=f"file_{number}",
        book=Book.ENTRY,
        subject="terrace-licence",
        unit="L01390759",
        presented_by="ana",
        filed_at=NOON + timedelta(seconds=number),
        form_sha256="ab" * 32,
        annexes=(Annex(name="plan.pdf", sha256="cd" * 32, size_bytes=4_096),),
    )
    return replace(plain, **changed)


def book(count: int) -> tuple[Entry, ...]:
    return Head(year=2026, book=Book.ENTRY).register(filing(n) for n in range(1, count + 1))[1]


def test_numbers_follow_each_other_and_people_read_them_with_their_year_and_book():
    head, entries = Head(year=2026, book=Book.ENTRY, last=122, hash="00" * 32).register([filing(1), filing(2)])

    assert [entry.reference for entry in entries] == ["2026-E-000123", "2026-E-000124"]
    assert (head.last, head.hash) == (124, entries[-1].hash)


def test_the_year_of_a_number_is_that_of_the_day_in_santander():
    assert filing(filed_at=datetime(2026, 12, 31, 23, 30, tzinfo=UTC)).year == 2027


def test_a_book_takes_nothing_of_another_year_or_the_other_book():
    for stranger in (filing(filed_at=NOON.replace(year=2027)), filing(book=Book.EXIT)):
        with pytest.raises(ValueError, match="is not of 2026-E"):
            Head(year=2026, book=Book.ENTRY).register([stranger])


def test_a_whole_book_has_no_fault_and_the_two_books_of_a_year_begin_differently():
    assert first_fault(2026, Book.ENTRY, book(5)) is None
    assert first_fault(2026, Book.ENTRY, []) is None
    assert len({start_of(2026, Book.ENTRY), start_of(2026, Book.EXIT), start_of(2027, Book.ENTRY)}) == 3


CHANGES = {
    "filing_id": "another",
    "file_id": "another",
    "subject": "another",
    "unit": "L01390001",
    "presented_by": "eva",
    "filed_at": NOON,
    "form_sha256": "ef" * 32,
    "annexes": (),
}


@given(at=st.integers(0, 4), field=st.sampled_from(sorted(CHANGES)))
def test_a_changed_word_is_found_at_its_entry(at, field):
    entries = list(book(5))
    entries[at] = replace(entries[at], filing=replace(entries[at].filing, **{field: CHANGES[field]}))

    assert first_fault(2026, Book.ENTRY, entries) == at + 1


@given(at=st.integers(0, 3))
def test_an_entry_taken_out_doubled_or_slipped_in_is_found(at):
    entries = book(5)
    slipped = Entry(number=at + 2, filing=filing(99), hash=entries[at + 1].hash)

    assert first_fault(2026, Book.ENTRY, (*entries[:at], *entries[at + 1 :])) == at + 1
    assert first_fault(2026, Book.ENTRY, (*entries[: at + 1], *entries[at:])) == at + 2
    assert first_fault(2026, Book.ENTRY, (*entries[: at + 1], slipped, *entries[at + 1 :])) == at + 2
