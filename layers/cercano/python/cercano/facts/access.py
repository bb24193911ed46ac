"""What taps tell the city: an account went below its limit or came back, a credential may have been copied.

A tap itself is not told: the ledger is its record.
"""

from __future__ import annotations

from dataclasses import dataclass
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
