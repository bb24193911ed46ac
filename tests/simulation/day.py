"""A mixed day: top-ups, taps, payments, holds, refunds, transfers, and campaigns in shops; late ones and duplicates."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cercano.kit import clock
from cercano.ledger import book, holds, pairs
from cercano.ledger.entry import Entry, EntryKind
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import Account, Hold
from tests.simulation.checks import books_of, wrongs
from tests.simulation.city import IN_CONFLICT, City, moment, seldom_collected
from tests.simulation.high_street import PREFIX, TENDED_EVERY_S, HighStreet, plain_codes
from tests.simulation.street_checks import street_wrongs

LATE, DUPLICATED = 0.30, 0.05
LATE_BY_S = 60.0
PAYEES = [f"merchant:{n}" for n in range(20)]
OF_THE_CLOCK = {EntryKind.EXPIRY}
"""Entries that no command asked for."""

Command = Callable[[], str]


@dataclass(frozen=True)
class Deed:
    """One command, with the name that its id comes from."""

    kind: str
    account: str
    entry_id: str
    command: Command


class Day:
    """Deeds one after another, each made from the seed and those before it."""

    def __init__(
        self, chance: random.Random, accounts: list[str], street: HighStreet, only: Collection[str] = ()
    ) -> None:
        self._chance, self._accounts, self._high_street = chance, accounts, street
        self._paid: dict[str, list[str]] = {}
        self._held: dict[str, list[tuple[str, int]]] = {}
        self._number = 0
        self._kinds, weights = zip(*(one for one in _MIX if not only or one[0] in only), strict=True)
        self._weights = list(itertools.accumulate(weights))

    def next(self, at_s: float) -> Deed:
        """What happens at this second of the day."""
        self._number += 1
        kind = self._chance.choices(self._kinds, cum_weights=self._weights)[0]
        if kind in IN_SHOPS:
            return Deed(kind, "", f"{PREFIX}{self._number}", getattr(self._high_street, kind)(self._number))
        account = (
            self._accounts[int(self._chance.paretovariate(1.2)) % len(self._accounts)]
            if (self._chance.random() < 0.02)
            else self._chance.choice(self._accounts)
        )
        entry_id = entry_id_of(moment(at_s), kind, str(self._number))
        command: Command = getattr(self, f"_{kind}")(account, entry_id)
        return Deed(kind, account, entry_id, command)

    def _plain(self, account: str, entry_id: str, kind: EntryKind, payee: str, cents: int) -> Command:
        entry = Entry(id=entry_id, kind=kind, payee=payee, amount_cents=cents)
        return lambda: book.post_entry(account, entry).entries[0].hash

    def _top_up(self, account: str, entry_id: str) -> Command:
        return self._plain(account, entry_id, EntryKind.TOP_UP, "gateway:redsys", self._chance.randint(5, 50) * 100)

    def _tap(self, account: str, entry_id: str) -> Command:
        return self._plain(account, entry_id, EntryKind.FARE, "operator:tus", -66)

    def _payment(self, account: str, entry_id: str) -> Command:
        self._paid.setdefault(account, []).append(entry_id)
        cents = -self._chance.randint(50, 1500)
        return self._plain(account, entry_id, EntryKind.PAYMENT, self._chance.choice(PAYEES), cents)

    def _hold(self, account: str, entry_id: str) -> Command:
        cents, lasts_s = self._chance.randint(100, 1000), self._chance.uniform(10, 300)
        self._held.setdefault(account, []).append((entry_id, cents))

        def command() -> str:
            hold = Hold(amount_cents=cents, expires_at=clock.now() + timedelta(seconds=lasts_s), payee="operator:bikes")
            posted = book.post(account, [entry_id], lambda account, _: holds.place(account, entry_id, _whole(hold)))
            return posted.entries[0].hash

        return command

    def _capture(self, account: str, entry_id: str) -> Command:
        hold_id, cents = self._of_before(self._held, account, ("0" * 28, 1))
        part = self._chance.randint(1, cents)
        return lambda: (
            book.post(account, [entry_id], lambda account, _: holds.capture(account, entry_id, hold_id, part))
            .entries[0]
            .hash
        )

    def _void(self, account: str, entry_id: str) -> Command:
        hold_id, _ = self._of_before(self._held, account, ("0" * 28, 1))
        return lambda: (
            book.post(account, [entry_id], lambda account, _: holds.void(account, entry_id, hold_id)).entries[0].hash
        )

    def _refund(self, account: str, entry_id: str) -> Command:
        payment = self._of_before(self._paid, account, "0" * 28)
        cents = self._chance.choice([None, 50, 100, 500])
        return lambda: pairs.refund(account, payment, entry_id, cents).entries[0].hash

    def _transfer(self, account: str, entry_id: str) -> Command:
        other = self._chance.choice([one for one in self._accounts[:200] if one != account])
        cents = self._chance.randint(50, 500)
        return lambda: pairs.transfer(account, other, entry_id, cents).entries[0].hash

    def _of_before(self, memory: dict[str, list[Any]], account: str, otherwise: Any) -> Any:
        """Something of the account's last things, mostly not the same twice."""
        known = memory.get(account)
        if not known:
            return otherwise
        return known.pop() if self._chance.random() < 0.5 else self._chance.choice(known)


_MIX = [
    *(("tap", 50), ("payment", 15), ("top_up", 9), ("hold", 8), ("capture", 5)),
    *(("void", 2), ("refund", 6), ("transfer", 5)),
    *(("buy", 3), ("reserve", 1.5), ("give_back", 0.5), ("return_goods", 1)),
]
IN_SHOPS = {"buy", "reserve", "give_back", "return_goods"}


def live(city: City, *, operations: int, accounts: int, per_s: float, only: Collection[str] = ()) -> None:
    """Let so many operations (`only` of these kinds) happen, and wait until nothing is on its way any more."""
    names = [f"acc_{number:05d}" for number in range(accounts)]
    city.open([Account.new(name, "resident", floor_cents=-200) for name in names])
    chance = city.baton.chance
    draws = random.Random(city.baton.seed)
    purchases = operations * 3 // (6 if only else 100)
    high_street = HighStreet(draws, people=max(4, accounts // 6), purchases=purchases)
    high_street.open()
    day = Day(draws, names, high_street, only)

    def street() -> None:
        for _ in range(operations):
            deed = day.next(city.baton.now_s)
            late = chance.uniform(0, LATE_BY_S) if chance.random() < LATE else 0.0
            city.send(deed.kind, deed.entry_id, deed.command, late)
            if chance.random() < DUPLICATED:
                city.send(deed.kind, deed.entry_id, deed.command, chance.uniform(0, LATE_BY_S))
            city.baton.pause(chance.expovariate(per_s))

    city.baton.start("street", street)
    city.baton.start("tend_vouchers", lambda: high_street.tend(city), TENDED_EVERY_S)
    with plain_codes():
        city.baton.run()


@seldom_collected()
def verdict(city: City) -> list[str]:
    """All that is wrong with the city's money when the day is over; [] is what we promise."""
    tally = city.tally
    books = books_of(city.store.table("wallet").items)
    found = wrongs(books)
    asked = {one.id for entries in books.journals.values() for one in entries if one.kind not in OF_THE_CLOCK}
    answered = {one for one in tally.answers if not one.startswith(PREFIX)}
    found += [f"{one}: answered, and in no journal" for one in sorted(answered - asked)]
    found += [f"{one}: in a journal, and nobody was told" for one in sorted(asked - answered)]
    found += street_wrongs(city)
    found += tally.contradictions
    found += [f"{one} gave up" for one in tally.given_up]
    found += [f"{one} fell below its floor" for one in tally.below_floor]
    if conflicts := tally.faults[IN_CONFLICT]:
        found.append(f"{conflicts} commands ended in a conflict of transactions instead of trying again")
    return found


def _whole(hold: Hold) -> Hold:
    """With an instant to the millisecond, as it is kept."""
    until = hold.expires_at
    return Hold(
        amount_cents=hold.amount_cents,
        expires_at=until.replace(microsecond=until.microsecond // 1000 * 1000),
        payee=hold.payee,
    )
