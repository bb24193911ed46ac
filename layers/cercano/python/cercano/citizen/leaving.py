"""The wish to be erased, and thinking again: a week lies between the word and the deed."""

from __future__ import annotations

from datetime import datetime

from cercano.citizen import agenda, store


def ask(kept: store.Kept, at: datetime) -> store.Kept:
    """Somebody wants to be erased: it is noted for a week from now, then written down.

    Raises: CitizenLeaving, CitizenGone, VersionConflict.
    """
    leaving = kept.citizen.ask_erasure(at)
    assert leaving.erase_at, "who leaves has a day"
    agenda.note(agenda.What.ERASURE, leaving.erase_at, leaving.citizen_id)
    return kept.keep(leaving)


def call_back(kept: store.Kept) -> store.Kept:
    """They stay after all.

    Raises: NotLeaving, CitizenGone, VersionConflict.
    """
    before = kept.citizen
    stays = kept.keep(before.call_back())
    if before.erase_at:
        agenda.cross_off(agenda.What.ERASURE, before.erase_at, before.citizen_id)
    return stays
