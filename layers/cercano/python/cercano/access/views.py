"""Journeys and taps as people and operators read them over HTTP."""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.access.explain import explained
from cercano.access.journal import tap_of
from cercano.access.model import Charge
from cercano.kit.answers import Body, Instant, View
from cercano.ledger.model import Entry

Word = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,24}$")]
WordOrNone = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{0,24}$")]


class Words(View):
    """A sentence in both languages."""

    es: str
    en: str


class PlaceBody(Body):
    """Where the reader hangs."""

    service: Word
    operator: Word
    line: WordOrNone = ""
    stop: WordOrNone = ""
    vehicle: WordOrNone = ""


class JourneyView(View):
    """One tap of an account, what it cost and why."""

    entry_id: str
    at: Instant
    kind: str
    """entry, on, off, declared."""
    service: str
    operator: str
    line: str
    stop: str
    vehicle: str
    cents: int
    """What it adds to what is owed, corrections by late taps included; below zero for money given back."""
    reason: str
    """A stable code; `explanation` says it in words."""
    explanation: Words

    @classmethod
    def of(cls, entry: Entry, charge: Charge) -> JourneyView:
        """From its entry and its charge as it stands now."""
        tap = tap_of(entry)
        text = explained(charge.why)
        return cls(
            entry_id=entry.id,
            at=entry.at,
            kind=tap.kind.value,
            cents=charge.cents,
            reason=charge.why.code,
            explanation=Words(es=text.es, en=text.en),
            **tap.place._asdict(),
        )
