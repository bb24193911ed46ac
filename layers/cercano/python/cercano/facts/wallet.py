"""What the wallet tells the city: an account opened, money came in, was paid and given back, ran low, was frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from cercano.kit.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOpened(Fact):
    """The account of a newly issued card takes money from now on."""

    is_public: ClassVar[bool] = True
    account_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyToppedUp(Fact):
    """Money came into an account."""

    is_public: ClassVar[bool] = True
    account_id: str
    amount_cents: int
    """Above 0."""
    channel: str
    """gateway, kiosk, desk, mandate..."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentTaken(Fact):
    """An account paid somebody (taps are not told: the ledger is their record)."""

    is_public: ClassVar[bool] = True
    account_id: str
    payee: str
    """The account of the other side, such as "merchant:<id>"."""
    amount_cents: int
    """Above 0."""
    entry_id: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRefunded(Fact):
    """All or part of a payment was given back."""

    is_public: ClassVar[bool] = True
    account_id: str
    payee: str
    amount_cents: int
    """Above 0."""
    entry_id: str
    of_entry_id: str
    """The payment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceLow(Fact):
    """Little is left in an account: told once for each fall, whoever took the money (a tap as well)."""

    is_public: ClassVar[bool] = True
    account_id: str
    balance_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TopUpReturned(Fact):
    """A bank took back what an account had got from it; its mandate is used no more until it is given anew."""

    is_public: ClassVar[bool] = True
    account_id: str
    amount_cents: int
    """Above 0."""
    reason: str
    """The bank's own code: AM04 (not enough money), MD06 (the holder wants it back)..."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionAnnounced(Fact):
    """A holder is to be told that their bank will be asked for money: SEPA wants notice before each collection."""

    is_public: ClassVar[bool] = True
    account_id: str
    entry_id: str
    """The top-up that it pays."""
    amount_cents: int
    """Above 0."""
    collected_from: date
    """Not before this day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefillRefused(Fact):
    """An account fell below its holder's line and could not be filled from their bank."""

    is_public: ClassVar[bool] = True
    account_id: str
    reason: str
    """The code of the refusal: over_the_cap, mandate_suspended, too_much_under_way, account_closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFrozen(Fact):
    """Nothing more is paid from this account until it is thawed."""

    is_public: ClassVar[bool] = True
    account_id: str
    reason: str
    """card_blocked, card_expired, direct_debit_returned..."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountThawed(Fact):
    """The account pays again."""

    is_public: ClassVar[bool] = True
    account_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkNearsLimit(Fact):
    """The card's payments of twelve months reached 80 % of the limit, or exceeded it: the treasurer must act."""

    is_public: ClassVar[bool] = True
    paid_cents: int
    limit_cents: int
    percent: int
    """Of the limit, rounded down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowanceRefused(Fact):
    """A month's allowance could not be given on its day; it is tried again until the month is over."""

    is_public: ClassVar[bool] = True
    account_id: str
    to_account_id: str
    reason: str
    """The code of the refusal: not_enough_money, account_frozen, over_the_cap..."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostpaidEnded(Fact):
    """An account is lent nothing any more: what it spends it must hold."""

    is_public: ClassVar[bool] = True
    account_id: str
    reason: str
    """asked, mandate_ended, direct_debit_returned, not_verified, not_offered."""
