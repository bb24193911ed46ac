"""The name by which a bank brings a collection back to us: the day of its file and its entry, in 35 characters.

ISO 20022 gives an EndToEndId 35 characters, and a client's entry id takes 32. The day takes three: days since 2020 to
the base of 36, good for 127 years.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

_FIRST = date(2020, 1, 1)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_FORM = re.compile(r"([0-9a-z]{3})([0-9a-f]{28}|[0-9a-f]{32})")


def written(day: date, entry_id: str) -> str:
    """The name of a collection."""
    number = (day - _FIRST).days
    return "".join(_DIGITS[number // 36**place % 36] for place in (2, 1, 0)) + entry_id


def read(text: str) -> tuple[date, str] | None:
    """The day and the entry of a name; None when it is none of ours."""
    found = _FORM.fullmatch(text)
    return (_FIRST + timedelta(days=int(found[1], 36)), found[2]) if found else None
