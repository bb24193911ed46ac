"""Whom the city pays, and how it stands with each.

PAYEES               <payee>       that there is one
PAYEE#<payee>        DOC           whom to pay (payee_store.py)
PAYEE#<payee>        DUE           what is owed, and what was counted of each day
OWED#<payee>         <week>        what a closed week of loyalty came to
SETTLEMENT#<payee>   <day>         each settlement, for ever
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cercano.kit.batch import find_many
from cercano.kit.errors import VersionConflict
from cercano.kit.table import Cursor, DateAttribute, IntegerAttribute, JsonAttribute, Row, UtcAttribute
from cercano.wallet.settlement import Account, Settlement


class PayeeOnListRow(Row, discriminator="wallet_payee_on_list"):
    """That there is a payee."""


class DueRow(Row, discriminator="wallet_payee_due"):
    """How the city stands with it."""

    carried_cents = IntegerAttribute(default=0)
    counted = JsonAttribute(default=dict)
    number = IntegerAttribute(default=0)


class OwedRow(Row, discriminator="wallet_owed"):
    """A week of loyalty."""

    cents = IntegerAttribute()
    settled_on = DateAttribute(null=True)


class SettlementRow(Row, discriminator="wallet_settlement"):
    """One settlement."""

    number = IntegerAttribute()
    lines = JsonAttribute()
    brought_cents = IntegerAttribute()
    paid_cents = IntegerAttribute()
    carried_cents = IntegerAttribute()
    kept = IntegerAttribute(default=0)
    is_held = JsonAttribute(default=False)
    upto = UtcAttribute(null=True)


def everybody() -> list[str]:
    """All payees that were ever heard of."""
    return [row.sk for row in PayeeOnListRow.every("PAYEES", consistent=True)]


def hear_of(payee: str) -> None:
    """Put a payee on the list. Twice is once."""
    PayeeOnListRow("PAYEES", payee).save()


def owe(payee: str, week: str, cents: int) -> bool:
    """Note what a week came to; False when it was noted before. The first word stands."""
    hear_of(payee)
    try:
        OwedRow(f"OWED#{payee}", week, cents=cents).keep()
    except VersionConflict:
        return False
    return True


def unsettled(payee: str) -> list[OwedRow]:
    """The weeks that no settlement holds yet."""
    return [row for row in OwedRow.every(f"OWED#{payee}", consistent=True) if row.settled_on is None]


def due_row(payee: str) -> DueRow:
    """How the city stands with a payee, as last written, or a new row."""
    return DueRow.find(f"PAYEE#{payee}", "DUE") or DueRow(
        f"PAYEE#{payee}", "DUE", carried_cents=0, counted={}, number=0
    )


def account_of(row: DueRow) -> Account:
    """What a row holds."""
    return Account(
        payee=row.pk.partition("#")[2], carried_cents=row.carried_cents, counted=row.counted, number=row.number
    )


def changed(row: DueRow, account: Account) -> DueRow:
    """The row with what it is to hold."""
    row.carried_cents, row.counted, row.number = account.carried_cents, dict(account.counted), account.number
    return row


def settlement_row(one: Settlement) -> SettlementRow:
    """A settlement as it is kept."""
    return SettlementRow(
        f"SETTLEMENT#{one.payee}",
        one.day.isoformat(),
        number=one.number,
        lines=[list(line) for line in one.lines],
        brought_cents=one.brought_cents,
        paid_cents=one.paid_cents,
        carried_cents=one.carried_cents,
        kept=one.kept,
        is_held=one.is_held,
        upto=one.upto,
    )


def settlement_of(row: SettlementRow) -> Settlement:
    """What a row holds."""
    return Settlement(
        payee=row.pk.partition("#")[2],
        number=row.number,
        day=date.fromisoformat(row.sk),
        lines=tuple((source, cents) for source, cents in row.lines),
        brought_cents=row.brought_cents,
        paid_cents=row.paid_cents,
        carried_cents=row.carried_cents,
        kept=row.kept,
        is_held=bool(row.is_held),
        upto=row.upto,
    )


def settlements_on(day: date, payees: Iterable[str]) -> list[Settlement]:
    """The settlements of a day, by payee."""
    rows = find_many(SettlementRow, ((f"SETTLEMENT#{payee}", day.isoformat()) for payee in payees))
    return sorted((settlement_of(row) for row in rows), key=lambda one: one.payee)


def settlements_of(payee: str, limit: int, after: Cursor | None = None) -> tuple[list[Settlement], Cursor | None]:
    """The settlements of a payee, the newest first, and where the next page begins."""
    rows, more = SettlementRow.page(f"SETTLEMENT#{payee}", limit=limit, after=after, newest_first=True)
    return [settlement_of(row) for row in rows], more


def settlement_and_before(payee: str, day: date) -> tuple[Settlement | None, Settlement | None]:
    """The settlement of a day, and the one before it."""
    upto = SettlementRow.sk <= day.isoformat()
    rows, _ = SettlementRow.page(f"SETTLEMENT#{payee}", upto, limit=2, newest_first=True)
    found = [settlement_of(row) for row in rows]
    if not found or found[0].day != day:
        return None, None
    return found[0], found[1] if len(found) > 1 else None
