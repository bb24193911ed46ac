"""A tap that arrives after later ones: it is priced where it belongs, and what changes after it is put right.

Only what follows it can change: prices look back, never ahead. So the taps before it keep their charges, and what the
account owes ends up what the whole set costs, in whatever order it was told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cercano.access.days import day_of
from cercano.access.fares import Fares
from cercano.access.model import Charge, Priced, Rights, Tap
from cercano.access.pricing import after, step
from cercano.access.state import State


class Change(NamedTuple):
    """A tap that costs something else now, or the same for another reason."""

    before: Priced
    charge: Charge

    @property
    def cents(self) -> int:
        """What is owed more (below zero: less) than before."""
        return self.charge.cents - self.before.charge.cents


class Repriced(NamedTuple):
    """What one late tap does."""

    charge: Charge
    changes: tuple[Change, ...]
    before: State
    """What was known just before it, ..."""
    state: State
    """... and after all."""


def reprice(known: Iterable[Priced], tap: Tap, fares: Fares, rights: Rights) -> Repriced:
    """The charge of a late tap, the later ones that change, and the state after all.

    `known` holds every tap of the account since days.counted_from_ms of the late one, as charged now.
    """
    ordered = sorted(known, key=lambda priced: priced.tap.tap_id)
    earlier = [priced for priced in ordered if priced.tap.tap_id < tap.tap_id]
    later = [priced for priced in ordered if priced.tap.tap_id > tap.tap_id]
    before = _state_after(earlier, fares)
    state, charge = step(before, tap, fares, rights)
    changes = []
    for priced in later:
        state, now = step(state, priced.tap, fares, rights)
        if now != priced.charge:
            changes.append(Change(priced, now))
    return Repriced(charge, tuple(changes), before, state)


def _state_after(charged: Sequence[Priced], fares: Fares) -> State:
    """The state that taps with these charges left behind."""
    state = State()
    for priced in charged:
        product = fares.on(day_of(priced.tap.at_ms)).product(priced.tap.place.service)
        state = after(state, priced, product)
    return state
