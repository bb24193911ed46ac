"""GET /wallet/accounts/{account_id}/bank-card: the bank card that an account remembers. DELETE forgets it.

Reads and writes the account's ways to money and the card's reference, which is never shown. It comes with a top-up
(start_top_up, remember_card); what was charged already stays.
"""

from __future__ import annotations

from datetime import date

from cercano.kit.web import Caller, Instant, NoContent, Service, View
from cercano.ledger import book
from cercano.wallet import bankcards, fundings
from cercano.wallet.errors import NoSuchBankCard
from cercano.wallet.seeing import moved
from cercano.wallet.views import AccountId

app = Service("wallet")


class BankCardView(View):
    """As much of it as its holder needs to know it by."""

    brand: str
    """visa, mastercard...; "card" where the bank does not say."""
    last4: str
    expires_on: date | None
    remembered_at: Instant
    is_paused: bool
    paused_because: str
    """card_declined, card_expired; empty while it is charged."""


@app.get("/accounts/{account_id}/bank-card")
def read_bank_card(account_id: AccountId, caller: Caller) -> BankCardView:
    """The card that is remembered."""
    moved(book.existing(account_id), caller)
    row = bankcards.find(account_id)
    if row is None:
        raise NoSuchBankCard
    card, funding = bankcards.of(row), fundings.of(fundings.find(account_id))
    return BankCardView(
        brand=card.brand,
        last4=card.last4,
        expires_on=bankcards.last_day(card),
        remembered_at=row.remembered_at,
        is_paused=bool(funding.card_stopped),
        paused_because=funding.card_stopped,
    )


@app.delete("/accounts/{account_id}/bank-card")
def forget_bank_card(account_id: AccountId, caller: Caller) -> NoContent:
    """Forget it: nothing more is charged to it."""
    moved(book.existing(account_id), caller)
    bankcards.forget(account_id)
    return NoContent()
