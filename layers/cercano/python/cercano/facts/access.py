"""What taps tell the city: an account went below its limit or came back, a credential may have been copied.

A tap itself is not told: the ledger is its record. And what the council decided that others sell or lend.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from cercano.kit.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOverdrawn(Fact):
    """An account that owes the city went on the deny list: readers that are not connected turn its card away."""

    is_public: ClassVar[bool] = True
    account_id: str
    balance_cents: int
    """What is there less what is set aside for stays: below zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCleared(Fact):
    """An account that owed the city owes nothing any more: it left the deny list."""

    is_public: ClassVar[bool] = True
    account_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloneSuspected(Fact):
    """The counter of a credential went back or came twice with other words: there may be two of it."""

    is_public: ClassVar[bool] = True
    credential_id: str
    reader_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FaresDecided(Fact):
    """The council decided a fare table. The passes of it are told one by one, with the same day."""

    valid_from: date
    table_id: str
    credit_cents: int
    """How far below zero an account may go that is paid at the end of the month; 0: none is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassDecided(Fact):
    """A fare table has this pass, from the table's first day until the next table's."""

    valid_from: date
    code: str
    service: str
    es: str
    en: str
    fare_classes: tuple[str, ...]
    prices_cents: tuple[int, ...]
    """Of each fare class, in the same order."""
    months: int
    days: int
    """One of the two is its length, the other 0."""
    journeys: int
    """0: as often as its holder likes."""
    refund_days: int
    payee: str
