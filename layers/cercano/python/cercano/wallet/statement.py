"""The statement of one month: where the balance began, each movement with its reason, where it ended.

A movement belongs to the month, of the city's own calendar, in which it was booked: a bus tap that arrives days late
changes no statement that was already given out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cercano.kit.money import digits
from cercano.wallet.errors import NoSuchMonth
from cercano.wallet.words import MADRID, local

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""What makes a spreadsheet take a cell for a formula (OWASP, "CSV injection")."""
_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
_WORDS = {
    "es": ("Fecha", "Concepto", "Importe", "Saldo", "Movimiento"),
    "en": ("Date", "What", "Amount", "Balance", "Entry"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One movement. `at` is when it happened, `booked_at` when it entered the account; both aware, UTC."""

    entry_id: str
    at: datetime
    booked_at: datetime
    text: str
    amount_cents: int
    balance_cents: int
    """After it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A month of an account, the oldest movement first."""

    account_id: str
    month: str
    opening_cents: int
    closing_cents: int
    lines: Sequence[Line]
    language: str

    @property
    def in_cents(self) -> int:
        """All that came in."""
        return sum(line.amount_cents for line in self.lines if line.amount_cents > 0)

    @property
    def out_cents(self) -> int:
        """All that went out, as a positive number."""
        return -sum(line.amount_cents for line in self.lines if line.amount_cents < 0)


def month_of(text: str, now: datetime) -> tuple[datetime, datetime]:
    """The first instant of a month ("2026-11") of the city's calendar and the first after it, aware.

    Raises: NoSuchMonth when it is none, or has not begun at `now`.
    """
    found = _MONTH.fullmatch(text)
    if not found:
        raise NoSuchMonth
    year, month = int(found[1]), int(found[2])
    begins = datetime(year, month, 1, tzinfo=MADRID)
    if begins > now:
        raise NoSuchMonth
    return begins, datetime(year + month // 12, month % 12 + 1, 1, tzinfo=MADRID)


def as_csv(statement: Statement) -> bytes:
    """The statement as Spanish Excel opens it by itself: ";", UTF-8 with its mark, decimal comma, and no formulas."""
    said, text = statement.language, io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_WORDS[said])
    for line in statement.lines:
        amounts = (_plain(line.amount_cents, said), _plain(line.balance_cents, said))
        writer.writerow([local(line.at), as_cell(line.text), *amounts, as_cell(line.entry_id)])
    return text.getvalue().encode("utf-8-sig")


def as_cell(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _plain(amount_cents: int, language: str) -> str:
    """A number that a spreadsheet adds up: "-0,33". Digits alone can be no formula."""
    number = digits(abs(amount_cents), language).replace("." if language == "es" else ",", "")
    return f"-{number}" if amount_cents < 0 else number
