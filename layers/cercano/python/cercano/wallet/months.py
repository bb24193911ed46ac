"""A month of an account out of the ledger, as a statement."""

from __future__ import annotations

from datetime import datetime

from cercano.ledger import statement as journal
from cercano.ledger.model import Entry
from cercano.wallet.explaining import explained
from cercano.wallet.statement import Line, Statement


def statement_of(account_id: str, month: str, begins: datetime, ends: datetime, language: str) -> Statement:
    """The movements booked from one instant to another, and the balance at both ends.

    Raises: AccountUnknown.
    """
    later = journal.since(account_id, begins)
    within = [entry for entry in reversed(later) if entry.posted_at < ends]
    first = later[-1] if later else None
    opening = first.balance_cents - first.amount_cents if first else journal.at(account_id, begins)
    moving = [entry for entry in within if entry.amount_cents]
    return Statement(
        account_id=account_id,
        month=month,
        opening_cents=opening,
        closing_cents=within[-1].balance_cents if within else opening,
        lines=[_line(entry, language) for entry in moving],
        language=language,
    )


def _line(entry: Entry, language: str) -> Line:
    return Line(
        entry_id=entry.id,
        at=entry.at,
        booked_at=entry.posted_at,
        text=explained(entry, language),
        amount_cents=entry.amount_cents,
        balance_cents=entry.balance_cents,
    )
