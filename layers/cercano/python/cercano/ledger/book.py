"""The posting protocol: how an entry gets into an account once, whatever fails. Nothing else writes an account.

An account is ONE row. It holds the balance, and its newest entries until these are archived: it is its own outbox. A
command reads the row, decides, and puts the whole row back on condition that its version is still the one that was
read. So a debit, its journal line and its effect on holds, limits and fares are one write.

    post(account_id, ids, decide)
      1  read the account (consistent)
      2  an id among its recent entries was posted before: that entry is the answer
      3  an id in the archive, read AFTER the account, was posted before: likewise. The order matters: an entry leaves
         the row only when it is seen in the archive, so what is not in the row just read and was ever posted before it
         is in the archive by now. Read the other way round, it can be missed in both: a debit made twice.
      4  decide, with the account as read: pure, it may run again
      5  six or more recent entries: the oldest six, if step 3 saw them archived, are written as a page (the same page
         whoever writes it) and leave the row with this very write. If the archive lags far behind, the command fills it
      6  put the row if its version is unchanged; otherwise, or if no answer came, again from 1: our own entry, if it
         got there, is found by step 2 or 3

No pause, lease or clock protects this: only the version does. At most 4 store calls: get, batch get, (pages,) put.

How to use it (every id of an entry that the command may post is in `ids`; ids come from the client or from ids.py):

    book.post_entry(account_id, Entry(id=..., kind=EntryKind.PAYMENT, payee="merchant:1", amount_cents=-500))

    def decide(account: Account, known: Known) -> Posting:      # known: those of `ids` that are posted already
        price = fares.price(account.fare, tap)
        return Posting(entries=(Entry(...),), account=replace(account, fare=...))
    book.post(account_id, [tap_id], decide)                     # all ids known: decide is not asked, is_repeat is true

What else there is: statement.entries/since/at (journal, newest first), pairs.transfer/refund, holds.place/capture/void,
credentials.account_of/link/unlink, archive (the other sides), roots (the daily root and proofs).
"""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBConnectionError

from cercano.kit import clock
from cercano.kit.batch import find_many, put_many
from cercano.kit.errors import VersionConflict
from cercano.kit.facts import Fact
from cercano.kit.log import log
from cercano.kit.together import keep_together
from cercano.ledger import archive
from cercano.ledger.errors import AccountBusy, AccountUnknown
from cercano.ledger.model import Account, Entry
from cercano.ledger.posting import Decide, Known, Posted, Posting, apply
from cercano.ledger.rows import (
    BALANCE,
    PAGE_OF,
    AccountRow,
    RosterRow,
    account_of,
    account_pk,
    page_of,
    roster_pk,
    row_of,
)

__all__ = [
    "Decide",
    "Known",
    "Posted",
    "Posting",
    "change",
    "existing",
    "open_account",
    "post",
    "post_entry",
    "read",
    "read_many",
    "recall",
    "turn_pages",
]

ATTEMPTS = 6
FIRST_PAUSE_S = 0.02
CROWDED = 2 * PAGE_OF
"""So many recent entries, and the command does not wait for the archive any more: it writes it."""

T = TypeVar("T")
PASSING = {
    *("InternalServerError", "ServiceUnavailable", "RequestLimitExceeded", "ThrottlingException"),
    *("ProvisionedThroughputExceededException", "TransactionInProgressException"),
}
"""DynamoDB's faults that pass by themselves."""


def read(account_id: str) -> Account | None:
    """The account, consistently; None when there is none."""
    row = AccountRow.find(account_pk(account_id), BALANCE)
    return account_of(row) if row else None


def existing(account_id: str) -> Account:
    """The account, consistently.

    Raises:
        AccountUnknown: there is none.
    """
    account = read(account_id)
    if account is None:
        raise AccountUnknown
    return account


def read_many(account_ids: Iterable[str]) -> list[Account]:
    """Those of these accounts that there are, consistently, in one call."""
    rows = find_many(AccountRow, ((account_pk(one), BALANCE) for one in account_ids))
    return [account_of(row) for row in rows]


def open_account(account: Account, told: Sequence[Fact] = ()) -> Account:
    """Keep a new account, or answer the one that is there already, unchanged."""
    RosterRow(roster_pk(account.account_id), account.account_id).save()
    row = row_of(account)
    row.told = tuple(told)
    try:
        return account_of(row.keep())
    except VersionConflict:
        return existing(account.account_id)


def post(account_id: str, ids: Iterable[str], decide: Decide) -> Posted:
    """Post what `decide` says, once for each id for ever.

    Raises:
        AccountUnknown: no such account.
        AccountBusy: others wrote to it again and again; nothing was written.
        Refusal: whatever `decide` or the account's own rules refuse; nothing was written.
    """
    wanted = tuple(dict.fromkeys(ids))

    def attempt() -> Posted:
        account = existing(account_id)
        known, proven = recall(account, wanted)
        if wanted and len(known) == len(wanted):
            return Posted(account=account, entries=tuple(known[one] for one in wanted), is_repeat=True)
        now = clock.now()
        current = account.let_due_holds_go(now)
        posting = decide(current, known)
        posted = apply(current, posting, now, known)
        if posted.account == account and not posting.beside:
            return posted
        row = row_of(turn_pages(account, posted.account, proven))
        row.told = tuple(posting.tells(posted))
        if posting.beside:
            keep_together([row, *posting.beside])
        else:
            row.keep()
        kept = replace(posted.account, version=row.version)
        return Posted(account=kept, entries=posted.entries, is_repeat=posted.is_repeat, has_changed=True)

    return again_and_again(attempt)


def post_entry(account_id: str, entry: Entry, tells: Callable[[Posted], Sequence[Fact]] = lambda posted: ()) -> Posted:
    """Post one entry whose words are known beforehand; the same id again answers the first one.

    Raises:
        EntryExistsWithOtherWords: the id was used for something else. And what `post` raises.
    """
    posted = post(account_id, [entry.id], lambda account, known: Posting(entries=(entry,), tells=tells))
    posted.entries[0].check_same(entry)
    return posted


def change(account_id: str, edit: Callable[[Account], Account], told: Sequence[Fact] = ()) -> Account:
    """Change an account's terms, fare or status without an entry; what `edit` leaves as it was is not written.

    Raises:
        AccountUnknown, AccountBusy.
    """
    decided = post(account_id, (), lambda account, known: Posting(account=edit(account), tells=lambda posted: told))
    return decided.account


def recall(account: Account, wanted: Iterable[str]) -> tuple[dict[str, Entry], frozenset[str]]:
    """Which of these ids were posted, and which recent entries are archived: one batch, after the account was read."""
    recent = {entry.id: entry for entry in account.recent}
    asked = frozenset(wanted)
    old = frozenset(entry.id for group in _pages_in(account) for entry in group)
    archived = archive.sides(account.account_id, (asked - recent.keys()) | old)
    known = {
        one: recent.get(one) or archive.entry_in(archived[one]) for one in asked if one in recent or one in archived
    }
    return known, frozenset(archived.keys() & old)


def turn_pages(read: Account, after: Account, proven: Collection[str]) -> Account:
    """Write the pages that may leave the row as it was read; answers `after` without them, to be kept right now."""
    groups = _pages_in(read)
    missing = [entry for group in groups for entry in group if entry.id not in proven]
    if missing and len(read.recent) >= CROWDED:
        archive.keep((read.account_id, entry) for entry in missing)
        missing = []
    waiting = {entry.id for entry in missing}
    leaving = list(itertools.takewhile(lambda group: waiting.isdisjoint(entry.id for entry in group), groups))
    if not leaving:
        return after
    put_many(page_of(read.account_id, group) for group in leaving)
    return replace(after, recent=after.recent[len(leaving) * PAGE_OF :])


def again_and_again(attempt: Callable[[], T]) -> T:
    """Try until no other writer was faster; an unknown outcome is tried again too, as it finds what it had done.

    Raises:
        AccountBusy: every attempt was overtaken, or found no answer.
    """
    for number in range(ATTEMPTS):
        if number:
            time.sleep(random.uniform(0.5, 1) * FIRST_PAUSE_S * 2**number)  # noqa: S311 - a pause, not a secret
        try:
            return attempt()
        except VersionConflict:
            log.info("account_overtaken", attempt=number + 1)
        except (PynamoDBConnectionError, ClientError, BotoCoreError) as fault:
            if not _passes(fault):
                raise
            log.warning("account_not_answered", attempt=number + 1, reason=str(fault))
    raise AccountBusy


def _passes(fault: Exception) -> bool:
    """Whether a fault is of the network or of a busy DynamoDB, rather than ours."""
    cause = getattr(fault, "cause", None) or fault
    answer = getattr(cause, "response", None) or {}
    code = answer.get("Error", {}).get("Code")
    return isinstance(cause, BotoCoreError) if code is None else code in PASSING


def _pages_in(account: Account) -> list[tuple[Entry, ...]]:
    """The recent entries of an account that fill whole pages, oldest first."""
    whole = len(account.recent) // PAGE_OF * PAGE_OF
    return [account.recent[at : at + PAGE_OF] for at in range(0, whole, PAGE_OF)]
