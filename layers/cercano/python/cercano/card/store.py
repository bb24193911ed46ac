"""Where cards are kept: each whole in one row, written over the version that was read, with what it tells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from cercano.card.errors import NoSuchCard
from cercano.card.granted import Granted
from cercano.card.model import Block, Card, Credential
from cercano.card.rows import CardRow, PointerRow
from cercano.card.telling import told
from cercano.card.words import Concession, Medium, Proof
from cercano.kit import bonds
from cercano.kit.caller import Caller
from cercano.kit.errors import VersionConflict
from cercano.kit.facts import instant

ATTEMPTS = 5


def find(card_id: str) -> Card | None:
    """The card of this name, or None."""
    row = _row(card_id)
    return _card(row) if row else None


def get(card_id: str) -> Card:
    """The card of this name.

    Raises:
        NoSuchCard: there is none.
    """
    card = find(card_id)
    if card is None:
        raise NoSuchCard
    return card


def of_caller(card_id: str, caller: Caller) -> Card:
    """The card, for its holder, for who answers for them, or for staff.

    Raises:
        NoSuchCard: there is none, or it is somebody else's: nobody learns which.
    """
    card = get(card_id)
    if not caller.has("staff") and not is_kept_by(card, caller.subject):
        raise NoSuchCard
    return card


def is_kept_by(card: Card, citizen_id: str) -> bool:
    """Whether somebody does with the card what its holder may: it is theirs, or they answer for its holder."""
    return card.citizen_id == citizen_id or bonds.answers_for(citizen_id, card.citizen_id, bonds.Matter.CARD)


def of_holder(citizen_id: str) -> list[Card]:
    """All the cards somebody ever had, oldest first."""
    pointers = PointerRow.every(f"HOLDER#{citizen_id}", PointerRow.sk.startswith("CARD#"), consistent=True)
    found = [find(pointer.target) for pointer in pointers]
    return [card for card in found if card is not None]


def add(card: Card, *, at: datetime) -> Card:
    """Keep a new card, and tell. Repeated it changes nothing: the card as it is now."""
    if card.citizen_id is not None:
        PointerRow(f"HOLDER#{card.citizen_id}", f"CARD#{card.card_id}", target=card.card_id).save()
    _note_what_falls_due(None, card)
    row = CardRow(f"CARD#{card.card_id}", "CARD")
    try:
        _keep(row, None, card, at)
    except VersionConflict:
        return get(card.card_id)
    return card


def change(card_id: str, decide: Callable[[Card], Card], *, at: datetime) -> Card:
    """Read, decide, keep and tell; again from the reading when somebody else was faster.

    Raises:
        NoSuchCard: there is none. VersionConflict: others were faster every time.
    """
    for attempt in range(ATTEMPTS):
        row = _row(card_id)
        if row is None:
            raise NoSuchCard
        before = _card(row)
        after = decide(before)
        if after == before:
            return before
        _note_what_falls_due(before, after)
        try:
            _keep(row, before, after, at)
        except VersionConflict:
            if attempt == ATTEMPTS - 1:
                raise
            continue
        return after
    raise AssertionError("ATTEMPTS is at least 1")


def due_on(day: date, what: str) -> list[str]:
    """The cards noted for a day: "END" of the card or of a concession, "RENEW" of a concession."""
    where = PointerRow.sk.startswith(f"{what}#")
    return [pointer.target for pointer in PointerRow.every(f"DUE#{day}", where, consistent=True)]


def _note_what_falls_due(before: Card | None, after: Card) -> None:
    """Written before the card itself; who comes on that day reads the card, and does only what is still due."""
    if before is None:
        _note(after.expires_on + timedelta(days=1), "END", after.card_id)
    known = before.concessions if before else ()
    for granted in after.concessions:
        if granted not in known:
            _note(granted.valid_to + timedelta(days=1), "END", after.card_id)
            _note(granted.renewal_opens_on, "RENEW", after.card_id)


def _note(day: date, what: str, card_id: str) -> None:
    PointerRow(f"DUE#{day}", f"{what}#{card_id}", target=card_id).save()


def _row(card_id: str) -> CardRow | None:
    return CardRow.find(f"CARD#{card_id}", "CARD")


def _keep(row: CardRow, before: Card | None, after: Card, at: datetime) -> None:
    block = after.block_
    row.account_id, row.card_class, row.citizen_id = after.account_id, after.card_class, after.citizen_id
    row.state, row.issued_at, row.expires_on = after.state, after.issued_at, after.expires_on
    row.credentials = [_credential_json(each) for each in after.credentials]
    row.concessions = [_granted_json(each) for each in after.concessions]
    row.block_reason, row.blocked_at = (block.reason, block.at) if block else (None, None)
    row.blocked_by_holder = int(block.by_holder) if block else None
    row.replaces, row.replaced_by = after.replaces, after.replaced_by
    row.told = told(before, after, at)
    row.keep()


def _card(row: CardRow) -> Card:
    block = None
    if row.block_reason is not None and row.blocked_at is not None:
        block = Block(reason=row.block_reason, at=row.blocked_at, by_holder=bool(row.blocked_by_holder))
    return Card(
        card_id=row.pk.removeprefix("CARD#"),
        account_id=row.account_id,
        card_class=row.card_class,
        citizen_id=row.citizen_id,
        state=row.state,
        issued_at=row.issued_at,
        expires_on=row.expires_on,
        credentials=tuple(_credential(words) for words in row.credentials),
        concessions=tuple(_granted(words) for words in row.concessions),
        block_=block,
        replaces=row.replaces,
        replaced_by=row.replaced_by,
    )


def _credential_json(credential: Credential) -> dict[str, str]:
    words = {"id": credential.credential_id, "medium": credential.medium.value, "since": instant(credential.since)}
    ended = {"ended_at": instant(credential.ended_at)} if credential.ended_at else {}
    keeper = {"kept_by": credential.kept_by} if credential.kept_by else {}
    return words | ended | keeper | ({"key": credential.key} if credential.key else {})


def _credential(words: dict[str, Any]) -> Credential:
    return Credential(
        credential_id=words["id"],
        medium=Medium(words["medium"]),
        since=datetime.fromisoformat(words["since"]),
        ended_at=datetime.fromisoformat(words["ended_at"]) if "ended_at" in words else None,
        key=words.get("key"),
        kept_by=words.get("kept_by"),
    )


def _granted_json(granted: Granted) -> dict[str, str]:
    days = {"from": granted.valid_from.isoformat(), "to": granted.valid_to.isoformat()}
    return {"concession": granted.concession.value, "proof": granted.proof.value, **days}


def _granted(words: dict[str, str]) -> Granted:
    return Granted(
        concession=Concession(words["concession"]),
        proof=Proof(words["proof"]),
        valid_from=date.fromisoformat(words["from"]),
        valid_to=date.fromisoformat(words["to"]),
    )
