"""Presenting a form: from then on it is an application with a date and an hour, a number, and a clock that runs.

In one transaction the draft becomes a file and lies in the registry's tray: no power cut leaves one without the other,
and what is presented twice is one file with one number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cercano.kit.errors import VersionConflict
from cercano.kit.together import keep_together
from cercano.ledger.chain import digest
from cercano.procedures import catalogue, drafts, forms, registering
from cercano.procedures.catalogue import Procedure
from cercano.procedures.checking import problems
from cercano.procedures.clock import Clock
from cercano.procedures.errors import FormNotWhole, NoSuchDraft, NoSuchFile, NotHereYet
from cercano.procedures.forms import Answers
from cercano.procedures.registry import Book, Entry, Filing
from cercano.procedures.rows import FileRow, MineRow, file_key, person_key

CASE = "CASE"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """An application and how it stands."""

    file_id: str
    applicant: str
    procedure: str
    answers: Answers
    filing: Filing

    @property
    def clock(self) -> Clock:
        """Its legal clock, by the rules it was presented under."""
        rules = catalogue.find(self.procedure)
        return Clock(filed_at=self.filing.filed_at, period=rules.period, silence=rules.silence)


def present(person: str, draft_id: str, at: datetime, language: str) -> tuple[File, Entry]:
    """Present a form: done again, it is the same file with the same number.

    Raises:
        NoSuchDraft: they have no such draft, and presented none. FormNotWhole: something is missing or wrong.
        NotHereYet: documents, a fee, or a person the register knows are needed, and that is not possible here yet.
        RegistryBusy: it is presented; its number follows.
    """
    file_id = f"file_{draft_id.partition('_')[2]}"
    row = FileRow.find(file_key(file_id), CASE)
    if row is None:
        row = _file(person, draft_id, file_id, at, language)
    if row.applicant != person:
        raise NoSuchDraft
    file = _read(row)
    return file, registering.number_of(file.filing)


def get(person: str, file_id: str) -> tuple[File, Entry | None]:
    """One of theirs, with its entry in the registry; None: its number is about to be given.

    Raises:
        NoSuchFile: they have no such file.
    """
    row = FileRow.find(file_key(file_id), CASE)
    if row is None or row.applicant != person:
        raise NoSuchFile
    file = _read(row)
    return file, registering.find(file.filing)


def mine(person: str) -> list[MineRow]:
    """What they presented, newest first."""
    return list(MineRow.every(person_key(person), MineRow.sk.startswith("FILE#"), newest_first=True))


def _file(person: str, draft_id: str, file_id: str, at: datetime, language: str) -> FileRow:
    draft = drafts.row_of(person, draft_id)
    rules = catalogue.find(draft.procedure)
    _check(rules, draft.answers, language)
    answers = forms.presented(rules, draft.answers)
    filing = Filing(
        filing_id=file_id,
        file_id=file_id,
        book=Book.ENTRY,
        subject=rules.code,
        unit=rules.unit.dir3,
        presented_by=person,
        filed_at=at,
        form_sha256=digest(answers),
    )
    words: dict[str, Any] = filing.words()
    row = FileRow(file_key(file_id), CASE, applicant=person, procedure=rules.code, answers=answers, filing=words)
    listed = MineRow(person_key(person), f"FILE#{file_id}", procedure=rules.code, filed_at=at)
    try:
        keep_together([row, listed, registering.in_tray(filing)], remove=[draft])
    except VersionConflict:
        again = FileRow.find(file_key(file_id), CASE)  # presented in the same moment, or changed while we looked
        if again is None:
            raise
        return again
    return row


def _check(rules: Procedure, answers: Answers, language: str) -> None:
    found = problems(rules, answers, language)
    if found:
        raise FormNotWhole(errors=[{"pointer": f"/answers{each.pointer}", "detail": each.detail} for each in found])
    needs_documents = any(one.required for one in forms.documents(rules, answers))
    if needs_documents or rules.fee or rules.level > 1:
        raise NotHereYet


def _read(row: FileRow) -> File:
    return File(
        file_id=row.pk.partition("#")[2],
        applicant=row.applicant,
        procedure=row.procedure,
        answers=row.answers,
        filing=registering.filing_of(row.filing),
    )
