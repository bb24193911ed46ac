"""A form is asked step by step; what is asked depends on what was answered, and so does what must be brought.

A procedure's steps hold conditions; with a person's answers they become plain JSON Schema 2020-12, which browser and
server read alike. An answer to something that is not asked (any more) is not part of what is presented.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cercano.kit.text import Text
from cercano.procedures.catalogue import Condition, Procedure, Step, Wanted

Answers = Mapping[str, Mapping[str, Any]]
"""By step, by field."""


def holds(condition: Condition | None, answers: Answers) -> bool:
    """Whether a condition holds; none always does."""
    if condition is None:
        return True
    step, _, field = condition["path"].partition(".")
    given = answers.get(step, {}).get(field)
    wanted = condition["equals"]
    return type(given) is type(wanted) and given == wanted


def steps(procedure: Procedure, answers: Answers) -> Iterator[Step]:
    """The steps that are asked."""
    return (step for step in procedure.steps if holds(step.when, answers))


def documents(procedure: Procedure, answers: Answers) -> tuple[Wanted, ...]:
    """The documents that are asked for."""
    return tuple(document for document in procedure.documents if holds(document.when, answers))


def schema(step: Step, answers: Answers, language: str) -> dict[str, Any]:
    """What one step asks, as plain JSON Schema in one language."""
    asked = {name: said for name, said in step.schema["properties"].items() if holds(said.get("when"), answers)}
    plain = dict(step.schema) | {
        "properties": {name: _without(said) for name, said in asked.items()},
        "required": [name for name in step.schema["required"] if name in asked],
    }
    read: dict[str, Any] = in_language(plain, language)
    return read


def presented(procedure: Procedure, answers: Answers) -> dict[str, dict[str, Any]]:
    """What of the answers is asked for, and so presented: steps and fields in their order."""
    return {
        step.code: {
            name: answers[step.code][name]
            for name, said in step.schema["properties"].items()
            if name in answers.get(step.code, {}) and holds(said.get("when"), answers)
        }
        for step in steps(procedure, answers)
    }


def in_language(said: Any, language: str) -> Any:
    """The same with each pair of words in one language."""
    if isinstance(said, Mapping):
        if said.keys() == {"es", "en"}:
            return said[language]
        return {name: in_language(value, language) for name, value in said.items()}
    return [in_language(value, language) for value in said] if isinstance(said, list) else said


def word(text: Text, language: str) -> str:
    """A text in "es" or "en"."""
    return text.en if language == "en" else text.es


def _without(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != "when"}
