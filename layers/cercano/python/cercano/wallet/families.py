"""Whose account money may go to from one's own: another of one's own, or that of somebody one answers for."""

from __future__ import annotations

from cercano.kit import bonds
from cercano.ledger.model import Account
from cercano.wallet.errors import NotYourFamily


def require_family(citizen_id: str, giver: Account, taker: Account) -> None:
    """Let somebody give from their own account to another of theirs, or to one they may fill (see seeing.py).

    Raises: NotYourFamily.
    """
    owner_id = taker.terms.citizen_id
    if giver.terms.citizen_id != citizen_id or owner_id is None:
        raise NotYourFamily
    if owner_id != citizen_id and not bonds.answers_for(citizen_id, owner_id, bonds.Matter.WALLET):
        raise NotYourFamily
