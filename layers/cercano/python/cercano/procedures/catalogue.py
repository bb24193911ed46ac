"""What people can ask the city council for: what it is, who may, what to bring, what it costs, how long it takes, and
what it means when nobody answers.

Each procedure is a document in catalogue/, decided by the council; a changed one raises its version, and files that are
under way keep the rules they began with.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cercano.calendar.working_days import Period, Unit
from cercano.kit.text import Text
from cercano.procedures.clock import Silence
from cercano.procedures.errors import NoSuchProcedure

Condition = Mapping[str, Any]
"""{"path": "step.field", "equals": value}: holds when that answer has been given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """What is paid when it is handed in."""

    cents: int
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A document to hand in."""

    code: str
    title: Text
    required: bool
    accept: tuple[str, ...]
    """Media types."""
    held_by: Text | None = None
    """Who has it already: the person need not bring it (Ley 39/2015, article 28.2)."""
    when: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One page of the form. Its schema is JSON Schema 2020-12, with words in both languages and conditions (`when`)."""

    code: str
    title: Text
    schema: Mapping[str, Any]
    when: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The unit of the council that decides, and the code of the body in the common directory (DIR3)."""

    code: str
    dir3: str
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One thing that can be asked for."""

    code: str
    version: int
    title: Text
    summary: Text
    who: Text
    topics: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    """Other words people use for it, by language."""
    unit: Office
    period: Period
    silence: Silence
    basis: Text
    """The norms that its period and silence rest on."""
    fee: Fee | None
    level: int
    """How well the person must be known: 1 an account, 2 found in the municipal register."""
    four_eyes: bool
    """Whether a second official signs."""
    retention_years: int
    where: tuple[str, ...]
    documents: tuple[Wanted, ...]
    steps: tuple[Step, ...]


def find(code: str) -> Procedure:
    """The procedure of this code.

    Raises:
        NoSuchProcedure: there is none.
    """
    try:
        return everything()[code]
    except KeyError:
        raise NoSuchProcedure(code=code) from None


@functools.cache
def everything() -> Mapping[str, Procedure]:
    """All of them by code, in the order of their Spanish titles."""
    files = (Path(__file__).parent / "catalogue").glob("*.json")
    found = [_procedure(json.loads(file.read_text("utf-8"))) for file in files]
    return {each.code: each for each in sorted(found, key=lambda each: each.title.es)}


def _procedure(said: dict[str, Any]) -> Procedure:
    texts = {name: Text(**said[name]) for name in ("title", "summary", "who", "basis")}
    plain = {name: said[name] for name in ("code", "version", "level", "four_eyes", "retention_years")}
    whole: dict[str, Any] = {**texts, **plain}
    return Procedure(
        **whole,
        topics=tuple(said["topics"]),
        where=tuple(said["where"]),
        words={language: tuple(words) for language, words in said["words"].items()},
        unit=Office(code=said["unit"]["code"], dir3=said["unit"]["dir3"], name=Text(**said["unit"]["name"])),
        period=Period(count=said["period"]["count"], unit=Unit(said["period"]["unit"])),
        silence=Silence(said["silence"]),
        fee=Fee(cents=said["fee"]["cents"], reason=Text(**said["fee"]["reason"])) if said["fee"] else None,
        documents=tuple(map(_wanted, said["documents"])),
        steps=tuple(Step(**{**step, "title": Text(**step["title"])}) for step in said["steps"]),
    )


def _wanted(said: dict[str, Any]) -> Wanted:
    held_by = Text(**said["held_by"]) if "held_by" in said else None
    return Wanted(**{**said, "title": Text(**said["title"]), "accept": tuple(said["accept"]), "held_by": held_by})
