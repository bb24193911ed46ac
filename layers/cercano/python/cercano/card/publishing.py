"""The status list goes out: what became of cards is put into it, signed with the city's key, and kept for readers."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from cercano.card import signing, store
from cercano.card.model import Card, Credential
from cercano.card.published import PK, delta_key, newest
from cercano.card.rows import DeltaRow, ListRow
from cercano.card.words import CardState
from cercano.credential import statuslist
from cercano.credential.statuslist import Status, StatusList
from cercano.kit.errors import VersionConflict

DELTAS_KEPT = timedelta(hours=1)
SIGNED_ANEW_AFTER = timedelta(hours=1)
"""An unchanged list is signed again, so that a reader can tell a quiet city from an old list played back."""
ATTEMPTS = 5


def publish(card_ids: Iterable[str], *, at: datetime) -> int | None:
    """Put what these cards' credentials are now into the list; its new number, or None when nothing changed.

    Raises:
        VersionConflict: others published at the same moment, every time.
    """
    wanted = sorted(set(card_ids))
    for attempt in range(ATTEMPTS):
        row = newest()
        known = _packed(row)
        changes = {place: status for place, status in _statuses(wanted).items() if known.at(place) is not status}
        if not changes:
            return None
        try:
            return _keep(row, known.with_changes(changes), changes, at)
        except VersionConflict:
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("ATTEMPTS is at least 1")


def refresh(*, at: datetime) -> int | None:
    """Sign the list anew if it is an hour old, or make the first one; its number, or None when it is fresh."""
    row = newest()
    if row is not None and at - row.signed_at < SIGNED_ANEW_AFTER:
        return None
    try:
        return _keep(row, _packed(row), {}, at)
    except VersionConflict:
        return None


def status_of(card: Card, credential: Credential) -> Status:
    """What a reader does with a credential."""
    if credential.ended_at is not None:
        return Status.INVALID
    return Status.VALID if card.state is CardState.ACTIVE else Status.SUSPENDED


def _statuses(card_ids: list[str]) -> dict[int, Status]:
    cards = [card for card in map(store.find, card_ids) if card is not None]
    return {
        statuslist.place_of(each.credential_id): status_of(card, each) for card in cards for each in card.credentials
    }


def _packed(row: ListRow | None) -> StatusList:
    return StatusList(zlib.decompress(row.packed)) if row else StatusList()


def _keep(row: ListRow | None, known: StatusList, changes: Mapping[int, Status], at: datetime) -> int:
    """The list first: a change that was cut off here is missing, and readers take the whole list."""
    number = row.number + 1 if row else 1
    kid = signing.kid()
    said = statuslist.list_claims(known, number=number, at=at)
    token = statuslist.signed(said, kid=kid, typ=statuslist.LIST_TYPE, sign=signing.sign)
    change = statuslist.delta_claims(changes, number=number, at=at)
    delta = statuslist.signed(change, kid=kid, typ=statuslist.DELTA_TYPE, sign=signing.sign)
    row = row or ListRow(PK, "LIST")
    row.number, row.packed, row.token, row.signed_at = number, zlib.compress(known.packed, 9), token, at
    row.keep()
    DeltaRow(PK, delta_key(number), number=number, token=delta, expires_at=at + DELTAS_KEPT).save()
    return number
