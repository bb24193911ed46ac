"""Settles with every payee, and has the bank pay them: each payee in one write, all of them in one file.

What stops in between is gone on with by the same day's next run: a payee that has its settlement of the day is passed
over, and once the day's file is in the bank's hands nothing of that day changes any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from cercano.kit.log import log
from cercano.kit.table import DateAttribute, Row
from cercano.kit.together import keep_together
from cercano.ledger import archive
from cercano.wallet import files, handing_over, payee_store, payees, paying_out, sepa
from cercano.wallet.banking_days import banking_day
from cercano.wallet.our_bank import missing, our_bank
from cercano.wallet.payee import Payee
from cercano.wallet.sepa import Message, Pay
from cercano.wallet.settlement import LEAST_CENTS, Settlement, is_paid_by_us, open_days, reference_of, settle

KIND = "pain001"
ARCHIVED_WITHIN = timedelta(hours=1)
"""What was posted less than this before a run waits for the next, so that a payment is in one settlement alone."""


class LastRow(Row, discriminator="wallet_settled_last"):
    """When everybody was last settled with: pk "PAYEES_LAST", sk "DOC"."""

    day = DateAttribute()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What a run came to."""

    settlements: int = 0
    paid: int = 0
    paid_cents: int = 0
    held: int = 0
    """Payees that wait because their bank account changed."""


def settle_all(day: date, now: datetime) -> Settled:
    """Settle with everybody on `day`, for all events of the days before it.

    Raises: BankNotTold, when there is money to pay and no bank account of ours to pay it from: all of it is carried on.
    """
    can_pay = not missing()
    if files.find(KIND, day) is None:
        _settle_with_everybody(day, now, can_pay=can_pay)
        if can_pay:
            paying_out.take_up(day)
    made = payees.settlements_on(day, payees.everybody())
    paid = [one for one in made if one.paid_cents]
    leaving = paying_out.of_day(day)
    if paid or leaving:
        _pay(paid, leaving, day, now)
    if not can_pay and any(one.carried_cents >= LEAST_CENTS for one in made):
        our_bank()
    return Settled(
        settlements=len(made),
        paid=len(paid),
        paid_cents=sum(one.paid_cents for one in paid),
        held=sum(one.is_held for one in made),
    )


def _settle_with_everybody(day: date, now: datetime, *, can_pay: bool) -> None:
    last = LastRow.find("PAYEES_LAST", "DOC") or LastRow("PAYEES_LAST", "DOC", day=day)
    days = open_days(day, last.day)
    revenue = _revenue(days, now - ARCHIVED_WITHIN)
    everybody = sorted({*payees.everybody(), *revenue})
    known = payee_store.find_all(everybody)
    for name in everybody:
        payees.hear_of(name)
        payee, _ = known.get(name) or (Payee(payee=name), 0)
        _settle(payee, day, revenue.get(name, {}), days, now, can_pay=can_pay)
    last.day = day
    last.keep()


def _revenue(days: list[str], upto: datetime) -> dict[str, dict[str, int]]:
    """What each payee received on each day by what was posted before `upto`, every entry proved by its hash."""
    found: dict[str, dict[str, int]] = {}
    for one in days:
        for side in archive.of_day(date.fromisoformat(one)):
            if side.entry.posted_at < upto and is_paid_by_us(side.payee):
                of_days = found.setdefault(side.payee, {})
                of_days[one] = of_days.get(one, 0) + side.amount_cents
    return found


def _settle(
    payee: Payee, day: date, revenue: Mapping[str, int], days: list[str], now: datetime, *, can_pay: bool
) -> None:
    if payees.settlements_on(day, [payee.payee]):
        return
    row, owed = payees.due_row(payee.payee), payees.unsettled(payee.payee)
    weeks = {one.sk: one.cents for one in owed}
    can_be_paid = can_pay and payee.can_be_paid(now)
    account, made = settle(payees.account_of(row), day, revenue, days, weeks, can_be_paid=can_be_paid)
    if made is None:
        return
    is_held = payee.is_held(now) and made.carried_cents >= LEAST_CENTS
    settlement = replace(made, kept=payee.kept, is_held=is_held, upto=now - ARCHIVED_WITHIN)
    if is_held:
        log.warning("payment_held", payee=payee.payee, cents=made.carried_cents, until=str(payee.held_until))
    for week in owed:
        week.settled_on = day
    keep_together([payees.changed(row, account), payees.settlement_row(settlement), *owed])


def _pay(paid: list[Settlement], leaving: list[Pay], day: date, now: datetime) -> None:
    whom = payee_store.kept((one.payee, one.kept) for one in paid)

    def make(message: Message) -> bytes:
        pays = [
            Pay(
                end_to_end=reference_of(one.payee, day),
                amount_cents=one.paid_cents,
                iban=str(whom[one.payee].iban),
                name=whom[one.payee].name,
                purpose=f"Liquidación {one.number} de la tarjeta ciudadana",
            )
            for one in paid
        ]
        return sepa.payments(our_bank(), message, [*pays, *leaving])

    amounts = [*(one.paid_cents for one in paid), *(one.amount_cents for one in leaving)]
    handing_over.write(KIND, day, amounts, banking_day(day, 1), now, make)
