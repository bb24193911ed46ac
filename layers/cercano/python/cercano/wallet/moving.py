"""Money moved by somebody's order: proved theirs, asked once, answered the same for ever.

The client names its order before asking (`entry_id`). Asked again, it gets the first answer; with other words it is
refused. Whose account it is, is looked at again when the answer is an old one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from cercano.kit.facts import Fact
from cercano.ledger import book
from cercano.ledger.errors import EntryExistsWithOtherWords
from cercano.ledger.ids import event_time_of
from cercano.ledger.model import Account, Entry
from cercano.ledger.posting import Known, Posted, Posting
from cercano.wallet.errors import WrongEntryId

OLDEST, CLOCKS_DIFFER = timedelta(days=7), timedelta(minutes=5)
"""How old an order may be when it first arrives (a telephone out of reach), and how far a clock may be ahead."""

Tells = Callable[[Posted], Sequence[Fact]]
Allow = Callable[[Account], Account]
"""Lets an account through, or raises."""


def order(account_id: str, entry: Entry, allow: Allow, tells: Tells, now: datetime) -> Posted:
    """Post one entry to an account that `allow` lets through.

    Raises:
        AccountUnknown, WrongEntryId, EntryExistsWithOtherWords, and what the account's own rules refuse.
    """

    def decide(account: Account, known: Known) -> Posting:
        allow(account)
        require_fresh(entry.id, now)
        return Posting(entries=(entry,), tells=tells)

    posted = book.post(account_id, [entry.id], decide)
    allow(posted.account)
    check_same(posted.entries[0], entry)
    return posted


def check_same(posted: Entry, asked: Entry) -> None:
    """Whether what was posted under an id is what is asked now, its purpose included.

    Raises: EntryExistsWithOtherWords.
    """
    posted.check_same(asked)
    if dict(posted.memo) != dict(asked.memo):
        raise EntryExistsWithOtherWords


def require_fresh(entry_id: str, now: datetime) -> None:
    """Refuse an id that is not of about now: the moment in it says where the entry is kept for ever.

    Raises: WrongEntryId.
    """
    if not now - OLDEST <= event_time_of(entry_id) <= now + CLOCKS_DIFFER:
        raise WrongEntryId
