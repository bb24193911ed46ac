"""What a handful of taps does to one account: which are charged, which are refused, and what is remembered.

Pure: the account and its past come in, a posting comes out. cercano.ledger.book runs it, again when others were faster.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from cercano.access import state as states
from cercano.access.counters import Window
from cercano.access.days import counted_from_ms
from cercano.access.errors import CounterUsed, TapOutOfTime
from cercano.access.fares import Fares
from cercano.access.hearing import AHEAD, OLDEST, Heard
from cercano.access.journal import entries_of, priced_in
from cercano.access.late import reprice
from cercano.access.model import Priced, Right, Rights, Tap
from cercano.access.pricing import step
from cercano.access.state import State
from cercano.access.stays import set_aside
from cercano.kit.errors import Refusal
from cercano.ledger import passes
from cercano.ledger.errors import NotEnoughMoney
from cercano.ledger.model import Account, Entry, Hold, Terms

_ALWAYS = 3_652_059
"""The last day there is, as an ordinal."""


class NeedsPast(Exception):
    """A tap is late, and the account's own row does not reach back far enough: read on from `since`."""

    def __init__(self, since: datetime) -> None:
        super().__init__(since)
        self.since = since


class Past(NamedTuple):
    """The journal of an account since an instant, oldest first, as far as `seq`."""

    entries: tuple[Entry, ...]
    since: datetime
    seq: int


class Refused(NamedTuple):
    """A tap that is not charged, and why."""

    heard: Heard
    refusal: Refusal


class Decided(NamedTuple):
    """What is to be posted, in order; what is remembered for the next tap; what is not charged."""

    entries: tuple[Entry, ...]
    fare: Mapping[str, Any]
    holds: Mapping[str, Hold]
    refused: tuple[Refused, ...]


def decide(
    account: Account,
    taps: Iterable[Heard],
    fares: Fares,
    now: datetime,
    *,
    past: Past | None = None,
    lends: bool = True,
) -> Decided:
    """Price what is new, in the order it happened; each tap is charged or refused by itself.

    `lends`: the person has travelled already, so the account may go down to its floor; else not below zero.
    Raises:
        NeedsPast: a late tap cannot be priced from what the account remembers.
    """
    till = _Till(account, fares, now, past, lends=lends)
    for heard in sorted(taps):
        till.take(heard)
    return till.decided


def rights_of(terms: Terms) -> Rights:
    """What the holder may ask of the fare tables, by the terms of the account."""
    held = [Right(one.code, one.valid_from.toordinal(), one.valid_to.toordinal()) for one in terms.concessions]
    by_card = [Right(terms.card_class, 1, _ALWAYS)] if terms.card_class else []
    return Rights(tuple(by_card + held), passes.held(terms))


class _Till:
    """The account as it stands between one tap of the handful and the next."""

    def __init__(self, account: Account, fares: Fares, now: datetime, past: Past | None, *, lends: bool) -> None:
        self.account, self.fares, self.now, self.lends = account, fares, now, lends
        self.rights = rights_of(account.terms)
        state = states.from_json(dict(account.fare.get("f", {})))
        self.state = state.forgetting_uses_but({one.mark for one in self.rights.passes})
        self.windows = {one: Window(*seen) for one, seen in account.fare.get("c", {}).items()}
        self.past = past
        self.entries: list[Entry] = []
        self.refused: list[Refused] = []

    @property
    def decided(self) -> Decided:
        """All of it; an account that took no tap remembers what it did."""
        if not self.entries:
            return Decided((), self.account.fare, self.account.holds, tuple(self.refused))
        windows = {one: list(window) for one, window in self.windows.items()}
        fare = {"f": states.to_json(self.state), **({"c": windows} if windows else {})}
        return Decided(tuple(self.entries), fare, self.account.holds, tuple(self.refused))

    def take(self, heard: Heard) -> None:
        """Charge one tap, or refuse it and go on."""
        try:
            window = self._window(heard)
            before, state, entries = self._priced(heard.tap)
            account, entries = set_aside(self.account, heard.tap, entries, before, state, self.fares)
            account = self._charged(account, entries)
        except Refusal as refusal:
            self.refused.append(Refused(heard, refusal))
            return
        self.account, self.state = account, state
        self.entries += entries
        if heard.credential_id:
            self.windows[heard.credential_id] = window

    def _window(self, heard: Heard) -> Window:
        window = self.windows.get(heard.credential_id, Window())
        age = self.now - datetime.fromtimestamp(heard.tap.at_ms / 1000, UTC)
        if not -AHEAD <= age <= OLDEST:
            raise TapOutOfTime
        if heard.credential_id and not window.takes(heard.counter, heard.tap.at_ms):
            raise CounterUsed
        return window.with_seen(heard.counter, heard.tap.at_ms) if heard.credential_id else window

    def _priced(self, tap: Tap) -> tuple[State, State, list[Entry]]:
        """What was known just before the tap, what is known after all, and what it posts."""
        if tap.tap_id > self.state.newest:
            state, charge = step(self.state, tap, self.fares, self.rights)
            return self.state, state, entries_of(tap, charge)
        done = reprice(self._known(tap), tap, self.fares, self.rights, self.state.used)
        return done.before, done.state, entries_of(tap, done.charge, done.changes)

    def _charged(self, account: Account, entries: list[Entry]) -> Account:
        for entry in entries:
            account = account.post(entry, now=self.now)
        if not self.lends and account.available_cents < min(-account.credit_cents, self.account.available_cents):
            spendable, needed = (
                max(0, self.account.available_cents + account.credit_cents),
                self.account.available_cents - account.available_cents,
            )
            raise NotEnoughMoney(available_cents=spendable, needed_cents=needed)
        return account

    def _known(self, late: Tap) -> list[Priced]:
        """Every tap since the one that is late can weigh on it, this handful's among them."""
        since = datetime.fromtimestamp(counted_from_ms(late.at_ms) / 1000, UTC) - AHEAD
        recent = self.account.recent
        if not recent or recent[0].seq == 1 or recent[0].posted_at < since:
            return priced_in(recent)
        if self.past is None or self.past.since > since or recent[0].seq > self.past.seq + 1:
            raise NeedsPast(since)
        newer = [entry for entry in recent if entry.seq > self.past.seq]
        return priced_in([*self.past.entries, *newer])
