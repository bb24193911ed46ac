"""A citizen card: its life, what readers read of it, and the reduced prices its holder has a right to.

Pure values: no AWS, no clock, no chance. Instants are aware UTC, days are the city's. A change returns a new card or
refuses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from cercano.card.errors import CardCannot, NobodysCard, NoSuchConcession, OnlyAtTheDesk
from cercano.card.granted import Granted
from cercano.card.words import BlockReason, CardClass, CardState, Concession, Medium

CHANGE_OF_MIND = timedelta(days=7)
"""How long after losing a card its holder may find it again without asking anybody."""


class Step(StrEnum):
    """What can be done with a card."""

    ACTIVATE = "activate"
    BLOCK = "block"
    UNBLOCK = "unblock"
    REPLACE = "replace"
    EXPIRE = "expire"


NEXT: Mapping[CardState, Mapping[Step, CardState]] = MappingProxyType(
    {
        CardState.ISSUED: {
            Step.ACTIVATE: CardState.ACTIVE,
            Step.BLOCK: CardState.BLOCKED,
            Step.REPLACE: CardState.REPLACED,
            Step.EXPIRE: CardState.EXPIRED,
        },
        CardState.ACTIVE: {
            Step.BLOCK: CardState.BLOCKED,
            Step.REPLACE: CardState.REPLACED,
            Step.EXPIRE: CardState.EXPIRED,
        },
        CardState.BLOCKED: {
            Step.BLOCK: CardState.BLOCKED,
            Step.UNBLOCK: CardState.ACTIVE,
            Step.REPLACE: CardState.REPLACED,
            Step.EXPIRE: CardState.EXPIRED,
        },
        CardState.EXPIRED: {Step.REPLACE: CardState.REPLACED},
        CardState.REPLACED: {},
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What a reader reads: a phone's key or a chip."""

    credential_id: str
    medium: Medium
    since: datetime
    ended_at: datetime | None = None
    key: str | None = None
    """A phone's public key: 66 hexadecimal digits, a compressed P-256 point."""
    kept_by: str | None = None
    """Whose phone it is, when it is not the holder's: of a guardian, or a representative."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A card was stopped."""

    reason: BlockReason
    at: datetime
    by_holder: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card, everything that ever spoke for it, and every concession that was ever put on it."""

    card_id: str
    account_id: str
    card_class: CardClass
    citizen_id: str | None
    """None: nobody knows whose it is."""
    state: CardState = CardState.ISSUED
    issued_at: datetime
    expires_on: date
    """The last day it works."""
    credentials: tuple[Credential, ...] = ()
    concessions: tuple[Granted, ...] = ()
    block_: Block | None = None
    replaces: str | None = None
    replaced_by: str | None = None

    @property
    def living(self) -> tuple[Credential, ...]:
        """The credentials that were not ended."""
        return tuple(each for each in self.credentials if each.ended_at is None)

    def activate(self) -> Card:
        """In its holder's hands: it opens and pays."""
        return replace(self, state=self._after(Step.ACTIVATE))

    def block(self, *, reason: BlockReason, by_holder: bool, at: datetime) -> Card:
        """Stopped at once. The office's word takes the place of the holder's, who might take theirs back.

        Raises:
            CardCannot: it is stopped already, and this says no more.
        """
        state, known = self._after(Step.BLOCK), self.block_
        if known is not None and (by_holder or not known.by_holder):
            raise CardCannot(state=self.state.value, step=Step.BLOCK.value)
        return replace(self, state=state, block_=Block(reason=reason, at=at, by_holder=by_holder))

    def unblock(self, *, by_holder: bool, at: datetime) -> Card:
        """At work again. Its holder alone may only take back what they said themselves: that it was lost, this week.

        Raises:
            OnlyAtTheDesk: the holder asks and may not.
        """
        state, block = self._after(Step.UNBLOCK), self.block_
        is_theirs = block is not None and block.by_holder and block.reason is BlockReason.LOST
        if by_holder and not (is_theirs and block is not None and at - block.at <= CHANGE_OF_MIND):
            raise OnlyAtTheDesk
        return replace(self, state=state, block_=None)

    def be_replaced(self, *, by: str, at: datetime) -> Card:
        """Dead for good, with all that spoke for it; the card `by` stands in for it."""
        return replace(self._ended(self._after(Step.REPLACE), at), replaced_by=by)

    def expire(self, *, at: datetime) -> Card:
        """Its last day is over."""
        return self._ended(self._after(Step.EXPIRE), at)

    def successor(self, *, issued_at: datetime, expires_on: date) -> Card:
        """The card that stands in for this one: same holder, account and rights, and nothing that speaks for it yet.

        Raises:
            CardCannot: this card is not replaced.
        """
        if self.replaced_by is None:
            raise CardCannot(state=self.state.value, step="successor")
        return Card(
            card_id=self.replaced_by,
            account_id=self.account_id,
            card_class=self.card_class,
            citizen_id=self.citizen_id,
            issued_at=issued_at,
            expires_on=expires_on,
            concessions=self.concessions,
            replaces=self.card_id,
        )

    def equip(self, credential: Credential) -> Card:
        """With a new credential in place of the one of the same medium: one phone, one chip.

        Raises:
            CardCannot: the card is blocked or dead. NobodysCard: a phone for an anonymous card.
        """
        if self.state not in (CardState.ISSUED, CardState.ACTIVE):
            raise CardCannot(state=self.state.value, step="equip")
        if credential.medium is Medium.APP and self.citizen_id is None:
            raise NobodysCard
        kept = tuple(
            replace(each, ended_at=credential.since)
            if each.medium is credential.medium and each.ended_at is None
            else each
            for each in self.credentials
        )
        return replace(self, credentials=(*kept, credential))

    def without_phones_of(self, keeper_id: str, *, at: datetime) -> Card:
        """Without the phone of somebody who answers for its holder no longer."""
        kept = tuple(
            replace(each, ended_at=at) if each.kept_by == keeper_id and each.ended_at is None else each
            for each in self.credentials
        )
        return replace(self, credentials=kept)

    def grant(self, granted: Granted) -> Card:
        """With a concession, in place of the same one with other dates; a renewal leaves no day without it.

        Raises:
            CardCannot: the card is dead. NobodysCard: it has no holder. DaysBetween: it begins too late.
        """
        if self.citizen_id is None:
            raise NobodysCard
        if self.state in (CardState.REPLACED, CardState.EXPIRED):
            raise CardCannot(state=self.state.value, step="grant")
        others = tuple(each for each in self.concessions if each.concession is not granted.concession)
        before = next((each for each in self.concessions if each.concession is granted.concession), None)
        return replace(self, concessions=(*others, granted.following(before) if before else granted))

    def withdraw(self, concession: Concession) -> Card:
        """Without a concession.

        Raises:
            NoSuchConcession: it has none of that name.
        """
        others = tuple(each for each in self.concessions if each.concession is not concession)
        if others == self.concessions:
            raise NoSuchConcession
        return replace(self, concessions=others)

    def without_outlived(self, today: date) -> Card:
        """Without the concessions whose last day is over."""
        return replace(self, concessions=tuple(each for each in self.concessions if each.valid_to >= today))

    def is_due_to_expire(self, today: date) -> bool:
        """Whether its last day is over and nobody has said so."""
        return self.expires_on < today and Step.EXPIRE in NEXT[self.state]

    def _after(self, step: Step) -> CardState:
        if step not in NEXT[self.state]:
            raise CardCannot(state=self.state.value, step=step.value)
        return NEXT[self.state][step]

    def _ended(self, state: CardState, at: datetime) -> Card:
        ended = tuple(each if each.ended_at else replace(each, ended_at=at) for each in self.credentials)
        return replace(self, state=state, credentials=ended)
