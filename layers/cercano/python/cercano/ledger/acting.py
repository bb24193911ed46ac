"""Who acts for a payee: takes what was set aside for it, gives back what it was paid, taps cards in its name.

PERSON#<subject>   <payee>   that they do, or did until an instant

The wallet writes it, with four eyes; whoever acts is held to it at once, as every reading is consistent. To hold the
role of an operator is not enough: by it alone a bus company could take a car park's deposits.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from cercano.kit.attributes import UtcAttribute
from cercano.kit.batch import find_many
from cercano.ledger.rows import LedgerRow


class ActingRow(LedgerRow, discriminator="ledger_acting"):
    """One person and one payee. `ended_at` is null for as long as they act for it."""

    ended_at = UtcAttribute(null=True)


def acts_for(subject: str, payee: str) -> bool:
    """Whether somebody acts for a payee now. One store call."""
    row = ActingRow.find(_pk(subject), payee)
    return row is not None and row.ended_at is None


def payees_of(subject: str) -> list[str]:
    """All payees somebody acts for, by name."""
    return [row.sk for row in ActingRow.every(_pk(subject), consistent=True) if row.ended_at is None]


def changed(payee: str, before: Collection[str], after: Collection[str], now: datetime) -> list[ActingRow]:
    """The rows to keep, in the very write that changes a payee's people from `before` to `after`."""
    coming, going = set(after) - set(before), set(before) - set(after)
    if not coming | going:
        return []
    found = {row.pk: row for row in find_many(ActingRow, ((_pk(one), payee) for one in coming | going))}
    rows = []
    for subject in sorted(coming | going):
        row = found.get(_pk(subject)) or ActingRow(_pk(subject), payee)
        row.ended_at = now if subject in going else None
        rows.append(row)
    return rows


def _pk(subject: str) -> str:
    return f"PERSON#{subject}"
