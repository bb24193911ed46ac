"""Giving numbers without a gap, however many people present something in the same second.

A filing is first laid in the tray of its book: from then on it is presented, with its date and hour, whatever happens.
Then whoever is there takes what lies in the tray, oldest first, gives it the next numbers, and puts all of it into the
book in one transaction over the version of the book's head that was read. Who comes second finds the work done. A
number belongs to an entry from the moment it exists: none is drawn and lost.
"""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime
from typing import Any

from cercano.kit.batch import find_many
from cercano.kit.errors import VersionConflict
from cercano.kit.together import keep_together
from cercano.procedures.errors import RegistryBusy
from cercano.procedures.registry import Annex, Book, Entry, Filing, Head
from cercano.procedures.rows import HEAD, EntryRow, FiledRow, HeadRow, WaitingRow, book_key, file_key

HANDFUL = 24
"""Filings of one transaction: the head, and three rows for each, within DynamoDB's 100 (and well within its 4 MB)."""
ROUNDS = 40
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.02, 0.5


def number_of(filing: Filing) -> Entry:
    """The entry of a filing that was laid into the tray, with its number: the same however often it is asked for.

    Raises:
        RegistryBusy: others were always faster. The filing is presented and keeps its hour; its number follows.
    """
    known = find(filing)
    for number in range(ROUNDS):
        if known is not None:
            return known
        time.sleep(random.uniform(0, min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2**number)) if number else 0)  # noqa: S311 - a pause
        try:
            given = give_numbers(filing.year, filing.book)
        except VersionConflict:
            given = ()
        known = next((entry for entry in given if entry.filing.filing_id == filing.filing_id), None) or find(filing)
    raise RegistryBusy


def empty_tray(year: int, book: Book) -> int:
    """Give numbers until the tray of a book is empty; how many were given.

    Raises:
        VersionConflict: somebody else is giving them; the next run looks again.
    """
    given = 0
    while entries := give_numbers(year, book):
        given += len(entries)
    return given


def find(filing: Filing) -> Entry | None:
    """The entry of a filing, or None."""
    row = FiledRow.find(file_key(filing.file_id), f"FILED#{filing.filing_id}")
    return entry_of(row) if row else None


def in_tray(filing: Filing) -> WaitingRow:
    """A filing as it lies in the tray of its book."""
    return WaitingRow(
        pk=book_key(filing.year, filing.book),
        sk=f"WAITING#{filing.filed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}#{filing.filing_id}",
        filing=filing.words(),
    )


def give_numbers(year: int, book: Book) -> tuple[Entry, ...]:
    """Give numbers to a handful of what lies in the tray; what has its number already only leaves it.

    Raises:
        VersionConflict: somebody else was giving numbers; nothing was written.
    """
    head = HeadRow.find(book_key(year, book), HEAD) or HeadRow(pk=book_key(year, book), sk=HEAD, last=0, hash="")
    in_tray = WaitingRow.sk.startswith("WAITING#")
    waiting = list(WaitingRow.query(book_key(year, book), in_tray, limit=HANDFUL, consistent_read=True))
    filings = [filing_of(row.filing) for row in waiting]
    known = find_many(FiledRow, [(file_key(each.file_id), f"FILED#{each.filing_id}") for each in filings])
    done = {row.filing["filing_id"] for row in known}
    now, entries = Head(year=year, book=book, last=head.last, hash=head.hash).register(
        each for each in filings if each.filing_id not in done
    )
    if waiting:
        head.last, head.hash = now.last, now.hash
        keep_together([head, *(row for entry in entries for row in _rows(entry))], remove=waiting)
    return entries


def _rows(entry: Entry) -> tuple[EntryRow, FiledRow]:
    filing = entry.filing
    said: dict[str, Any] = {"filing": filing.words(), "number": entry.number, "hash": entry.hash}
    return (
        EntryRow(pk=book_key(filing.year, filing.book), sk=f"ENTRY#{entry.number:06d}", **said),
        FiledRow(pk=file_key(filing.file_id), sk=f"FILED#{filing.filing_id}", **said),
    )


def entry_of(row: EntryRow | FiledRow) -> Entry:
    """The entry a row keeps."""
    return Entry(number=row.number, filing=filing_of(row.filing), hash=row.hash)


def filing_of(words: dict[str, Any]) -> Filing:
    """The filing that its words say."""
    return Filing(
        **{
            **words,
            "book": Book(words["book"]),
            "filed_at": datetime.fromisoformat(words["filed_at"]),
            "annexes": tuple(Annex(name=name, sha256=sha, size_bytes=size) for name, sha, size in words["annexes"]),
        }
    )
