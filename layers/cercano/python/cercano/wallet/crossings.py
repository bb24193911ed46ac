"""Which lines an account's money crossed by one write: it ran low, it fell below the holder's own line, a debt is paid.

Pure. A line is crossed once, by one write; that write's version names the crossing, however often it is heard of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from cercano.kit.facts import instant
from cercano.ledger.glance import Glance

LOW_CENTS = 200
"""Less than this is about three journeys."""
RETURNED = "direct_debit_returned"
"""Why an account is stopped: its bank took a top-up back, and more was spent than is there."""


class Line(StrEnum):
    """What was crossed."""

    LOW = "low"
    REFILL = "refill"
    """Below the line under which the holder wants the account filled."""
    CLEARED = "cleared"
    """What was owed after a bank took its money back is there again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """One line crossed by one write of one account."""

    account_id: str
    line: Line
    version: int
    """Of the account's row, by this very write."""
    available_cents: int
    at: datetime

    def words(self) -> dict[str, Any]:
        """As it travels in a queue."""
        said = {"account_id": self.account_id, "line": self.line.value, "version": self.version}
        return said | {"available_cents": self.available_cents, "at": instant(self.at)}

    @classmethod
    def of(cls, words: Mapping[str, Any]) -> Crossing:
        """What `words` wrote.

        Raises: KeyError, ValueError when it is not that.
        """
        return cls(
            account_id=str(words["account_id"]),
            line=Line(words["line"]),
            version=int(words["version"]),
            available_cents=int(words["available_cents"]),
            at=datetime.fromisoformat(words["at"]),
        )


def crossed(before: Glance | None, after: Glance) -> tuple[Line, ...]:
    """The lines that the write between two glances crossed."""
    lines = []
    if before and _left(after) < LOW_CENTS <= _left(before):
        lines.append(Line.LOW)
    if _wants_filling(after) and not _wants_filling(before):
        lines.append(Line.REFILL)
    if RETURNED in after.stopped and after.available_cents >= 0:
        lines.append(Line.CLEARED)
    return tuple(lines)


def _left(account: Glance) -> int:
    """What can still be spent."""
    return account.available_cents + account.credit_cents


def _wants_filling(account: Glance | None) -> bool:
    return account is not None and account.available_cents < account.watch_cents
