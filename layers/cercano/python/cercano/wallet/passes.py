"""Passes as the council decided them, and what one costs and is worth to the holder of a card. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from cercano.ledger import passes as kept
from cercano.ledger.ids import entry_id_of, event_time_of
from cercano.ledger.model import MADRID, Account, Entry, EntryKind, Terms
from cercano.ledger.passes import HeldPass
from cercano.wallet.errors import NoSuchPass, PassNotReturnable, PassOverlaps, PassUsed, StartOutOfReach, TooManyPasses

STANDARD = "standard"
AHEAD = timedelta(days=60)
"""How long before its first day a pass is sold."""
MOST = 8
"""Passes of one account at once: its row stays small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """One product of a fare table; `months` or `days` is its length, `journeys` above 0 makes it a carnet."""

    code: str
    service: str
    es: str
    en: str
    prices: Mapping[str, int]
    """Cents by fare class; always with "standard"."""
    months: int
    days: int
    journeys: int
    refund_days: int
    payee: str
    valid_from: date
    """First day of the fare table that has it."""
    valid_to: date | None = None
    """Last day of that table, once a later one is decided."""

    def price_for(self, terms: Terms, on: date) -> tuple[int, str]:
        """What it costs the holder of a card who begins it on a day, and the fare class that makes it so."""
        held = {one.code for one in terms.concessions if one.valid_from <= on <= one.valid_to} | {terms.card_class}
        return min((cents, code) for code, cents in self.prices.items() if code == STANDARD or code in held)

    def last_day(self, first: date) -> date:
        """Its last day when it begins on `first`: a month ends on the day before the same number, or with the month."""
        if self.days:
            return first + timedelta(days=self.days - 1)
        months = first.month - 1 + self.months
        year, month = first.year + months // 12, months % 12 + 1
        return date(year, month, min(first.day, monthrange(year, month)[1])) - timedelta(days=1)


def bought(product: Pass, account: Account, pass_id: str, first: date, now: datetime) -> HeldPass:
    """The pass that an account gets under a name.

    Raises:
        StartOutOfReach: before today, or too far ahead. TooManyPasses.
        PassOverlaps: another one opens the service on some of these days as often as its holder likes.
    """
    today = now.astimezone(MADRID).date()
    if not today <= first <= today + AHEAD:
        raise StartOutOfReach(errors=[{"pointer": "/starts_on"}])
    others, last = in_use(account.terms, today), product.last_day(first)
    if len(others) >= MOST:
        raise TooManyPasses
    for other in others:
        is_like_it = other.service == product.service and not (other.journeys or product.journeys)
        if is_like_it and other.valid_from <= last and first <= other.valid_to:
            raise PassOverlaps(until=f"{other.valid_to:%d/%m/%Y}")
    cents, fare_class = product.price_for(account.terms, first)
    return HeldPass(
        pass_id=pass_id,
        code=product.code,
        service=product.service,
        valid_from=first,
        valid_to=last,
        bought_ms=int(now.timestamp() * 1000),
        journeys=product.journeys,
        paid_cents=cents,
        fare_class=fare_class,
        returnable_to=today + timedelta(days=product.refund_days) if product.refund_days else None,
    )


def entry_of(held: HeldPass, payee: str) -> Entry:
    """The payment of a pass."""
    memo = {"purpose": "pass", "code": held.code, "class": held.fare_class, "from": held.valid_from.isoformat()}
    return Entry(id=held.pass_id, kind=EntryKind.REMOTE_PAYMENT, payee=payee, amount_cents=-held.paid_cents, memo=memo)


def with_pass(account: Account, held: HeldPass, today: date) -> Account:
    """The account with one more pass, and without those that no tap can need any more."""
    others = [one for one in kept.held(account.terms) if one.valid_to + kept.REMEMBERED_FOR >= today]
    return replace(account, terms=_terms(account.terms, [*others, held]))


def without_pass(account: Account, pass_id: str, today: date) -> Account:
    """The account without a pass that is given back.

    Raises:
        NoSuchPass, PassUsed; PassNotReturnable: too late, or that kind never.
    """
    held = find(account, pass_id)
    if kept.uses(account).get(held.mark, 0):
        raise PassUsed
    if held.returnable_to is None or today > held.returnable_to:
        raise PassNotReturnable
    others = [one for one in kept.held(account.terms) if one.pass_id != pass_id]
    return replace(account, terms=_terms(account.terms, others))


def find(account: Account, pass_id: str) -> HeldPass:
    """One pass of an account.

    Raises: NoSuchPass.
    """
    for one in kept.held(account.terms):
        if one.pass_id == pass_id:
            return one
    raise NoSuchPass


def in_use(terms: Terms, today: date) -> list[HeldPass]:
    """Passes that are not over."""
    return [one for one in kept.held(terms) if one.valid_to >= today]


def return_id(pass_id: str) -> str:
    """The name under which a pass is given back: one for each."""
    return entry_id_of(event_time_of(pass_id), "pass_return", pass_id)


def _terms(terms: Terms, held: list[HeldPass]) -> Terms:
    return replace(terms, passes=tuple(one.words() for one in sorted(held)))
