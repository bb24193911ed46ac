"""Money set aside: a deposit for a bicycle, the longest stay in a car park. Captured once, voided, or let go in time.

Pure: each answers what to post, as in

    book.post(account_id, [entry_id], lambda account, known: holds.place(account, entry_id, hold))

A hold whose time is over leaves an EXPIRY entry with the next write of its account, whatever that is (model.py); one
that is taken at last (a stay without its end), a CAPTURE.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cercano.ledger.entry import NOTHING
from cercano.ledger.errors import EntryExistsWithOtherWords, MoreThanHeld, NoSuchHold
from cercano.ledger.model import Account, Entry, EntryKind, Hold
from cercano.ledger.posting import Posting


def place(account: Account, entry_id: str, hold: Hold, memo: Mapping[str, Any] = NOTHING) -> Posting:
    """Set money aside under the entry's id, which is the hold's id from now on."""
    entry = Entry(id=entry_id, kind=EntryKind.HOLD, payee=hold.payee, held_cents=hold.amount_cents, memo=memo)
    return Posting(entries=(entry,), account=account.with_hold(entry_id, hold))


def capture(
    account: Account, entry_id: str, hold_id: str, amount_cents: int, memo: Mapping[str, Any] = NOTHING
) -> Posting:
    """Pay all or a part of what was held, and let the rest go.

    Raises:
        NoSuchHold: captured, voided or let go before, or never placed.
        MoreThanHeld: `amount_cents` is above what was held.
    """
    hold = _hold(account, hold_id)
    if not 0 < amount_cents <= hold.amount_cents:
        raise MoreThanHeld(held_cents=hold.amount_cents)
    entry = Entry(
        id=entry_id,
        kind=EntryKind.CAPTURE,
        payee=hold.payee,
        amount_cents=-amount_cents,
        held_cents=-hold.amount_cents,
        memo={"hold": hold_id, **memo},
    )
    return Posting(entries=(entry,), account=account.without_hold(hold_id))


def void(account: Account, entry_id: str, hold_id: str) -> Posting:
    """Let all of it go.

    Raises:
        NoSuchHold: captured, voided or let go before, or never placed.
    """
    hold = _hold(account, hold_id)
    entry = Entry(
        id=entry_id, kind=EntryKind.VOID, payee=hold.payee, held_cents=-hold.amount_cents, memo={"hold": hold_id}
    )
    return Posting(entries=(entry,), account=account.without_hold(hold_id))


def check_same(posted: Entry, kind: EntryKind, hold_id: str, amount_cents: int = 0) -> None:
    """Whether a repeated capture (its amount) or void asks for what was posted under its id.

    Raises:
        EntryExistsWithOtherWords: the id was used for something else.
    """
    if (posted.kind, posted.memo.get("hold"), posted.amount_cents) != (kind, hold_id, -amount_cents):
        raise EntryExistsWithOtherWords


def _hold(account: Account, hold_id: str) -> Hold:
    try:
        return account.holds[hold_id]
    except KeyError:
        raise NoSuchHold from None
