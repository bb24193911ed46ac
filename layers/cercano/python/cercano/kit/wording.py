"""What is wrong with a value, said to the person who typed it, in Spanish and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_SAID: Mapping[str, tuple[str, str]] = {
    "missing": ("Falta este dato.", "This value is missing."),
    "extra_forbidden": ("Este campo no existe aquí.", "There is no such field here."),
    "string_type": ("Tiene que ser un texto.", "It has to be text."),
    "string_too_short": ("Necesita al menos {min_length} caracteres.", "It needs at least {min_length} characters."),
    "string_too_long": ("Admite como mucho {max_length} caracteres.", "It takes at most {max_length} characters."),
    "string_pattern_mismatch": ("No tiene la forma esperada.", "It does not have the expected form."),
    "int_type": ("Tiene que ser un número entero.", "It has to be a whole number."),
    "int_parsing": ("Tiene que ser un número entero.", "It has to be a whole number."),
    "int_from_float": ("Tiene que ser un número entero.", "It has to be a whole number."),
    "float_type": ("Tiene que ser un número.", "It has to be a number."),
    "float_parsing": ("Tiene que ser un número.", "It has to be a number."),
    "finite_number": ("Tiene que ser un número.", "It has to be a number."),
    "bool_type": ("Tiene que ser sí o no.", "It has to be true or false."),
    "bool_parsing": ("Tiene que ser sí o no.", "It has to be true or false."),
    "greater_than": ("Tiene que ser mayor que {gt}.", "It has to be more than {gt}."),
    "greater_than_equal": ("Tiene que ser {ge} o más.", "It has to be {ge} or more."),
    "less_than": ("Tiene que ser menor que {lt}.", "It has to be less than {lt}."),
    "less_than_equal": ("Tiene que ser {le} o menos.", "It has to be {le} or less."),
    "enum": ("Tiene que ser uno de estos: {expected}.", "It has to be one of: {expected}."),
    "literal_error": ("Tiene que ser uno de estos: {expected}.", "It has to be one of: {expected}."),
    "list_type": ("Tiene que ser una lista.", "It has to be a list."),
    "tuple_type": ("Tiene que ser una lista.", "It has to be a list."),
    "dict_type": ("Tiene que ser un objeto.", "It has to be an object."),
    "model_type": ("Tiene que ser un objeto.", "It has to be an object."),
    "model_attributes_type": ("Tiene que ser un objeto.", "It has to be an object."),
    "too_short": ("Necesita al menos {min_length} elementos.", "It needs at least {min_length} items."),
    "too_long": ("Admite como mucho {max_length} elementos.", "It takes at most {max_length} items."),
    "timezone_aware": ("Tiene que decir su zona horaria.", "It has to say its time zone."),
    "none_required": ("Tiene que quedar vacío.", "It has to be empty."),
    "repeated": ("Solo se puede dar una vez.", "It may be given only once."),
    "too_big": ("El valor es demasiado grande.", "The value is too big."),
    "unknown_parameter": ("Este parámetro no existe aquí.", "There is no such parameter here."),
}
_DATES = ("Tiene que ser una fecha (2026-11-23).", "It has to be a date (2026-11-23).")
_TIMES = ("Tiene que ser una hora (09:30).", "It has to be a time (09:30).")
_INSTANTS = ("Tiene que ser un instante (2026-11-23T09:15:00Z).", "It has to be an instant (2026-11-23T09:15:00Z).")
_OTHERWISE = ("El valor no es válido.", "The value is not valid.")


def said(kind: str, context: Mapping[str, Any], language: str) -> str:
    """The sentence for one of pydantic's error types, with the limits in `context`; never repeats what was typed."""
    if kind == "value_error":
        return str(context.get("error") or _pick(_OTHERWISE, language))
    pair = _SAID.get(kind) or _of_a_family(kind)
    return _pick(pair, language).format_map(context)


def pointer(path: Sequence[str | int]) -> str:
    """A JSON pointer (RFC 6901) to where in the body it is: ("doors", 0, "name") is `/doors/0/name`."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _of_a_family(kind: str) -> tuple[str, str]:
    for prefix, pair in (("datetime", _INSTANTS), ("date", _DATES), ("time", _TIMES)):
        if kind.startswith(prefix):
            return pair
    return _OTHERWISE


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[0 if language == "es" else 1]
