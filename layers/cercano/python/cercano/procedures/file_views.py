"""What somebody presented, as they read it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from cercano.kit.answers import Instant, View
from cercano.procedures import catalogue
from cercano.procedures.clock import Silence, day_of, effective_at
from cercano.procedures.filing import File
from cercano.procedures.forms import word
from cercano.procedures.registry import Entry
from cercano.procedures.rows import MineRow


class FileView(View):
    """An application with its number and its clock."""

    file_id: str
    procedure: str
    title: str
    reference: str | None
    """Its number in the registry, 2026-E-000123; null for a moment: it is being given."""
    filed_at: Instant
    """When it was presented: the registry is open day and night."""
    counts_from: Instant
    """From when terms in working days are counted: the first hour of the next working day, if it was none."""
    unit: str
    form_sha256: str
    """The fingerprint of the answers as they were presented."""
    entry_hash: str | None
    """That of the registry's entry, which holds that of the one before it."""
    answers: dict[str, dict[str, Any]]
    due_on: date
    """The last day to be answered."""
    silent_on: date | None
    """The day from which silence speaks; null while the clock stands still."""
    silence: Silence
    is_silent: bool
    """Whether it has spoken."""

    @classmethod
    def of(cls, file: File, entry: Entry | None, language: str, now: datetime) -> FileView:
        """In one language, as of `now`."""
        rules, clock, today = catalogue.find(file.procedure), file.clock, day_of(now)
        return cls(
            file_id=file.file_id,
            procedure=file.procedure,
            title=word(rules.title, language),
            reference=entry.reference if entry else None,
            filed_at=file.filing.filed_at,
            counts_from=effective_at(file.filing.filed_at),
            unit=word(rules.unit.name, language),
            form_sha256=file.filing.form_sha256,
            entry_hash=entry.hash if entry else None,
            answers={step: dict(fields) for step, fields in file.answers.items()},
            due_on=clock.due_on(today),
            silent_on=clock.silent_on(today),
            silence=clock.silence,
            is_silent=clock.is_silent(today),
        )


class ListedView(View):
    """An application in a list."""

    file_id: str
    procedure: str
    title: str
    filed_at: Instant

    @classmethod
    def of(cls, row: MineRow, language: str) -> ListedView:
        """In one language."""
        return cls(
            file_id=row.sk.partition("#")[2],
            procedure=row.procedure,
            title=word(catalogue.find(row.procedure).title, language),
            filed_at=row.filed_at,
        )
