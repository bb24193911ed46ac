"""What people may write about themselves where others read it: one plain line, and clock hours of this city."""

from __future__ import annotations

import unicodedata
from datetime import time


def line(text: str) -> str:
    """Composed, without space around it; letters that turn, hide or break a line could make one shop pass for another.

    Raises: ValueError.
    """
    composed = unicodedata.normalize("NFC", text).strip()
    if not composed or not composed.isprintable():
        raise ValueError("one line of printable letters")
    return composed


def hour_here(hour: time) -> time:
    """An hour of the city's own clock.

    Raises: ValueError when it says another clock: it could not be compared with ours.
    """
    if hour.tzinfo is not None:
        raise ValueError("an hour without a time zone")
    return hour
