"""How cards look to those who hold them and to those who keep them. Keys of phones and numbers of chips stay inside."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic.fields import Field

from cercano.card.application import Application
from cercano.card.days import day_of
from cercano.card.model import Card
from cercano.card.next_steps import SENTENCES, next_step
from cercano.card.words import (
    ApplicationState,
    BlockReason,
    CardClass,
    CardState,
    Concession,
    Format,
    Medium,
    NextStep,
    RejectReason,
)
from cercano.kit.answers import Instant, View

PersonId = Annotated[str, Field(min_length=1, max_length=128)]
"""A citizen's id, or a child's."""


class CredentialView(View):
    """Something that speaks for the card: a phone or a chip."""

    credential_id: str
    medium: Medium
    since: Instant


class ConcessionView(View):
    """A right to reduced prices, until when, and whether it is time to renew it."""

    concession: Concession
    valid_from: dt.date
    valid_to: dt.date
    renewal_opens_on: dt.date
    can_renew: bool


class CardView(View):
    """A card as its holder sees it."""

    card_id: str
    account_id: str
    card_class: CardClass
    state: CardState
    issued_at: Instant
    expires_on: dt.date
    block_reason: BlockReason | None
    replaces: str | None
    replaced_by: str | None
    credentials: list[CredentialView]
    concessions: list[ConcessionView]

    @classmethod
    def of(cls, card: Card, at: dt.datetime) -> CardView:
        """The card at an instant."""
        today = day_of(at)
        return cls(
            card_id=card.card_id,
            account_id=card.account_id,
            card_class=card.card_class,
            state=card.state,
            issued_at=card.issued_at,
            expires_on=card.expires_on,
            block_reason=card.block_.reason if card.block_ else None,
            replaces=card.replaces,
            replaced_by=card.replaced_by,
            credentials=[
                CredentialView(credential_id=each.credential_id, medium=each.medium, since=each.since)
                for each in card.living
            ],
            concessions=[
                ConcessionView(
                    concession=each.concession,
                    valid_from=each.valid_from,
                    valid_to=each.valid_to,
                    renewal_opens_on=each.renewal_opens_on,
                    can_renew=each.renewal_opens_on <= today,
                )
                for each in card.concessions
            ],
        )


class ApplicationView(View):
    """An application, what became of it, and what whoever asked does next."""

    application_id: str
    citizen_id: str
    requested_by: str
    """Its holder to be, or who answers for them."""
    card_class: CardClass
    format: Format
    state: ApplicationState
    requested_at: Instant
    decided_at: Instant | None
    reject_reason: RejectReason | None
    card_id: str | None
    next_step: NextStep
    next_step_text: str

    @classmethod
    def of(cls, application: Application, level: int, language: str) -> ApplicationView:
        """The application as it was read; `level` is how far its holder counts as verified."""
        step = next_step(application, level)
        return cls(
            application_id=application.application_id,
            citizen_id=application.citizen_id,
            requested_by=application.requested_by,
            card_class=application.card_class,
            format=application.format,
            state=application.state,
            requested_at=application.requested_at,
            decided_at=application.decided_at,
            reject_reason=application.reject_reason,
            card_id=application.card_id,
            next_step=step,
            next_step_text=SENTENCES[step][language],
        )
