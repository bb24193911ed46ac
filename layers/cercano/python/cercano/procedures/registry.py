"""The city's registry: what comes in and what goes out gets a number, the next of its year, and is never lost.

An entry says what article 16.3 of Ley 39/2015 asks for: its number, what it is about, when it came in, who presented it
and to which body it goes, with the fingerprint of each document. Each carries the fingerprint of the one before it, so
that nobody can take one out, slip one in or change one and not be seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from cercano.kit.facts import instant
from cercano.ledger.chain import digest, genesis, link
from cercano.procedures.clock import day_of


class Book(StrEnum):
    """Which of the two books of a registry."""

    ENTRY = "E"
    """What is presented to the council."""
    EXIT = "S"
    """What the council sends (salida)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """A document that was handed in with it."""

    name: str
    sha256: str
    """Of its bytes, 64 hexadecimal digits."""
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What is to be registered. `filed_at` is when it was presented (aware, UTC): it does not wait for the number."""

    filing_id: str
    file_id: str
    """The file (expediente) it belongs to."""
    book: Book
    subject: str
    """What it is about: the code of a procedure, or of what was done in it. No personal data."""
    unit: str
    """The body it goes to or comes from: its DIR3 code."""
    presented_by: str
    filed_at: datetime
    form_sha256: str
    """Of the answers as they were presented."""
    annexes: tuple[Annex, ...] = ()

    @property
    def year(self) -> int:
        """The year of its number: that of the day in Santander on which it was presented."""
        return day_of(self.filed_at).year

    def words(self) -> dict[str, Any]:
        """What it says, as it is fingerprinted."""
        return {
            "filing_id": self.filing_id,
            "file_id": self.file_id,
            "book": self.book.value,
            "subject": self.subject,
            "unit": self.unit,
            "presented_by": self.presented_by,
            "filed_at": instant(self.filed_at),
            "form_sha256": self.form_sha256,
            "annexes": [[annex.name, annex.sha256, annex.size_bytes] for annex in self.annexes],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A filing with its number."""

    number: int
    """1 is the first of its year."""
    filing: Filing
    hash: str

    @property
    def reference(self) -> str:
        """As people read it: 2026-E-000123."""
        return f"{self.filing.year}-{self.filing.book}-{self.number:06d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where a book of a year stands: its last number (0: none yet) and the hash of its last entry."""

    year: int
    book: Book
    last: int = 0
    hash: str = ""

    def register(self, filings: Iterable[Filing]) -> tuple[Head, tuple[Entry, ...]]:
        """Give these filings the next numbers, in the order they are given in.

        Raises:
            ValueError: one belongs to another year or another book.
        """
        number, before, entries = self.last, self.hash or start_of(self.year, self.book), []
        for filing in filings:
            if (filing.year, filing.book) != (self.year, self.book):
                raise ValueError(f"{filing.filing_id} is not of {self.year}-{self.book}")
            number += 1
            before = hash_of(before, number, filing)
            entries.append(Entry(number=number, filing=filing, hash=before))
        return Head(year=self.year, book=self.book, last=number, hash=before), tuple(entries)


def start_of(year: int, book: Book) -> str:
    """What the first entry of a book follows."""
    return genesis(f"registry {year} {book}")


def hash_of(before: str, number: int, filing: Filing) -> str:
    """The hash of an entry, from the one before it and what it says."""
    return link(before, digest({"number": number, **filing.words()}))


def first_fault(year: int, book: Book, entries: Iterable[Entry]) -> int | None:
    """The number at which a book is not what it was: one is missing, doubled or changed. None: it is whole."""
    before = start_of(year, book)
    for expected, entry in enumerate(entries, 1):
        before = hash_of(before, expected, entry.filing)
        if (entry.number, entry.hash, entry.filing.year, entry.filing.book) != (expected, before, year, book):
            return expected
    return None
