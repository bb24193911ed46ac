"""The catalogue as it is read."""

from __future__ import annotations

from typing import Any

from cercano.calendar.working_days import Unit
from cercano.kit.answers import View
from cercano.procedures import forms
from cercano.procedures.catalogue import Procedure, Step, Wanted
from cercano.procedures.clock import Silence
from cercano.procedures.forms import word


class PeriodView(View):
    """How long the council has to answer."""

    count: int
    unit: Unit


class SummaryView(View):
    """A procedure in a list."""

    code: str
    title: str
    summary: str
    topics: list[str]
    fee_cents: int
    """0: nothing is paid."""
    period: PeriodView
    silence: Silence
    """What it means when nobody answers in time."""

    @classmethod
    def of(cls, procedure: Procedure, language: str) -> SummaryView:
        """In one language."""
        return cls(**_summary(procedure, language))


class WantedView(View):
    """A document to bring."""

    code: str
    title: str
    required: bool
    accept: list[str]
    held_by: str | None
    """Who has it already; then it need not be brought."""
    when: dict[str, Any] | None
    """Asked for only when this answer was given; null: always."""

    @classmethod
    def of(cls, wanted: Wanted, language: str) -> WantedView:
        """In one language."""
        return cls(
            code=wanted.code,
            title=word(wanted.title, language),
            required=wanted.required,
            accept=list(wanted.accept),
            held_by=word(wanted.held_by, language) if wanted.held_by else None,
            when=dict(wanted.when) if wanted.when else None,
        )


class StepView(View):
    """One page of the form."""

    code: str
    title: str
    when: dict[str, Any] | None
    form: dict[str, Any]
    """JSON Schema 2020-12; a property with `when` is asked only when that answer was given."""

    @classmethod
    def of(cls, step: Step, language: str) -> StepView:
        """In one language."""
        return cls(
            code=step.code,
            title=word(step.title, language),
            when=dict(step.when) if step.when else None,
            form=forms.in_language(step.schema, language),
        )


class ProcedureView(SummaryView):
    """A procedure, whole."""

    version: int
    who: str
    unit: str
    basis: str
    """The norms its period and silence rest on."""
    fee_reason: str | None
    level: int
    """1: an account is enough. 2: whoever asks must be found in the municipal register."""
    where: list[str]
    documents: list[WantedView]
    steps: list[StepView]

    @classmethod
    def whole(cls, procedure: Procedure, language: str) -> ProcedureView:
        """In one language."""
        return cls(
            **_summary(procedure, language),
            version=procedure.version,
            who=word(procedure.who, language),
            unit=word(procedure.unit.name, language),
            basis=word(procedure.basis, language),
            fee_reason=word(procedure.fee.reason, language) if procedure.fee else None,
            level=procedure.level,
            where=list(procedure.where),
            documents=[WantedView.of(each, language) for each in procedure.documents],
            steps=[StepView.of(each, language) for each in procedure.steps],
        )


def _summary(procedure: Procedure, language: str) -> dict[str, Any]:
    return {
        "code": procedure.code,
        "title": word(procedure.title, language),
        "summary": word(procedure.summary, language),
        "topics": list(procedure.topics),
        "fee_cents": procedure.fee.cents if procedure.fee else 0,
        "period": PeriodView(count=procedure.period.count, unit=procedure.period.unit),
        "silence": procedure.silence,
    }
