"""Which payments a line of a settlement is made of: those of its day that were posted since the settlement before.

Read from the archive, a sixteenth of the day at a time. Whose card paid is not said: it is not the payee's business.
What reached the archive more than an hour late is paid by the next settlement, and listed with this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from cercano.ledger.model import MADRID, Entry
from cercano.ledger.rows import COUNTER_BUCKETS, CounterRow, counter_pk, entry_of

_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)
_WORDS = {
    "es": ("pago", "clase", "fecha", "entró en cuenta", "importe (céntimos)", "motivo", "referencia"),
    "en": ("payment", "kind", "date", "booked", "amount (cents)", "purpose", "reference"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is asked for: a payee's day, and between which instants it was posted."""

    payee: str
    source: date
    """The day of the events, UTC."""
    since: datetime = _FIRST
    upto: datetime = _LAST


def payments(line: Line, part: int, after: str = "") -> Iterator[Entry]:
    """The payments of one of the 16 parts of the day, in the order of their ids; those after an id, if one is given."""
    pk = counter_pk(datetime.combine(line.source, time(), UTC), part)
    beyond = CounterRow.sk > f"{after}#~" if after else None
    for row in CounterRow.query(pk, beyond, filter_condition=CounterRow.payee == line.payee):
        entry = entry_of(row)
        if entry.amount_cents and line.since <= entry.posted_at < line.upto:
            yield entry


def page(line: Line, limit: int, part: int = 0, after: str = "") -> tuple[list[Entry], tuple[int, str] | None]:
    """At most `limit` payments, and after which (part, id) the next page begins."""
    found: list[Entry] = []
    for number in range(part, COUNTER_BUCKETS):
        for entry in payments(line, number, after if number == part else ""):
            found.append(entry)
            if len(found) == limit:
                return found, (number, entry.id)
    return found, None


def as_csv(entries: list[Entry], language: str) -> bytes:
    """The payments as Spanish Excel opens them by itself; what the payee received, so above zero."""
    import csv  # only who takes a sheet pays for these
    import io

    from cercano.wallet.statement import as_cell

    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_WORDS[language])
    for entry in entries:
        moments = (f"{at.astimezone(MADRID):%Y-%m-%d %H:%M:%S}" for at in (entry.at, entry.posted_at))
        said = (as_cell(str(entry.memo.get(name, ""))) for name in ("purpose", "ref"))
        writer.writerow([as_cell(entry.id), entry.kind.value, *moments, -entry.amount_cents, *said])
    return text.getvalue().encode("utf-8-sig")
