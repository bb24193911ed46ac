"""Somebody asks for a card, and the card office says yes or no, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from cercano.card.errors import ApplicationCannot, NotForYourself
from cercano.card.words import ApplicationState, CardClass, Format, RejectReason


class Decision(StrEnum):
    """What the office can do with an application."""

    APPROVE = "approve"
    REJECT = "reject"


NEXT: Mapping[ApplicationState, Mapping[Decision, ApplicationState]] = MappingProxyType(
    {
        ApplicationState.REQUESTED: {
            Decision.APPROVE: ApplicationState.APPROVED,
            Decision.REJECT: ApplicationState.REJECTED,
        },
        ApplicationState.APPROVED: {},
        ApplicationState.REJECTED: {},
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What somebody asked for, and what became of it."""

    application_id: str
    citizen_id: str
    card_class: CardClass
    format: Format
    requested_at: datetime
    requested_by: str
    """Its holder to be, or who answers for them."""
    state: ApplicationState = ApplicationState.REQUESTED
    decided_at: datetime | None = None
    decided_by: str | None = None
    reject_reason: RejectReason | None = None
    card_id: str | None = None
    """The card it became; chosen with the decision, so that an issue that was cut short ends in the same card."""
    account_id: str | None = None

    def approve(self, *, by: str, at: datetime, card_id: str, account_id: str) -> Application:
        """A card is to be made for it.

        Raises:
            ApplicationCannot: it was decided already. NotForYourself: `by` asked for it, or it is theirs.
        """
        return replace(self._decided(Decision.APPROVE, by, at), card_id=card_id, account_id=account_id)

    def reject(self, *, by: str, at: datetime, reason: RejectReason) -> Application:
        """Turned down, with the reason its holder will read."""
        return replace(self._decided(Decision.REJECT, by, at), reject_reason=reason)

    def _decided(self, decision: Decision, by: str, at: datetime) -> Application:
        if decision not in NEXT[self.state]:
            raise ApplicationCannot(state=self.state.value, step=decision.value)
        if by in (self.citizen_id, self.requested_by):
            raise NotForYourself
        return replace(self, state=NEXT[self.state][decision], decided_at=at, decided_by=by)
