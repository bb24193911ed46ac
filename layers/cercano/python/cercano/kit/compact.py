"""JSON as short as it gets, for rows: each is small, and a command has three or four.

`json.dumps` makes an encoder at each call, and `json.loads` looks for blanks around what it reads.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

_read = json.JSONDecoder().raw_decode


def writer(*, sort_keys: bool = False) -> Callable[[Any], str]:
    """A function that writes any value as JSON, without blanks, letters as they are.

    It raises TypeError for what JSON does not know, ValueError for a number that is none.
    """
    plain = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, allow_nan=False, sort_keys=sort_keys)
    return plain.encode


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
