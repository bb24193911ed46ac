"""What the citizen card tells the city: a card was issued, woken, stopped, replaced; a credential lives or is dead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from cercano.kit.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class CardIssued(Fact):
    """Somebody has a card; its account is to be opened. Nothing opens with it until it is activated."""

    is_public: ClassVar[bool] = True
    card_id: str
    account_id: str
    citizen_id: str | None = None
    """None: an anonymous card, whose holder the city does not know."""
    card_class: str
    """anonymous, resident, child, youth, senior, disability, large_family, tourist."""
    expires_on: date
    """The last day it works."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardActivated(Fact):
    """The holder has the card in their hands: it opens and pays."""

    is_public: ClassVar[bool] = True
    card_id: str
    account_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardBlocked(Fact):
    """The card opens and pays nothing, until it is unblocked or replaced."""

    is_public: ClassVar[bool] = True
    card_id: str
    account_id: str
    reason: str
    """lost, stolen, damaged, misuse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardUnblocked(Fact):
    """A card that was blocked opens and pays again."""

    is_public: ClassVar[bool] = True
    card_id: str
    account_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReplaced(Fact):
    """A new card stands in for an old one, which is dead for good: same account, same rights."""

    is_public: ClassVar[bool] = True
    card_id: str
    """The new one."""
    account_id: str
    old_card_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardExpired(Fact):
    """The last day of a card is over. Its balance stays on the account."""

    is_public: ClassVar[bool] = True
    card_id: str
    account_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialActivated(Fact):
    """What a reader reads (a phone's key, a chip) speaks for an account from now on."""

    is_public: ClassVar[bool] = True
    credential_id: str
    """16 hexadecimal digits, lower case."""
    card_id: str
    account_id: str
    medium: str
    """app or chip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialEnded(Fact):
    """A credential speaks for nobody any more. Told for each of a card's credentials, and never taken back."""

    is_public: ClassVar[bool] = True
    credential_id: str
    card_id: str
    account_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcessionGranted(Fact):
    """Somebody proved a right to reduced prices. Told again when it is renewed, with its new dates."""

    is_public: ClassVar[bool] = True
    card_id: str
    account_id: str
    concession: str
    """youth, senior, disability, large_family, child, unemployed."""
    valid_from: date
    valid_to: date
    """Its last day, both included, by the calendar of the city."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcessionEnded(Fact):
    """A right to reduced prices is over: withdrawn, or its last day has passed."""

    is_public: ClassVar[bool] = True
    card_id: str
    account_id: str
    concession: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcessionRenewalDue(Fact):
    """A right to reduced prices can be renewed from today on; its holder is to be told in time."""

    is_public: ClassVar[bool] = True
    card_id: str
    account_id: str
    citizen_id: str | None = None
    concession: str
    valid_to: date
