"""What must be looked at again at a certain moment: pk "DUE#<what>", sk "<moment>#<id>". Deleted once it was seen to.

Written before the thing it reminds of, so that nothing is ever forgotten; what never came to be is looked for in vain,
and dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cercano.kit.facts import instant
from cercano.kit.table import ExpiryAttribute, JsonAttribute, Row

_KEPT_FOR = timedelta(days=60)


class DueRow(Row, discriminator="wallet_due"):
    """One reminder."""

    words = JsonAttribute()
    """The ids of what it is about."""
    expires_at = ExpiryAttribute()


@dataclass(frozen=True, slots=True)
class Due:
    """One reminder, with the row that ends it."""

    words: dict[str, str]
    row: DueRow

    def done(self) -> None:
        """Nobody needs to be reminded any more. Done twice is done once."""
        self.row.delete()


def remember(what: str, name: str, at: datetime, **words: str) -> None:
    """Look at `name` again from the instant `at` on. Said twice it is one reminder."""
    reminder(what, name, at, **words).save()


def reminder(what: str, name: str, at: datetime, **words: str) -> DueRow:
    """The row of a reminder, to be kept in the very write of what it reminds of."""
    return DueRow(f"DUE#{what}", f"{instant(at)}#{name}", words=words, expires_at=at + _KEPT_FOR)


def due(what: str, now: datetime, limit: int) -> Iterator[Due]:
    """At most `limit` reminders whose moment has come, the oldest first."""
    upto = DueRow.sk.between("0", f"{instant(now)}#~")
    for row in DueRow.query(f"DUE#{what}", upto, limit=limit, consistent_read=True):
        yield Due(row.words, row)
