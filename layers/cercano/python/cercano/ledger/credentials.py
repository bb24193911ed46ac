"""Which account a phone's key or a card's chip speaks for."""

from __future__ import annotations

from datetime import datetime

from cercano.ledger.book import again_and_again
from cercano.ledger.rows import CredentialRow
from cercano.ledger.terms import stamp_of


def account_of(credential_id: str) -> str | None:
    """The account behind a credential (16 hexadecimal digits); None when it is unknown or has ended.

    Raises:
        LedgerBroken: a byte of its row changed: it could lead to somebody else's money.
    """
    row = CredentialRow.find(_pk(credential_id), "ACCOUNT", consistent=False)
    if row is None:
        return None
    row.check_seal()
    return None if row.stamp & 1 else row.account_id


def link(credential_id: str, account_id: str, card_id: str, at: datetime) -> bool:
    """From `at` on it speaks for the account; False when something later (or the very same) was heard of it before."""
    return _hear(credential_id, account_id, card_id, stamp_of(at, stops=False))


def unlink(credential_id: str, account_id: str, card_id: str, at: datetime) -> bool:
    """It speaks for nobody from `at` on."""
    return _hear(credential_id, account_id, card_id, stamp_of(at, stops=True))


def _hear(credential_id: str, account_id: str, card_id: str, stamp: int) -> bool:
    def attempt() -> bool:
        row = CredentialRow.find(_pk(credential_id), "ACCOUNT")
        if row is not None and row.stamp >= stamp:
            return False
        row = row or CredentialRow(_pk(credential_id), "ACCOUNT")
        row.account_id, row.card_id, row.stamp = account_id, card_id, stamp
        row.keep()
        return True

    return again_and_again(attempt)


def _pk(credential_id: str) -> str:
    return f"CREDENTIAL#{credential_id}"
