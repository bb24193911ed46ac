"""Money that goes to a child's card every month: pk "ALLOWANCES", sk "<from account>#<to account>".

A month's allowance has one name in the ledger, so it is given once, however often it is tried. What cannot be given on
its day (no money, a card stopped) is tried again until the month is over, and told once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from cercano.facts.wallet import AllowanceRefused
from cercano.kit.errors import Refusal, VersionConflict
from cercano.kit.log import log
from cercano.kit.table import IntegerAttribute, Row, TextAttribute
from cercano.ledger import book, pairs
from cercano.ledger.errors import (
    AccountBusy,
    AccountClosed,
    AccountFrozen,
    AccountUnknown,
    EntryExistsWithOtherWords,
    NotEnoughMoney,
    OverTheCap,
)
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import MADRID, Account
from cercano.wallet.errors import NotYourFamily
from cercano.wallet.families import require_family

_PK = "ALLOWANCES"
_AT_HOUR = 6


class AllowanceRow(Row, discriminator="wallet_allowance"):
    """One allowance."""

    by = TextAttribute()
    """Who gives it: the user pool's own id."""
    amount_cents = IntegerAttribute()
    day = IntegerAttribute()
    """Of the month, 1 to 28."""
    given_in = TextAttribute()
    """The last month it was given in, "2026-11"; "" before the first."""
    refused_in = TextAttribute(default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a night came to."""

    given: int
    refused: int


def promise(by: str, from_id: str, to_id: str, amount_cents: int, day: int, now: datetime) -> AllowanceRow:
    """Give so much every month, from the next such day on. Said anew, it takes the place of what was said before.

    Raises: NotYourFamily, also when there is no such account: nobody learns which accounts there are.
    """
    found = {account.account_id: account for account in book.read_many([from_id, to_id])}
    if from_id not in found or to_id not in found:
        raise NotYourFamily
    require_family(by, found[from_id], found[to_id])
    name = f"{from_id}#{to_id}"
    row = AllowanceRow.find(_PK, name) or AllowanceRow(_PK, name, given_in="")
    today = now.astimezone(MADRID).date()
    is_as_before = row.version > 0 and row.day == day
    if day < today.day and not row.given_in and not is_as_before:
        row.given_in = f"{today:%Y-%m}"  # this month's day is over: it begins with the next one
    row.by, row.amount_cents, row.day = by, amount_cents, day
    return row.keep()


def of_account(from_id: str) -> list[AllowanceRow]:
    """What an account gives every month."""
    return list(AllowanceRow.every(_PK, AllowanceRow.sk.between(f"{from_id}#", f"{from_id}#~"), consistent=True))


def forget(from_id: str, to_id: str) -> None:
    """Give no more. Twice is once."""
    AllowanceRow(_PK, f"{from_id}#{to_id}").delete()


def give_due(now: datetime) -> Given:
    """Give what is due by `now` and was not given this month."""
    results = [_tried(row, now) for row in _due(now)]
    return Given(given=sum(results), refused=len(results) - sum(results))


def ends(row: AllowanceRow) -> tuple[str, str]:
    """The account that gives, and the one that gets."""
    from_id, _, to_id = row.sk.partition("#")
    return from_id, to_id


def _due(now: datetime) -> Iterator[AllowanceRow]:
    today = now.astimezone(MADRID).date()
    for row in AllowanceRow.every(_PK, consistent=True):
        if row.day <= today.day and row.given_in < f"{today:%Y-%m}":
            yield row


def _tried(row: AllowanceRow, now: datetime) -> bool:
    """Whether it was given; one that somebody is changing right now waits for the next morning."""
    try:
        return _give(row, now)
    except VersionConflict:
        log.info("allowance_being_changed", name=row.sk)
        return False


def _give(row: AllowanceRow, now: datetime) -> bool:
    from_id, to_id = ends(row)
    today = now.astimezone(MADRID).date()
    due_at = datetime(today.year, today.month, row.day, _AT_HOUR, tzinfo=UTC)
    entry_id = entry_id_of(due_at, "allowance", from_id, to_id)

    def allow(giver: Account, taker: Account) -> None:
        require_family(row.by, giver, taker)

    try:
        pairs.transfer(from_id, to_id, entry_id, row.amount_cents, allow=allow, memo={"purpose": "allowance"})
    except (NotYourFamily, AccountUnknown):
        row.remove()
        log.info("allowance_ended", account_id=from_id, to_account_id=to_id)
        return False
    except (NotEnoughMoney, AccountFrozen, AccountClosed, OverTheCap, AccountBusy) as refusal:
        _tell_once(row, refusal, f"{today:%Y-%m}", due_at)
        return False
    except EntryExistsWithOtherWords:  # given before the power went, and promised anew with another amount since
        log.info("allowance_given_before", name=row.sk)
    row.given_in = f"{today:%Y-%m}"
    row.keep()
    return True


def _tell_once(row: AllowanceRow, refusal: Refusal, month: str, due_at: datetime) -> None:
    if row.refused_in == month:
        return
    from_id, to_id = ends(row)
    row.refused_in = month
    row.told = (AllowanceRefused(at=due_at, account_id=from_id, to_account_id=to_id, reason=refusal.code),)
    row.keep()
