"""Whether a form can be presented as it is: what is missing and what is wrong, field by field, in words for a person.

The browser checks as well, to save people a way; this is the judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from cercano.kit.text import Text
from cercano.procedures import forms
from cercano.procedures.catalogue import Procedure, Step
from cercano.procedures.forms import Answers, word

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

WORDS: Mapping[str, Text] = {
    "required": Text(es="Falta responder.", en="This is not answered yet."),
    "enum": Text(es="Elige una de las opciones.", en="Choose one of the options."),
    "const": Text(es="Tienes que aceptarlo.", en="You have to accept it."),
    "pattern": Text(es="No tiene la forma esperada.", en="It does not have the expected form."),
    "format": Text(es="No es un valor válido.", en="It is not a valid value."),
    "minLength": Text(es="Es demasiado corto.", en="It is too short."),
    "maxLength": Text(es="Es demasiado largo.", en="It is too long."),
    "minimum": Text(es="El mínimo es {limit}.", en="The minimum is {limit}."),
    "maximum": Text(es="El máximo es {limit}.", en="The maximum is {limit}."),
    "minItems": Text(es="Añade al menos {limit}.", en="Add at least {limit}."),
    "maxItems": Text(es="Como máximo, {limit}.", en="At most {limit}."),
    "uniqueItems": Text(es="Hay algo repetido.", en="Something is there twice."),
    "type": Text(es="No es una respuesta a esta pregunta.", en="It does not answer this question."),
    "additionalProperties": Text(es="Aquí no se pregunta eso.", en="That is not asked here."),
}
"""By keyword of JSON Schema."""


class Problem(NamedTuple):
    """What stands in the way of presenting a form, and where."""

    pointer: str
    """RFC 6901, into the answers: /place/tables."""
    detail: str


def problems(procedure: Procedure, answers: Answers, language: str) -> list[Problem]:
    """All that is missing or wrong, in the order of the form; none: it can be presented. `language` is "es" or "en"."""
    asked = list(forms.steps(procedure, answers))
    strangers = [
        Problem(f"/{code}", _said("additionalProperties", None, language)) for code in _unasked(procedure, answers)
    ]
    return [*strangers, *(each for step in asked for each in _of_step(step, answers, language))]


def _unasked(procedure: Procedure, answers: Answers) -> list[str]:
    """Steps that the procedure does not have; one whose condition fails only is not presented."""
    known = {step.code for step in procedure.steps}
    return [code for code in answers if code not in known]


def _of_step(step: Step, answers: Answers, language: str) -> Iterator[Problem]:
    from jsonschema import Draft202012Validator, FormatChecker  # a tenth of a second: only who checks a form pays

    checker = FormatChecker(formats=())
    checker.checks("date", ValueError)(_is_date)
    checker.checks("iban")(_is_iban)
    shape = forms.schema(step, answers, language)
    hidden = set(step.schema["properties"]) - set(shape["properties"])
    given = {name: value for name, value in answers.get(step.code, {}).items() if name not in hidden}
    found = Draft202012Validator(shape, format_checker=checker).iter_errors(given)
    order = list(step.schema["properties"])
    seen = sorted((_problem(step, wrong, language) for wrong in found), key=lambda each: _place(each, order))
    yield from dict.fromkeys(seen)


def _problem(step: Step, wrong: ValidationError, language: str) -> Problem:
    path = [str(part) for part in wrong.absolute_path]
    if wrong.validator in ("required", "additionalProperties"):
        path.append(_named(wrong))
    pointer = "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in (step.code, *path))
    return Problem(pointer, _said(str(wrong.validator), wrong.validator_value, language))


def _named(wrong: ValidationError) -> str:
    """The field a rule about an object is broken by."""
    there, schema = cast(dict[str, Any], wrong.instance), cast(dict[str, Any], wrong.schema)
    if wrong.validator == "required":
        return next(str(name) for name in schema["required"] if name not in there and f"'{name}'" in wrong.message)
    return next(name for name in there if name not in schema["properties"])


def _said(keyword: str, limit: Any, language: str) -> str:
    return word(WORDS[keyword], language).format(limit=limit)


def _place(problem: Problem, order: list[str]) -> int:
    field = problem.pointer.split("/")[2]
    return order.index(field) if field in order else len(order)


def _is_date(text: object) -> bool:
    return not isinstance(text, str) or bool(date.fromisoformat(text))


def _is_iban(text: object) -> bool:
    """ISO 13616: the remainder of the rearranged number by 97 is 1."""
    if not isinstance(text, str):
        return True
    plain = text.replace(" ", "").upper()
    digits = "".join(str(int(one, 36)) for one in plain[4:] + plain[:4] if one.isalnum())
    return bool(digits) and int(digits) % 97 == 1
