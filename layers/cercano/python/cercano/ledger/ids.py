"""Names of entries: each begins with the moment of its event, so that its place in the archive is known from it alone.

An id is 12 hexadecimal digits of milliseconds since 1970, then 16 or 20 more: 28 (made by us from what happened) or
32 (a UUID version 7 without its dashes, made by whoever asks for the payment, before asking).
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta

_ID = re.compile(r"[0-9a-f]{28}|[0-9a-f]{32}")
_1970 = datetime(1970, 1, 1, tzinfo=UTC)


def is_entry_id(text: str) -> bool:
    """Whether it has the form of an entry's id (lower case only: one id has one spelling)."""
    return _ID.fullmatch(text) is not None


def entry_id_of(at: datetime, *words: str) -> str:
    """The id of what happened at the aware instant `at` and is named by `words`: the same words, the same id."""
    return f"{_milliseconds(at):012x}{_fingerprint(words)}"


def tap_id(at: datetime, reader_id: str, credential_id: str, counter: int) -> str:
    """The id of a tap: however often its reader sends it, it is this one."""
    return entry_id_of(at, "tap", reader_id, credential_id, str(counter))


def event_time_of(entry_id: str) -> datetime:
    """When it happened, as its id says (aware UTC, to the millisecond).

    Raises:
        ValueError: not an entry's id.
    """
    if not is_entry_id(entry_id):
        raise ValueError(f"{entry_id!r:.40} is not an entry's id")
    return _1970 + timedelta(milliseconds=int(entry_id[:12], 16))


def _fingerprint(words: tuple[str, ...]) -> str:
    return hashlib.sha256("\x00".join(words).encode()).hexdigest()[:16]


def _milliseconds(at: datetime) -> int:
    if at.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return (at - _1970) // timedelta(milliseconds=1)
