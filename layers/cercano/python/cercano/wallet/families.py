"""Who answers for whom: pk "CITIZEN#<guardian>", sk "CHILD#<child>". Heard in any order, and twice."""

from __future__ import annotations

from datetime import datetime

from cercano.kit.table import IntegerAttribute, Row
from cercano.ledger.book import again_and_again
from cercano.ledger.model import Account
from cercano.ledger.terms import stamp_of
from cercano.wallet.errors import NotYourFamily


class BondRow(Row, discriminator="wallet_bond"):
    """A guardian and a child; kept when it has ended, so that a late word does not revive it."""

    stamp = IntegerAttribute()
    """See ledger.terms.stamp_of; odd when it has ended."""


def hear(guardian_id: str, child_id: str, at: datetime, *, ended: bool) -> bool:
    """Note a bond, or its end; False when something later was heard before."""
    stamp = stamp_of(at, stops=ended)

    def attempt() -> bool:
        pk, sk = f"CITIZEN#{guardian_id}", f"CHILD#{child_id}"
        row = BondRow.find(pk, sk) or BondRow(pk, sk, stamp=-1)
        if row.stamp >= stamp:
            return False
        row.stamp = stamp
        row.keep()
        return True

    return again_and_again(attempt)


def require_family(citizen_id: str, giver: Account, taker: Account) -> None:
    """Let somebody give from their own account to another of theirs, or to that of a child they answer for.

    Raises: NotYourFamily.
    """
    child_id = taker.terms.citizen_id
    if giver.terms.citizen_id != citizen_id or child_id is None:
        raise NotYourFamily
    if child_id == citizen_id:
        return
    bond = BondRow.find(f"CITIZEN#{citizen_id}", f"CHILD#{child_id}")
    if bond is None or bond.stamp & 1:
        raise NotYourFamily
