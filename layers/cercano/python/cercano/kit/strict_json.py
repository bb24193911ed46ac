"""JSON read without surprises: what two parsers could read differently is refused, and so is what is big or deep.

Refused: duplicate keys, NaN and Infinity, integers beyond 64 bits, endless digits, nesting over 32, half characters, a
byte-order mark, anything that is not UTF-8 (RFC 8259 with the limits of I-JSON, RFC 7493).
"""

from __future__ import annotations

import json
import math
import re

from cercano.kit.errors import BadRequest

MAX_DEPTH = 32
MAX_INTEGER = 2**63 - 1
MAX_NUMBER_LENGTH = 64
"""Characters in one number as written."""

_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_HALF_CHARACTER = re.compile(rb"\\u[dD][89abAB]|\\u[dD][c-fC-F]")


class UnreadableJson(BadRequest):
    """The text is not JSON we accept."""

    code = "unreadable_json"
    es, en = "El JSON no se puede leer: {why_es}.", "The JSON cannot be read: {why_en}."


def read_json(raw: bytes) -> object:
    """The value written in `raw`.

    Raises: UnreadableJson, whose sentence says what is wrong.
    """
    if _is_too_deep(raw):
        raise UnreadableJson(why_es="tiene demasiados niveles", why_en="it is nested too deep")
    try:
        value: object = _DECODER.decode(raw.decode("utf-8"))
        if _HALF_CHARACTER.search(raw):
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeError:
        raise UnreadableJson(why_es="no es UTF-8 correcto", why_en="it is not proper UTF-8") from None
    except json.JSONDecodeError as error:
        raise UnreadableJson(
            why_es=f"error de sintaxis en la línea {error.lineno}, columna {error.colno}",
            why_en=f"syntax error at line {error.lineno}, column {error.colno}",
        ) from None
    return value


def _is_too_deep(raw: bytes) -> bool:
    if raw.count(b"[") + raw.count(b"{") <= MAX_DEPTH:
        return False
    depth = 0
    for token in _TOKENS.finditer(raw):
        mark = token.group()
        if mark in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif mark in b"]}":
            depth -= 1
    return False


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise UnreadableJson(why_es="hay una clave repetida", why_en="a key is repeated")
    return read


def _integer(written: str) -> int:
    if len(written) > MAX_NUMBER_LENGTH or not -MAX_INTEGER - 1 <= int(written) <= MAX_INTEGER:
        raise _bad_number()
    return int(written)


def _float(written: str) -> float:
    if len(written) > MAX_NUMBER_LENGTH or not math.isfinite(float(written)):
        raise _bad_number()
    return float(written)


def _constant(_written: str) -> object:
    raise _bad_number()


def _bad_number() -> UnreadableJson:
    return UnreadableJson(why_es="hay un número que no admitimos", why_en="it holds a number we do not take")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_float, parse_constant=_constant, strict=True
)
