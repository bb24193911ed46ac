"""Names for new things: sortable by the moment they were made, safe in a URL, impossible to guess."""

from __future__ import annotations

import secrets
import threading

from cercano.kit import clock

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, so that a person can read an id aloud. It sorts as its numbers do."""

_RANDOM_BITS = 80
_lock = threading.Lock()
_last = 0


def new_id(kind: str) -> str:
    """A fresh id such as `alert_01JDCE5ZJ8W3Q6Y1N0T9KXGR2B`: `kind`, then a ULID (48 bits of milliseconds, 80 random).

    Ids made by one process always sort in the order they were made. Never holds a `/`.
    Raises: ValueError when `kind` is not lower-case letters, digits and `_`.
    """
    if not kind.isascii() or not kind.replace("_", "").isalnum() or kind != kind.lower():
        raise ValueError(f"an id's kind is lower-case letters and digits, not {kind!r}")
    return f"{kind}_{ulid()}"


def ulid() -> str:
    """26 characters, sortable by time (ulid/spec, monotonic inside a process)."""
    global _last  # ids of one process keep their order
    milliseconds = int(clock.now().timestamp() * 1000)
    number = milliseconds << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
    with _lock:
        if number >> _RANDOM_BITS == _last >> _RANDOM_BITS:
            number = max(number, _last + 1 + secrets.randbits(32))
        _last = number
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
