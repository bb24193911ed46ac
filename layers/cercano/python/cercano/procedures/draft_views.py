"""A form somebody has begun, and whether it can be presented."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from cercano.kit.answers import Instant, View
from cercano.procedures import catalogue, forms
from cercano.procedures.catalogue import Procedure
from cercano.procedures.checking import problems
from cercano.procedures.clock import Clock, Silence, day_of
from cercano.procedures.drafts import Draft
from cercano.procedures.forms import word
from cercano.procedures.views import WantedView


class DraftView(View):
    """A form that somebody has begun."""

    draft_id: str
    procedure: str
    title: str
    answers: dict[str, dict[str, Any]]
    """By step, by field."""
    begun_at: Instant
    kept_until: Instant

    @classmethod
    def of(cls, draft: Draft, language: str) -> DraftView:
        """In one language."""
        return cls(
            draft_id=draft.draft_id,
            procedure=draft.procedure,
            title=word(catalogue.find(draft.procedure).title, language),
            answers={step: dict(fields) for step, fields in draft.answers.items()},
            begun_at=draft.begun_at,
            kept_until=draft.kept_until,
        )


class ProblemView(View):
    """What stands in the way, and where."""

    pointer: str
    """RFC 6901, into the answers: /place/tables."""
    detail: str


class CheckView(View):
    """A form before it is presented."""

    problems: list[ProblemView]
    """None: its answers are whole."""
    presented: dict[str, dict[str, Any]]
    """What would be presented: an answer to something no longer asked is not."""
    documents: list[WantedView]
    """What to bring with these answers."""
    fee_cents: int
    silence: Silence
    due_on: date
    """The last day to be answered, if it is presented now."""
    silent_on: date
    """The day from which silence speaks."""

    @classmethod
    def of(cls, procedure: Procedure, draft: Draft, language: str, now: datetime) -> CheckView:
        """In one language, as of `now`."""
        clock = Clock(filed_at=now, period=procedure.period, silence=procedure.silence)
        due_on = clock.due_on(day_of(now))
        return cls(
            problems=[
                ProblemView(pointer=each.pointer, detail=each.detail)
                for each in problems(procedure, draft.answers, language)
            ],
            presented=forms.presented(procedure, draft.answers),
            documents=[WantedView.of(each, language) for each in forms.documents(procedure, draft.answers)],
            fee_cents=procedure.fee.cents if procedure.fee else 0,
            silence=procedure.silence,
            due_on=due_on,
            silent_on=due_on + timedelta(days=1),
        )
