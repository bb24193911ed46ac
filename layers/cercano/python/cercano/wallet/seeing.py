"""Who may see an account, and who may move its money: its holder; staff may see it. For others it is not there."""

from __future__ import annotations

from typing import Protocol

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
    """The account, for its holder or staff.

    Raises: AccountUnknown for anybody else, as if there were none.
    """
    if account is None or not (caller.has("staff") or is_held_by(account, caller)):
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
