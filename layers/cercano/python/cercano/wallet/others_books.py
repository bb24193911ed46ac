"""What others say of the city's money, as it was told to us: pk "THEIRS#<source>#<day>", sk "<their line>"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cercano.kit.batch import put_many
from cercano.kit.table import IntegerAttribute, Row, TextAttribute
from cercano.wallet.bankfile import Booked
from cercano.wallet.reconciliation import Line, Source


class TheirLineRow(Row, discriminator="wallet_their_line"):
    """One line."""

    reference = TextAttribute()
    cents = IntegerAttribute()


def keep(source: Source, day: date, lines: Iterable[tuple[str, str, int]]) -> int:
    """Keep lines (their own name, reference, cents) of a day, and say how many. The same name again replaces it."""
    rows = {name: _row(source, day, name, reference, cents) for name, reference, cents in lines}
    put_many(rows.values())
    return len(rows)


def keep_booked(lines: Iterable[Booked]) -> int:
    """Keep what the bank booked."""
    rows = [_row(Source.BANK, line.day, line.line_id, line.reference, line.amount_cents) for line in lines]
    put_many(rows)
    return len(rows)


def lines_of(source: Source, day: date, *, is_of_the_day: bool) -> list[Line]:
    """What was told of a day."""
    rows = TheirLineRow.every(f"THEIRS#{source.value}#{day}", consistent=True)
    return [
        Line(source=source, reference=row.reference, amount_cents=row.cents, is_of_the_day=is_of_the_day)
        for row in rows
    ]


def _row(source: Source, day: date, name: str, reference: str, cents: int) -> TheirLineRow:
    return TheirLineRow(f"THEIRS#{source.value}#{day}", name, reference=reference, cents=cents)
