"""JSON as short as it gets, written and read by C alone, for rows: each is small, and a command has three or four.

`json` makes an encoder at each call and looks for blanks around what it reads: two thirds of a small value's time.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from json import encoder
from typing import Any

_read = json.JSONDecoder().raw_decode


def writer(*, sort_keys: bool = False) -> Callable[[Any], str]:
    """A function that writes any value as JSON, without blanks, letters as they are.

    It raises TypeError for what JSON does not know, ValueError for a number that is none.
    """
    plain = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, allow_nan=False, sort_keys=sort_keys)
    make = getattr(encoder, "c_make_encoder", None)
    if make is None:  # a Python without it
        return plain.encode
    parts = make(None, plain.default, encoder.encode_basestring, None, ":", ",", sort_keys, False, False)
    return lambda value: "".join(parts(value, 0))


written = writer()


def read(text: str) -> Any:
    """The value of a text that `written` wrote.

    Raises:
        ValueError: it is no JSON, or something follows it.
    """
    value, end = _read(text)
    if end != len(text):
        raise ValueError(f"JSON ends at {end} of {len(text)}")
    return value
