"""The fare tables as they are kept; read once a minute at most by each process.

A table never changes, and none begins before tomorrow, so a minute's memory never prices a day wrongly.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from cercano.access.days import day_of
from cercano.access.errors import FaresAlreadyDecided, FaresBeginTooSoon
from cercano.access.fares import Fares, FareTable, table_from_json
from cercano.access.rows import FARES, FaresRow
from cercano.facts.access import FaresDecided, PassDecided
from cercano.kit.errors import VersionConflict
from cercano.kit.facts import Fact

MEMORY = timedelta(seconds=60)
NOTICE = timedelta(hours=1)
"""A table is decided at least this long before its first day begins."""
_remembered: dict[str, tuple[datetime, Fares]] = {}


def fares(now: datetime) -> Fares:
    """Every fare table."""
    when, held = _remembered.get(FARES, (None, None))
    if held is None or when is None or not timedelta(0) <= now - when < MEMORY:
        held = Fares([table_from_json(row.document) for row in FaresRow.every(FARES)])
        _remembered[FARES] = now, held
    return held


def forget() -> None:
    """Read anew next time."""
    _remembered.clear()


def decide(document: dict[str, Any], now: datetime) -> FareTable:
    """Keep a new table.

    Raises:
        FaresBeginTooSoon: it would change a day that has begun. FaresAlreadyDecided: its day or its name is taken.
    """
    table = table_from_json(document)
    known = list(FaresRow.every(FARES, consistent=True))
    first = date.fromordinal(day_of(int((now + NOTICE).timestamp() * 1000)) + 1)
    if known and table.valid_from < first:
        raise FaresBeginTooSoon(first=first.isoformat(), errors=[{"pointer": "/valid_from"}])
    if any(row.document["table_id"] == table.table_id for row in known):
        raise FaresAlreadyDecided(table_id=table.table_id)
    try:
        row = FaresRow(FARES, table.valid_from.isoformat(), document=document)
        row.told = told(table, now)
        row.keep()
    except VersionConflict:
        raise FaresAlreadyDecided(table_id=table.table_id) from None
    forget()
    return table


def told(table: FareTable, now: datetime) -> list[Fact]:
    """What others need to know of a table: who sells passes, and who lends until the end of the month."""
    first = table.valid_from
    passes = [
        PassDecided(
            at=now,
            valid_from=first,
            code=one.code,
            service=one.service,
            es=one.es,
            en=one.en,
            fare_classes=tuple(one.prices),
            prices_cents=tuple(one.prices.values()),
            months=one.months,
            days=one.days,
            journeys=one.journeys,
            refund_days=one.refund_days,
            payee=one.payee,
        )
        for one in table.passes
    ]
    return [FaresDecided(at=now, valid_from=first, table_id=table.table_id, credit_cents=table.credit_cents), *passes]
