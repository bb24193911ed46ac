"""The passes that are on sale, as they were heard of from the council's fare tables.

PASSES    <first day>           that a table begins then, and how far it lets accounts go below zero by the month
PASSES    <first day>#<code>    a pass of that table
"""

from __future__ import annotations

from datetime import date, timedelta

from cercano.facts.access import FaresDecided, PassDecided
from cercano.kit.table import IntegerAttribute, JsonAttribute, Row, TextAttribute
from cercano.wallet.errors import NoSuchPass
from cercano.wallet.passes import Pass

PASSES = "PASSES"


class TableRow(Row, discriminator="wallet_fare_table"):
    """A fare table, as far as the wallet needs it."""

    credit_cents = IntegerAttribute()


class PassRow(Row, discriminator="wallet_pass"):
    """A pass of a fare table."""

    service = TextAttribute()
    es = TextAttribute()
    en = TextAttribute()
    prices = JsonAttribute()
    months = IntegerAttribute()
    days = IntegerAttribute()
    journeys = IntegerAttribute()
    refund_days = IntegerAttribute()
    payee = TextAttribute()


def keep_table(fact: FaresDecided) -> None:
    """Note a table. Heard again, it is the same row."""
    TableRow(PASSES, fact.valid_from.isoformat(), credit_cents=fact.credit_cents).save()


def keep_pass(fact: PassDecided) -> None:
    """Note a pass of a table. Heard again, it is the same row."""
    PassRow(
        PASSES,
        f"{fact.valid_from.isoformat()}#{fact.code}",
        service=fact.service,
        es=fact.es,
        en=fact.en,
        prices=dict(zip(fact.fare_classes, fact.prices_cents, strict=True)),
        months=fact.months,
        days=fact.days,
        journeys=fact.journeys,
        refund_days=fact.refund_days,
        payee=fact.payee,
    ).save()


def every() -> list[Pass]:
    """All passes of all tables, the earliest table's first."""
    rows = list(Row.every(PASSES))
    starts = [date.fromisoformat(row.sk) for row in rows if isinstance(row, TableRow)]
    ends = dict(zip(starts, [first - timedelta(days=1) for first in starts[1:]], strict=False))
    found = []
    for row in rows:
        if isinstance(row, PassRow):
            first, _, code = row.sk.partition("#")
            found.append(_of(row, code, date.fromisoformat(first), ends.get(date.fromisoformat(first))))
    return found


def on_sale(day: date) -> list[Pass]:
    """The passes of the table in force on a day."""
    return [one for one in every() if one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)]


def credit_on(day: date) -> int:
    """How far below zero the table in force on a day lets who pays by the month go, in cents; 0: not offered."""
    rows = list(TableRow.every(PASSES, TableRow.sk.between("0", f"{day}~")))
    return rows[-1].credit_cents if rows else 0


def find(code: str, day: date) -> Pass:
    """One of them.

    Raises: NoSuchPass.
    """
    for one in on_sale(day):
        if one.code == code:
            return one
    raise NoSuchPass


def _of(row: PassRow, code: str, first: date, last: date | None) -> Pass:
    return Pass(
        code=code,
        service=row.service,
        es=row.es,
        en=row.en,
        prices=row.prices,
        months=row.months,
        days=row.days,
        journeys=row.journeys,
        refund_days=row.refund_days,
        payee=row.payee,
        valid_from=first,
        valid_to=last,
    )
