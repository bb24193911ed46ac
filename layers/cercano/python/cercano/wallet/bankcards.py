"""A citizen's bank card, as the bank lets the city name it: pk "BANKCARD#<account_id>", sk "DOC".

The reference stands in these rows alone, encrypted by the table; only who charges reads it. There is no card number.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime

from cercano.kit.table import Row, TextAttribute, UtcAttribute
from cercano.ledger.book import again_and_again
from cercano.wallet import fundings
from cercano.wallet.gateway import RememberedCard


class BankCardRow(Row, discriminator="wallet_bank_card"):
    """The card of one account."""

    reference = TextAttribute()
    brand = TextAttribute()
    last4 = TextAttribute(null=True)
    expires = TextAttribute(null=True)
    first = TextAttribute(null=True)
    remembered_at = UtcAttribute()


def find(account_id: str) -> BankCardRow | None:
    """The card that an account remembers."""
    return BankCardRow.find(f"BANKCARD#{account_id}", "DOC")


def remembered(account_id: str, card: RememberedCard, now: datetime) -> BankCardRow:
    """A card in place of the one before, to be kept with the payment that brought it."""
    row = find(account_id) or BankCardRow(f"BANKCARD#{account_id}", "DOC")
    row.reference, row.brand, row.remembered_at = card.reference, card.brand, now
    row.last4, row.expires, row.first = card.last4 or None, card.expires or None, card.first or None
    return row


def of(row: BankCardRow) -> RememberedCard:
    """The card in a row."""
    return RememberedCard(
        reference=row.reference,
        brand=row.brand,
        last4=row.last4 or "",
        expires=row.expires or "",
        first=row.first or "",
    )


def last_day(card: RememberedCard) -> date | None:
    """The last day it can be charged; None where the bank did not say."""
    if not card.expires:
        return None
    year, month = (int(part) for part in card.expires.split("-"))
    return date(year, month, monthrange(year, month)[1])


def forget(account_id: str) -> None:
    """The account remembers no card any more, and is filled from none. Done again, it changes nothing.

    First the account's ways to money say so, then the reference goes: cut in between, nothing is charged.
    """

    def attempt() -> None:
        funding = fundings.find(account_id)
        if fundings.of(funding).has_card:
            fundings.changed(funding, fundings.of(funding).forget_card()).keep()
        card = find(account_id)
        if card is not None:
            card.remove()

    again_and_again(attempt)
