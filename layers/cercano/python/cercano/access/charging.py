"""Taps on their way into accounts: each is charged once for ever, or refused and remembered.

Reads credentials and accounts, writes accounts: the ledger's table, through cercano.ledger alone; and when a stay that
begins must be over (AccessTable, OVERDUE). A tap that comes in
its order costs one read of the account, one of the archive and one write; a late one, two queries more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from cercano.access import overdue, tables
from cercano.access.deciding import Decided, NeedsPast, Past, Refused, decide
from cercano.access.errors import CredentialUnknown
from cercano.access.hearing import Heard
from cercano.ledger import book, statement
from cercano.ledger.credentials import account_of
from cercano.ledger.errors import AccountUnknown
from cercano.ledger.model import Account
from cercano.ledger.posting import Known, Posted, Posting

AT_ONCE = 6
"""Taps of one account in one write; with what they change for other operators, never more than the ledger takes."""
READINGS_OF_THE_PAST = 3


class Charged(NamedTuple):
    """What became of some taps of one account."""

    account: Account
    posted: Posted
    refused: tuple[Refused, ...]

    @property
    def moved_cents(self) -> int:
        """What these taps did to what can be spent, now or when they were charged before."""
        return -sum(entry.taken_cents for entry in self.posted.entries)


def charge(account_id: str, taps: Sequence[Heard], now: datetime, *, lends: bool) -> Charged:
    """Charge at most AT_ONCE taps of one account; those charged before are not charged again.

    Raises:
        AccountUnknown: no such account. AccountBusy: nothing was written.
    """
    overdue.note(account_id, (one.tap for one in taps), tables.fares(now))
    past: Past | None = None
    for _ in range(READINGS_OF_THE_PAST):
        try:
            return _charge(account_id, taps, now, past, lends=lends)
        except NeedsPast as need:
            entries = statement.since(account_id, need.since)
            past = Past(tuple(reversed(entries)), need.since, entries[0].seq if entries else 0)
    return _charge(account_id, taps, now, past, lends=lends)


def charge_all(taps: Iterable[Heard], now: datetime) -> tuple[list[Charged], list[Refused]]:
    """Charge taps that travelled already, in as few writes as they allow; and those nobody answers for."""
    charged, orphans = [], []
    for credential_id, its in _by_credential(taps).items():
        account_id = account_of(credential_id)
        for few in (its[at : at + AT_ONCE] for at in range(0, len(its), AT_ONCE)):
            try:
                if account_id is None:
                    raise AccountUnknown
                charged.append(charge(account_id, few, now, lends=True))
            except AccountUnknown:
                orphans += [Refused(one, CredentialUnknown()) for one in few]
    return charged, orphans


def _charge(account_id: str, taps: Sequence[Heard], now: datetime, past: Past | None, *, lends: bool) -> Charged:
    decided: list[Decided] = []

    def posting(account: Account, known: Known) -> Posting:
        new = [heard for heard in taps if heard.tap.tap_id not in known]
        one = decide(account, new, tables.fares(now), now, past=past, lends=lends)
        decided.append(one)
        return Posting(
            entries=one.entries, account=replace(account, fare=one.fare, holds=one.holds) if one.entries else None
        )

    posted = book.post(account_id, [heard.tap.tap_id for heard in taps], posting)
    refused = decided[-1].refused if decided and not posted.is_repeat else ()
    return Charged(posted.account, posted, refused)


def _by_credential(taps: Iterable[Heard]) -> dict[str, list[Heard]]:
    """Each once, in the order they happened."""
    held: dict[str, list[Heard]] = {}
    for heard in sorted(set(taps)):
        held.setdefault(heard.credential_id, []).append(heard)
    return held
