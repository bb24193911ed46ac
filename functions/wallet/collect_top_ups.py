"""Every night: the file by which the bank collects what citizens topped up from their bank accounts the day before.

Reads collections and mandates; writes the file (S3, out/pain008/) and what it holds. A day's collections are in the
day's file, once; a night that was missed is made up by the next one, for a week.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from cercano.kit.metrics import count
from cercano.kit.schedule import scheduled
from cercano.ledger.model import MADRID
from cercano.wallet import collecting, end_to_end, handing_over, mandates, sepa
from cercano.wallet.banking_days import banking_day
from cercano.wallet.collecting import CollectionRow
from cercano.wallet.our_bank import our_bank
from cercano.wallet.sepa import Collect, Message

KIND = "pain008"
LOOKED_BACK = 7
NOTICE = 2
"""Banking days that the bank has for it: one by the rulebook, and one for its own cut-off time. Who pays has longer:
the whole file is collected when the last of its payers has had the notice that was agreed (collecting.py, due_on).
"""


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Write the files of the days that ended in Madrid at least an hour before `now`; answers how many."""
    today = (now - timedelta(hours=1)).astimezone(MADRID).date()
    days = [today - timedelta(days=number) for number in range(LOOKED_BACK, 0, -1)]
    written = [day for day in days if _write(day, now)]
    count("CollectionFilesWritten", len(written))
    return {"files": len(written), "days": [day.isoformat() for day in written]}


def _write(day: date, now: datetime) -> bool:
    rows = collecting.of_day(day)
    if not rows:
        return False
    bank = our_bank()
    soonest = banking_day(now.astimezone(MADRID).date(), NOTICE)
    told_for = [banking_day(row.due_on - timedelta(days=1), 1) for row in rows if row.due_on]
    due_on = max([soonest, *told_for])

    def make(message: Message) -> bytes:
        return sepa.collections(bank, message, _collects(day, rows))

    return handing_over.write(KIND, day, [row.amount_cents for row in rows], due_on, now, make)


def _collects(day: date, rows: list[CollectionRow]) -> list[Collect]:
    signed = mandates.find_all({row.mandate for row in rows})
    return [
        Collect(
            end_to_end=end_to_end.written(day, row.sk),
            amount_cents=row.amount_cents,
            iban=signed[row.mandate].iban,
            holder=signed[row.mandate].holder,
            mandate=row.mandate,
            signed_on=signed[row.mandate].signed_at.astimezone(MADRID).date(),
            purpose=f"Tarjeta ciudadana, mes {row.month}" if row.month else "Recarga de la tarjeta ciudadana",
        )
        for row in rows
    ]
