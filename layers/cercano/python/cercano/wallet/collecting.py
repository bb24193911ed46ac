"""Money out of a citizen's bank by their mandate: in the account at once, collected by the file of that day.

pk "COLLECT#<day>", sk "<entry id>": the day it was ordered (Madrid), which is the file it goes into. Each collection is
written with its credit, in one write, and into one day; a day that is over never changes. So each is in one file, once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from cercano.facts.wallet import CollectionAnnounced, MoneyToppedUp
from cercano.kit.facts import Fact
from cercano.kit.table import DateAttribute, EnumAttribute, IntegerAttribute, Row, TextAttribute, UtcAttribute
from cercano.ledger.model import MADRID, Account, Entry, EntryKind
from cercano.ledger.posting import Posted, Posting
from cercano.wallet import fundings
from cercano.wallet.fundings import FundingRow

PAYEE = "bank:mandate"


class CollectionState(StrEnum):
    """How a collection stands."""

    ORDERED = "ordered"
    RETURNED = "returned"


class CollectionRow(Row, discriminator="wallet_collection"):
    """One collection."""

    account_id = TextAttribute()
    mandate = TextAttribute()
    amount_cents = IntegerAttribute()
    ordered_at = UtcAttribute()
    due_on = DateAttribute(null=True)
    """Not collected before this day: its payer was told when it was ordered, as long before as the mandate says."""
    state = EnumAttribute(CollectionState)
    month = TextAttribute(null=True)
    """What it pays, "2026-11", where it is the month of somebody who pays at its end."""
    reason = TextAttribute(null=True)
    """Why the bank gave it back (ISO 20022 external return reason, such as AM04)."""


def entry_of(entry_id: str, amount_cents: int, memo: Mapping[str, Any]) -> Entry:
    """The credit of a collection."""
    return Entry(id=entry_id, kind=EntryKind.TOP_UP, payee=PAYEE, amount_cents=amount_cents, memo=memo)


def ordered(account: Account, row: FundingRow, entry: Entry, now: datetime) -> Posting:
    """Credit an account, and have its holder's bank asked for the money: one write.

    Raises: NoMandate, MandateSuspended, TooMuchUnderWay.
    """
    day = now.astimezone(MADRID).date()
    month = entry.memo.get("month")
    funding = fundings.of(row).collect(entry.amount_cents, day, is_owed=month is not None)
    collection = CollectionRow(
        f"COLLECT#{day}",
        entry.id,
        account_id=account.account_id,
        mandate=funding.mandate,
        amount_cents=entry.amount_cents,
        ordered_at=now,
        due_on=funding.under_way[-1].due,
        state=CollectionState.ORDERED,
        month=month,
    )

    def tells(posted: Posted) -> Sequence[Fact]:
        return [*_told(posted), _announced(posted, funding.under_way[-1].due)]

    return Posting(entries=(entry,), beside=(fundings.changed(row, funding), collection), tells=tells)


def of_day(day: date) -> list[CollectionRow]:
    """All collections of a day, in the order of their ids."""
    return list(CollectionRow.every(f"COLLECT#{day}", consistent=True))


def find(day: date, entry_id: str) -> CollectionRow | None:
    """One of them."""
    return CollectionRow.find(f"COLLECT#{day}", entry_id)


def _announced(posted: Posted, due: date) -> CollectionAnnounced:
    entry = posted.entries[0]
    return CollectionAnnounced(
        at=entry.posted_at,
        account_id=posted.account.account_id,
        entry_id=entry.id,
        amount_cents=entry.amount_cents,
        collected_from=due,
    )


def _told(posted: Posted) -> Sequence[MoneyToppedUp]:
    entry = posted.entries[0]
    account_id = posted.account.account_id
    fact = MoneyToppedUp(at=entry.posted_at, account_id=account_id, amount_cents=entry.amount_cents, channel="mandate")
    return [fact]
