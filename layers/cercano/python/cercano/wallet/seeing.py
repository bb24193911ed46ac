"""Who may see an account, and who may move its money: its holder; staff may see it. For others it is not there.

Who answers for the holder (a child's guardian, a representative) sees it as well, and may fill it. They never take
money out of it, nor link a bank to it: what is in it stays the holder's when the bond ends.
"""

from __future__ import annotations

from typing import Protocol

from cercano.kit import bonds
from cercano.ledger.errors import AccountUnknown
from cercano.ledger.model import Account
from cercano.wallet.errors import OnesOwnAccount


class Asking(Protocol):
    """Whoever asks, proved (kit.caller.Caller)."""

    @property
    def subject(self) -> str:
        """The user pool's own id."""

    def has(self, role: str) -> bool:
        """Whether they hold a role."""


def seen(account: Account | None, caller: Asking) -> Account:
    """The account, for its holder, for who answers for them, or for staff.

    Raises: AccountUnknown for anybody else, as if there were none.
    """
    if account is None or not (caller.has("staff") or is_theirs(account, caller)):
        raise AccountUnknown
    return account


def filled(account: Account, caller: Asking) -> Account:
    """The account, for its holder and for who answers for them: they put money in.

    Raises: AccountUnknown for anybody else, as if there were none.
    """
    if not is_theirs(account, caller):
        raise AccountUnknown
    return account


def moved(account: Account, caller: Asking) -> Account:
    """The account, for its holder alone: staff move no money of others but by an adjustment.

    Raises: AccountUnknown for anybody else, as if there were none.
    """
    if not is_held_by(account, caller):
        raise AccountUnknown
    return account


def anothers(account: Account, subject: str) -> Account:
    """The account, unless it is that of who works on it: whoever serves the city has no hand in their own money.

    Raises: OnesOwnAccount.
    """
    if account.terms.citizen_id == subject:
        raise OnesOwnAccount
    return account


def is_held_by(account: Account, caller: Asking) -> bool:
    """Whether the card of the account is the caller's own."""
    return account.terms.citizen_id is not None and account.terms.citizen_id == caller.subject


def is_theirs(account: Account, caller: Asking) -> bool:
    """Whether the account is the caller's, or that of somebody they answer for."""
    return is_held_by(account, caller) or bonds.answers_for(
        caller.subject, account.terms.citizen_id, bonds.Matter.WALLET
    )
