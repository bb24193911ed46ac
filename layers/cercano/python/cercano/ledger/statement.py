"""An account's journal as people read it: newest first, a stretch at a time, and the balance of any past moment.

Two store calls at any length of history: the account, and one query of its pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from cercano.ledger.book import existing
from cercano.ledger.entry import Entry
from cercano.ledger.model import Account
from cercano.ledger.rows import PAGE_OF, PageRow, account_pk, entries_of, moment

MOST = 300
"""Entries of one answer."""
_LAST = "~"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Some entries, newest first, of the account as it stands now."""

    account: Account
    entries: tuple[Entry, ...]
    cursor: str | None
    """Where to go on, with older ones; None when there are none."""


def entries(account_id: str, *, before: str | None = None, limit: int = 30) -> Stretch:
    """The newest `limit` entries (at most 300), or those that follow the cursor `before`.

    Raises:
        AccountUnknown: no such account.
        ValueError: `before` is no cursor of ours.
    """
    account, limit = existing(account_id), min(limit, MOST)
    until = int(before.rpartition("#")[2]) if before else account.seq + 1
    found = [entry for entry in reversed(account.recent) if entry.seq < until][:limit]
    oldest = found[-1].seq if found else min(until, account.seq - len(account.recent) + 1)
    missing = limit - len(found)
    if missing and oldest > 1:
        pages = _pages(account_id, upto=before or _LAST, limit=missing // PAGE_OF + 2)
        found += [entry for entry in _newest_first(pages) if entry.seq < oldest][:missing]
    more = bool(found) and found[-1].seq > 1
    cursor = f"{moment(found[-1].posted_at)}#{found[-1].seq:010d}" if more else None
    return Stretch(account=account, entries=tuple(found), cursor=cursor)


def since(account_id: str, start: datetime, until: datetime | None = None) -> tuple[Entry, ...]:
    """All entries posted from `start` up to `until` (both included), newest first: the account and two queries at most.

    Raises:
        AccountUnknown: no such account.
    """
    account = existing(account_id)
    oldest = account.seq - len(account.recent) + 1
    found = list(reversed(account.recent))
    if oldest > 1 and (not found or found[-1].posted_at >= start):
        later = _pages(account_id, since=moment(start), upto=f"{moment(until)}#{_LAST}" if until else _LAST)
        last_before = _pages(account_id, upto=moment(start), limit=1)
        found += [entry for entry in _newest_first([*later, *last_before]) if entry.seq < oldest]
    return tuple(entry for entry in found if start <= entry.posted_at and (until is None or entry.posted_at <= until))


def at(account_id: str, instant: datetime) -> int:
    """The posted balance as it was at an instant, in cents; 0 before the first entry.

    Raises:
        AccountUnknown: no such account.
    """
    account = existing(account_id)
    for entry in reversed(account.recent):
        if entry.posted_at <= instant:
            return entry.balance_cents
    page = _pages(account_id, upto=f"{moment(instant)}#{_LAST}", limit=1)
    return next((entry.balance_cents for entry in _newest_first(page) if entry.posted_at <= instant), 0)


def _pages(account_id: str, *, since: str = "", upto: str = _LAST, limit: int | None = None) -> list[PageRow]:
    """Pages that begin from one key to another, newest first. Consistent: an entry that just left the row is there."""
    where = PageRow.sk.between(f"PAGE#{since}", f"PAGE#{upto}")
    found = PageRow.query(
        account_pk(account_id), where, scan_index_forward=False, consistent_read=True, limit=limit, page_size=limit
    )
    return list(found)


def _newest_first(pages: Iterable[PageRow]) -> Iterator[Entry]:
    for page in pages:
        yield from reversed(entries_of(page))
