"""What the city is told when a card changes: read off the card before and after, so that no change goes untold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cercano.card.model import Card, Credential
from cercano.card.words import CardState
from cercano.facts.card import (
    CardActivated,
    CardBlocked,
    CardExpired,
    CardIssued,
    CardReplaced,
    CardUnblocked,
    ConcessionEnded,
    ConcessionGranted,
    CredentialActivated,
    CredentialEnded,
)
from cercano.kit.facts import Fact


def told(before: Card | None, after: Card, at: datetime) -> tuple[Fact, ...]:
    """The facts of a change, in the order in which they are to be heard."""
    return (*_of_state(before, after, at), *_of_credentials(before, after, at), *_of_concessions(before, after, at))


def _of_state(before: Card | None, after: Card, at: datetime) -> Iterator[Fact]:
    card_id, account_id = after.card_id, after.account_id
    if before is None:
        yield CardIssued(
            at=at,
            card_id=card_id,
            account_id=account_id,
            citizen_id=after.citizen_id,
            card_class=after.card_class.value,
            expires_on=after.expires_on,
        )
        if after.replaces is not None:
            yield CardReplaced(at=at, card_id=card_id, account_id=account_id, old_card_id=after.replaces)
    elif before.state is after.state:
        return
    elif after.state is CardState.BLOCKED and after.block_ is not None:
        yield CardBlocked(at=at, card_id=card_id, account_id=account_id, reason=after.block_.reason.value)
    elif before.state is CardState.BLOCKED and after.state is CardState.ACTIVE:
        yield CardUnblocked(at=at, card_id=card_id, account_id=account_id)
    elif after.state is CardState.ACTIVE:
        yield CardActivated(at=at, card_id=card_id, account_id=account_id)
    elif after.state is CardState.EXPIRED:
        yield CardExpired(at=at, card_id=card_id, account_id=account_id)


def _of_credentials(before: Card | None, after: Card, at: datetime) -> Iterator[Fact]:
    """A credential is told of whenever its card begins to work, and its end whether or not it ever did."""
    known = {each.credential_id: each for each in before.credentials} if before else {}
    worked = before is not None and before.state is CardState.ACTIVE
    for each in after.credentials:
        if each.ended_at and not _has_ended(known.get(each.credential_id)):
            yield CredentialEnded(
                at=at, credential_id=each.credential_id, card_id=after.card_id, account_id=after.account_id
            )
    for each in after.living if after.state is CardState.ACTIVE else ():
        if not (worked and each.credential_id in known):
            yield CredentialActivated(
                at=at,
                credential_id=each.credential_id,
                card_id=after.card_id,
                account_id=after.account_id,
                medium=each.medium.value,
            )


def _has_ended(credential: Credential | None) -> bool:
    return credential is not None and credential.ended_at is not None


def _of_concessions(before: Card | None, after: Card, at: datetime) -> Iterator[Fact]:
    known = before.concessions if before else ()
    for each in after.concessions:
        if each not in known:
            yield ConcessionGranted(
                at=at,
                card_id=after.card_id,
                account_id=after.account_id,
                concession=each.concession.value,
                valid_from=each.valid_from,
                valid_to=each.valid_to,
            )
    kept = {each.concession for each in after.concessions}
    for each in known:
        if each.concession not in kept:
            yield ConcessionEnded(
                at=at, card_id=after.card_id, account_id=after.account_id, concession=each.concession.value
            )
