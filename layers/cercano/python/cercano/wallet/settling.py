"""Settles with every payee, and has the bank pay them: each payee in one write, all of them in one file.

What stops in between is gone on with by the same day's next run: a payee that has its settlement of the day is passed
over, and once the day's file is in the bank's hands nothing of that day changes any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cercano.kit.table import DateAttribute, Row
from cercano.kit.together import keep_together
from cercano.ledger import archive
from cercano.wallet import files, handing_over, payees, sepa
from cercano.wallet.banking_days import banking_day
from cercano.wallet.sepa import Message, Pay
from cercano.wallet.settlement import Settlement, is_paid_by_us, open_days, reference_of, settle

KIND = "pain001"


class LastRow(Row, discriminator="wallet_settled_last"):
    """When everybody was last settled with: pk "PAYEES_LAST", sk "DOC"."""

    day = DateAttribute()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What a run came to."""

    settlements: int = 0
    paid: int = 0
    paid_cents: int = 0


def settle_all(day: date, now: datetime) -> Settled:
    """Settle with everybody on `day`, for all events of the days before it."""
    if files.find(KIND, day) is None:
        _settle_with_everybody(day)
    made = payees.settlements_on(day, payees.everybody())
    paid = [one for one in made if one.paid_cents]
    if paid:
        _pay(paid, day, now)
    return Settled(settlements=len(made), paid=len(paid), paid_cents=sum(one.paid_cents for one in paid))


def _settle_with_everybody(day: date) -> None:
    last = LastRow.find("PAYEES_LAST", "DOC") or LastRow("PAYEES_LAST", "DOC", day=day)
    days = open_days(day, last.day)
    revenue = _revenue(days)
    everybody = sorted({*payees.everybody(), *revenue})
    known = payees.find_all(everybody)
    for payee in everybody:
        payees.hear_of(payee)
        _settle(payee, day, revenue.get(payee, {}), days, can_be_paid=payee in known)
    last.day = day
    last.keep()


def _revenue(days: list[str]) -> dict[str, dict[str, int]]:
    """What each payee received on each day, every entry proved by its hash."""
    found: dict[str, dict[str, int]] = {}
    for one in days:
        for payee, cents in archive.sums_of_day(date.fromisoformat(one)).items():
            if is_paid_by_us(payee):
                found.setdefault(payee, {})[one] = cents
    return found


def _settle(payee: str, day: date, revenue: Mapping[str, int], days: list[str], *, can_be_paid: bool) -> None:
    if payees.settlements_on(day, [payee]):
        return
    row, owed = payees.due_row(payee), payees.unsettled(payee)
    weeks = {one.sk: one.cents for one in owed}
    account, settlement = settle(payees.account_of(row), day, revenue, days, weeks, can_be_paid=can_be_paid)
    if settlement is None:
        return
    for week in owed:
        week.settled_on = day
    keep_together([payees.changed(row, account), payees.settlement_row(settlement), *owed])


def _pay(paid: list[Settlement], day: date, now: datetime) -> None:
    whom = payees.find_all(one.payee for one in paid)

    def make(message: Message) -> bytes:
        pays = [
            Pay(
                end_to_end=reference_of(one.payee, day),
                amount_cents=one.paid_cents,
                iban=whom[one.payee].iban,
                name=whom[one.payee].name,
                purpose=f"Liquidación {one.number} de la tarjeta ciudadana",
            )
            for one in paid
        ]
        return sepa.payments(handing_over.our_bank(), message, pays)

    handing_over.write(KIND, day, [one.paid_cents for one in paid], banking_day(day, 1), now, make)
