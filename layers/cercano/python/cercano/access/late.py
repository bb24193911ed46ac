"""A tap that arrives after later ones: it is priced where it belongs, and what changes after it is put right.

Only what follows it can change: prices look back, never ahead. So the taps before it keep their charges, and what the
account owes ends up what the whole set costs, in whatever order it was told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cercano.access.days import day_of
from cercano.access.fares import Fares
from cercano.access.model import Charge, Priced, Rights, Tap
from cercano.access.pricing import after, covered_by, step
from cercano.access.state import State

Used = tuple[tuple[str, int], ...]
"""How many taps each pass covered, by its mark."""


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


def reprice(known: Iterable[Priced], tap: Tap, fares: Fares, rights: Rights, used: Used = ()) -> Repriced:
    """The charge of a late tap, the later ones that change, and the state after all.

    `known` holds every tap of the account since days.counted_from_ms of the late one, as charged now; `used`, how many
    taps each pass has covered so far, those before `known` too: a carnet lasts longer than a month.
    """
    ordered = sorted(known, key=lambda priced: priced.tap.tap_id)
    earlier = [priced for priced in ordered if priced.tap.tap_id < tap.tap_id]
    later = [priced for priced in ordered if priced.tap.tap_id > tap.tap_id]
    before = _state_after(earlier, fares, _used_before(ordered, used))
    state, charge = step(before, tap, fares, rights)
    changes = []
    for priced in later:
        state, now = step(state, priced.tap, fares, rights)
        if now != priced.charge:
            changes.append(Change(priced, now))
    return Repriced(charge, tuple(changes), before, state)


def _used_before(known: Sequence[Priced], used: Used) -> Used:
    """What each pass had covered before the first tap that is known."""
    since = Counter(covered_by(priced.charge.why) for priced in known)
    return tuple((mark, number - since[mark]) for mark, number in used if number > since[mark])


def _state_after(charged: Sequence[Priced], fares: Fares, used: Used) -> State:
    """The state that taps with these charges left behind."""
    state = State(used=used)
    for priced in charged:
        product = fares.on(day_of(priced.tap.at_ms)).product(priced.tap.place.service)
        state = after(state, priced, product)
    return state
