"""An account and its movements as people see them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic.fields import Field

from cercano.kit.web import Instant, View
from cercano.ledger.caps import caps_of
from cercano.ledger.model import MADRID, Account, Entry, EntryKind, Status
from cercano.wallet.explaining import explained, payee_name

Cents = Annotated[int, Field(ge=1, le=10_000_000)]
"""An amount somebody asks for: whole cents, above zero, at most 100,000 EUR."""
EntryId = Annotated[str, Field(pattern=r"^0[0-9a-f]{11}7[0-9a-f]{19}$")]
"""The client's own name for what it asks, made before asking: a UUID version 7 in lower case without dashes. The same
id asked again gets the first answer; with other words it is refused. (It begins with 0 until the year 2527.)"""
AccountId = Annotated[str, Field(pattern=r"^acc_[0-9A-Za-z_-]{1,60}$")]
Payee = Annotated[str, Field(pattern=r"^(operator|merchant|city):[a-z0-9][a-z0-9_-]{0,39}$")]
"""Who is paid, as the ledger names them."""
PaidPayee = Annotated[str, Field(pattern=r"^(operator|merchant):[a-z0-9][a-z0-9_-]{0,39}$")]
"""A payee whose money the city passes on; a shop has the id that loyalty gave it."""
KeptPayee = Annotated[str, Field(pattern=r"^(operator|merchant|kiosk):[a-z0-9][a-z0-9_-]{0,39}$")]
"""Whom somebody acts for: those who are paid, and machines that take money in."""


class HoldView(View):
    """Money set aside for somebody."""

    hold_id: str
    amount_cents: int
    payee: str
    payee_name: str
    purpose: str
    expires_at: Instant


class LimitsView(View):
    """What the law lets this kind of card hold and receive; null where there is no limit."""

    stored_cents: int | None
    month_cents: int | None
    month_in_cents: int
    """What came in during this calendar month."""
    remote_cents: int | None
    """One payment without the card being present."""


class AccountView(View):
    """An account as it stands."""

    account_id: str
    card_id: str
    account_class: str
    status: Status
    posted_cents: int
    """What was booked."""
    pending_cents: int
    """What is set aside of it."""
    available_cents: int
    """What is there to be spent."""
    credit_cents: int
    """What can be spent beyond it and is paid at the end of the month; 0 for who does not pay so."""
    limits: LimitsView
    holds: list[HoldView]

    @classmethod
    def of(cls, account: Account, now: datetime, language: str) -> AccountView:
        """From the model, as it is at `now`: a hold that ran out holds nothing, though its entry is still to come."""
        current = account.let_due_holds_go(now)
        return cls(
            account_id=account.account_id,
            card_id=account.terms.card_id,
            account_class=account.account_class,
            status=account.status,
            posted_cents=current.balance_cents,
            pending_cents=current.held_cents,
            available_cents=current.available_cents,
            credit_cents=current.credit_cents,
            limits=_limits(account, now),
            holds=[
                HoldView(
                    hold_id=hold_id,
                    amount_cents=hold.amount_cents,
                    payee=hold.payee,
                    payee_name=payee_name(hold.payee, language),
                    purpose=hold.purpose,
                    expires_at=hold.expires_at,
                )
                for hold_id, hold in sorted(current.holds.items())
            ],
        )


class EntryView(View):
    """One movement, with its reason."""

    entry_id: str
    kind: EntryKind
    at: Instant
    """When it happened."""
    posted_at: Instant
    """When it entered the account: later, for a tap that a bus brought home days after."""
    amount_cents: int
    held_cents: int
    balance_cents: int
    """After it."""
    payee: str
    payee_name: str
    text: str

    @classmethod
    def of(cls, entry: Entry, language: str) -> EntryView:
        """From the ledger."""
        return cls(
            entry_id=entry.id,
            kind=entry.kind,
            at=entry.at,
            posted_at=entry.posted_at,
            amount_cents=entry.amount_cents,
            held_cents=entry.held_cents,
            balance_cents=entry.balance_cents,
            payee=entry.payee,
            payee_name=payee_name(entry.payee, language),
            text=explained(entry, language),
        )


class ReceiptView(View):
    """What a command came to: its movement, and the balance as it stands now."""

    entry: EntryView
    available_cents: int

    @classmethod
    def of(cls, entry: Entry, account: Account, language: str) -> ReceiptView:
        """From what was posted."""
        return cls(entry=EntryView.of(entry, language), available_cents=account.available_cents)


def _limits(account: Account, now: datetime) -> LimitsView:
    caps = caps_of(account.account_class)
    is_this_month = account.month == now.astimezone(MADRID).strftime("%Y-%m")
    return LimitsView(
        stored_cents=caps.stored_cents,
        month_cents=caps.month_in_cents,
        month_in_cents=account.month_in_cents if is_this_month else 0,
        remote_cents=caps.remote_cents,
    )
