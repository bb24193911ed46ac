"""Whose a credential is, and its place in the status list. Places are given out once and never again."""

from __future__ import annotations

import secrets

from cercano.card.rows import PlacesRow, PointerRow
from cercano.credential import statuslist


def new_credential(card_id: str) -> str:
    """The name of a new credential of this card: a place that nobody has, after five bytes of chance."""
    name = statuslist.credential_id(_next_place(), secrets.token_bytes(5))
    PointerRow(f"CREDENTIAL#{name}", "CARD", target=card_id).save()
    return name


def owner_of(credential_id: str) -> str | None:
    """The card that may know this credential."""
    row = PointerRow.find(f"CREDENTIAL#{credential_id}", "CARD", consistent=False)
    return row.target if row else None


def _next_place() -> int:
    """One addition at the table, however many ask at once."""
    row = PlacesRow("STATUSES", "PLACES")
    row.update(actions=[PlacesRow.taken.add(1)])
    return row.taken - 1
