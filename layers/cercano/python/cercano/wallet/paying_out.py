"""What is left to somebody who leaves goes to the bank account they linked: pk "PAYOUTS", sk "<account id>".

One movement takes it out of the account, in one write with the row that has the next settlement file pay it. A payout
goes into the file of one day, and stays in it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from cercano.kit.log import log
from cercano.kit.table import DateAttribute, IntegerAttribute, Row, TextAttribute
from cercano.ledger import book
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import MADRID, Account, Entry, EntryKind
from cercano.ledger.posting import Known, Posting
from cercano.wallet import fundings, mandates
from cercano.wallet.mandates import MandateRow
from cercano.wallet.sepa import Pay

PAYOUTS = "PAYOUTS"
RETURNED_WITHIN = timedelta(days=10)
"""Five banking days after a collection falls due, and the weekends between: until then it is not surely brought."""


class PayoutRow(Row, discriminator="wallet_payout"):
    """What one account is paid out."""

    mandate = TextAttribute()
    """Whose bank account it goes to."""
    amount_cents = IntegerAttribute()
    day = DateAttribute(null=True)
    """Of the file that pays it; null: it waits for the next."""


def pay_out(account_id: str, left_at: datetime, now: datetime) -> None:
    """Take what is left out of an account, for its holder's bank, and close it. Done again, it changes nothing.

    What cannot be sent for sure stays where it is, in an open account, and is logged: no bank account, a collection
    that may still come back, money set aside, or the city's own stop.
    """
    entry_id = entry_id_of(left_at, "payout", account_id)

    def decide(account: Account, _known: Known) -> Posting:
        funding = fundings.of(fundings.find(account_id))
        today = now.astimezone(MADRID).date()
        is_brought = all(one.due + RETURNED_WITHIN < today for one in funding.under_way)
        is_sure = funding.mandate is not None and not funding.is_suspended and is_brought
        if account.balance_cents <= 0 or account.held_cents or account.stopped or not is_sure:
            return Posting()
        entry = Entry(
            id=entry_id,
            kind=EntryKind.ADJUSTMENT,
            payee=f"payout:{account_id}",
            amount_cents=-account.balance_cents,
            memo={"purpose": "leaving"},
        )
        row = PayoutRow(PAYOUTS, account_id, mandate=funding.mandate, amount_cents=account.balance_cents)
        return Posting(entries=(entry,), beside=(row,))

    account = book.post(account_id, [entry_id], decide).account
    if account.balance_cents or account.held_cents:
        log.warning("money_left", account_id=account_id, balance_cents=account.balance_cents)
        return
    book.change(account_id, lambda same: same if same.balance_cents else replace(same, is_closed=True))


def take_up(day: date) -> None:
    """Put what waits into the file of a day, which is not begun yet."""
    for row in PayoutRow.every(PAYOUTS, consistent=True):
        if row.day is None:
            row.day = day
            row.keep()


def of_day(day: date) -> list[Pay]:
    """What the file of a day pays."""
    rows = [row for row in PayoutRow.every(PAYOUTS, consistent=True) if row.day == day]
    signed = mandates.find_all({row.mandate for row in rows})
    return [_pay(row, signed[row.mandate], day) for row in rows]


def _pay(row: PayoutRow, signed: MandateRow, day: date) -> Pay:
    return Pay(
        end_to_end=f"SAL-{day:%Y%m%d}-{row.mandate[-22:]}",
        amount_cents=row.amount_cents,
        iban=signed.iban,
        name=signed.holder,
        purpose="Saldo de tu tarjeta ciudadana",
    )
