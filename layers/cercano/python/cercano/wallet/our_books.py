"""What our own books say of a day's money: orders of the payment page, cash, and what passed through the bank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from cercano.ledger.entry import Entry, EntryKind
from cercano.ledger.model import MADRID
from cercano.ledger.rows import COUNTER_BUCKETS, CounterRow, counter_pk, entry_of
from cercano.wallet import collecting, end_to_end, files
from cercano.wallet.collecting import CollectionState
from cercano.wallet.reconciliation import Line, Source

A_DAY = timedelta(days=1)
FILES_NEAR = timedelta(days=14)
"""A file falls due some banking days after it was made, and a bank may book it later still."""


def top_ups(day: date) -> Iterator[Line]:
    """Orders of the payment page on a day and its neighbours, and the day's cash by kiosk or desk."""
    for entry in _received(day - A_DAY, day + A_DAY):
        on = entry.at.astimezone(MADRID).date()
        if entry.payee.startswith("gateway:"):
            reference = str(entry.memo.get("order", entry.id))
            yield _line(Source.GATEWAY, reference, entry.amount_cents, today=on == day)
        elif entry.memo.get("means") == "cash" and on == day:
            yield _line(Source.CASH, entry.payee, entry.amount_cents, today=True)


def bank(day: date, theirs: Iterable[Line]) -> Iterator[Line]:
    """Our files that fall due around a day, and the collections that the bank's own lines say came back."""
    for kind, sign in (("pain008", 1), ("pain001", -1)):
        for made, due_on, cents in files.made_between(kind, day - FILES_NEAR, day + FILES_NEAR):
            yield _line(Source.BANK, files.message_id(kind, made), sign * cents, today=due_on == day)
    for line in theirs:
        named = end_to_end.read(line.reference)
        collection = collecting.find(*named) if named else None
        if collection is not None and collection.state is CollectionState.RETURNED:
            yield _line(Source.BANK, line.reference, -collection.amount_cents, today=line.is_of_the_day)


def _received(first: date, last: date) -> Iterator[Entry]:
    """What came in by others than the bank, of the UTC days from one to another."""
    payee = CounterRow.payee
    others = payee.startswith("gateway:") | payee.startswith("kiosk:") | (payee == "desk")
    for number in range((last - first).days + 1):
        at = datetime.combine(first + timedelta(days=number), time(), UTC)
        for bucket in range(COUNTER_BUCKETS):
            for row in CounterRow.query(counter_pk(at, bucket), filter_condition=others):
                entry = entry_of(row)
                if entry.kind is EntryKind.TOP_UP:
                    yield entry


def _line(source: Source, reference: str, cents: int, *, today: bool) -> Line:
    return Line(source=source, reference=reference, amount_cents=cents, is_of_the_day=today)
