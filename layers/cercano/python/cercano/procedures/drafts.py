"""A form that somebody has begun: it can be put aside and taken up again, on another device or another day.

A draft is kept under its person alone: whoever asks for it can only ever find their own. Nothing in it is presented,
and nobody at the council reads it; after 90 days it is forgotten.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from cercano.kit.etags import IfMatch
from cercano.procedures.errors import DraftTooLarge, NoSuchDraft, TooManyDrafts
from cercano.procedures.forms import Answers
from cercano.procedures.rows import DraftRow, person_key

KEPT = timedelta(days=90)
MOST = 20
"""Drafts of one person at a time."""
MOST_BYTES = 64_000
"""Of the answers of one draft, as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What has been answered so far, by step and by field; it need not be whole."""

    draft_id: str
    procedure: str
    answers: Answers
    begun_at: datetime
    kept_until: datetime
    version: int


def begin(person: str, draft_id: str, procedure: str, at: datetime) -> Draft:
    """Start an empty one.

    Raises:
        TooManyDrafts: they have 20.
    """
    if len(mine(person)) >= MOST:
        raise TooManyDrafts(most=MOST)
    row = DraftRow(pk=person_key(person), sk=_sk(draft_id), procedure=procedure, begun_at=at, expires_at=at + KEPT)
    return _draft(row.keep())


def mine(person: str) -> list[Draft]:
    """All of one person's, newest first."""
    rows = DraftRow.every(person_key(person), DraftRow.sk.startswith(_sk("")), newest_first=True)
    return [_draft(row) for row in rows]


def get(person: str, draft_id: str) -> Draft:
    """One of theirs.

    Raises:
        NoSuchDraft: they have no such draft (any more).
    """
    return _draft(row_of(person, draft_id))


def keep(person: str, draft_id: str, answers: Answers, read: IfMatch) -> Draft:
    """Put these answers in place of the others.

    Raises:
        NoSuchDraft: they have no such draft. VersionConflict: it was changed elsewhere. DraftTooLarge: it is too long.
    """
    if len(json.dumps(answers, ensure_ascii=False).encode()) > MOST_BYTES:
        raise DraftTooLarge(limit_kb=MOST_BYTES // 1_000)
    row = row_of(person, draft_id)
    read.check(row.version)
    row.answers = {step: dict(fields) for step, fields in answers.items()}
    return _draft(row.keep())


def drop(person: str, draft_id: str) -> None:
    """Forget one of theirs.

    Raises:
        NoSuchDraft: they have no such draft.
    """
    row_of(person, draft_id).remove()


def row_of(person: str, draft_id: str) -> DraftRow:
    """The row of one of theirs.

    Raises:
        NoSuchDraft: they have no such draft.
    """
    row = DraftRow.find(person_key(person), _sk(draft_id))
    if row is None:
        raise NoSuchDraft
    return row


def _sk(draft_id: str) -> str:
    return f"DRAFT#{draft_id}"


def _draft(row: DraftRow) -> Draft:
    return Draft(
        draft_id=row.sk.removeprefix(_sk("")),
        procedure=row.procedure,
        answers=row.answers,
        begun_at=row.begun_at,
        kept_until=row.expires_at,
        version=row.version,
    )
