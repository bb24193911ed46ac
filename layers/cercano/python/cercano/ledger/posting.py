"""What a command decides, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cercano.kit.facts import Fact
from cercano.ledger.model import Account, Entry

MOST_AT_ONCE = 12
"""Entries one command may post to one account."""

Known = Mapping[str, Entry]
"""Entries that are posted already, by their ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """What is decided: entries to post, in order, and the account with its other changes (terms, fare, holds)."""

    entries: Sequence[Entry] = ()
    account: Account | None = None
    """None: nothing but the entries changes."""
    tells: Callable[[Posted], Sequence[Fact]] = lambda posted: ()
    """Facts told by this very write, made from what was posted."""
    beside: Sequence[Any] = ()
    """Rows (kit.table.Row) of others that this very write changes too, such as the order behind a top-up: all of it
    happens, or none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """The account after a command, and the command's own entries as they stand in the journal."""

    account: Account
    entries: tuple[Entry, ...] = ()
    is_repeat: bool = False
    """All of it was posted before; nothing was written now."""
    has_changed: bool = False
    """Something was written now."""


Decide = Callable[[Account, Known], Posting]


def apply(account: Account, posting: Posting, now: datetime, known: Known) -> Posted:
    """The account with a posting, which is checked by the account's own rules.

    Raises:
        Refusal: what the rules of the account refuse.
        ValueError: too many entries, or one that was posted before.
    """
    if len(posting.entries) > MOST_AT_ONCE:
        raise ValueError(f"{len(posting.entries)} entries at once; {MOST_AT_ONCE} at most")
    changed = posting.account or account
    for entry in posting.entries:
        if entry.id in known or any(entry.id == other.id for other in changed.recent):
            raise ValueError(f"{entry.id} is posted already")
        changed = changed.post(entry, now=now)
    count = len(posting.entries)
    return Posted(account=changed, entries=changed.recent[len(changed.recent) - count :])
