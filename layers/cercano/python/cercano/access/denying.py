"""Which cards a reader without a connection turns away: those whose account owes the city.

An account is listed with the very tap that took it below zero, and leaves the list when money came in. Each look at
an account ends in the same row, whatever was heard and in whatever order.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from cercano.access.rows import DENY, DenyRow
from cercano.facts.access import AccountCleared, AccountOverdrawn
from cercano.kit.errors import VersionConflict
from cercano.ledger import book
from cercano.ledger.model import Account

FORGOTTEN_AFTER = timedelta(days=35)


def look_after(account: Account, moved_cents: int, now: datetime) -> None:
    """Look at an account that `moved_cents` just moved on, if it owes or owed: others are on no list."""
    if min(account.available_cents, account.available_cents - moved_cents) < 0:
        look(account, now)


def look(account: Account, now: datetime) -> None:
    """Put an account on the list or take it off, as what can be spent says; tells the city of either."""
    while not _written(account, now):
        account = book.read(account.account_id) or account


def look_again(account_id: str, now: datetime) -> None:
    """The same, for an account whose balance is not known yet; one that does not exist is on no list."""
    account = book.read(account_id)
    if account is not None:
        look(account, now)


def credentials_denied() -> list[str]:
    """Every credential that readers are to turn away, in order."""
    rows = DenyRow.every(DENY)
    return sorted({one for row in rows if row.is_listed for one in row.credentials})


def _written(account: Account, now: datetime) -> bool:
    """Whether the row now says what the account does."""
    owes = account.is_overdrawn
    known = sorted(account.fare.get("c", {}))
    row = DenyRow.find(DENY, account.account_id) or DenyRow(
        DENY, account.account_id, is_listed=0, credentials=[], since=now
    )
    if bool(row.is_listed) == owes and (not owes or row.credentials == known):
        return True
    if bool(row.is_listed) != owes:
        row.since = now
        row.told = [
            AccountOverdrawn(at=now, account_id=account.account_id, balance_cents=account.available_cents)
            if owes
            else AccountCleared(at=now, account_id=account.account_id)
        ]
    row.is_listed, row.credentials = int(owes), known
    row.expires_at = None if owes else now + FORGOTTEN_AFTER
    try:
        row.keep()
    except VersionConflict:
        return False
    return True
