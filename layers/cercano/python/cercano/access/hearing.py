"""What a reader said, read with suspicion: taps of known shape, by the thing whose certificate spoke.

    {"v": 1, "taps": [{"at": "...Z", "credential": "<16 hex>", "counter": 7, "kind": "entry",
                       "place": {"service": "bus", "operator": "tus", "line": "1", "stop": "15", "vehicle": "204"}}]}

Who speaks is said by the topic, never by the payload. A tap that cannot be read does not hold up its neighbours.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from cercano.access.model import Place, Tap, TapKind
from cercano.ledger.ids import tap_id

_CREDENTIAL = re.compile(r"[0-9a-f]{16}")
_WORD = re.compile(r"[A-Za-z0-9._-]{1,24}")
_WORD_OR_NONE = re.compile(r"[A-Za-z0-9._-]{0,24}")
KINDS = {kind.value: kind for kind in TapKind if kind is not TapKind.DECLARED}
MOST_COUNTER = 2**48
MOST_TAPS = 200
FIRST_YEAR, LAST_YEAR = 2020, 2100
AHEAD = timedelta(minutes=5)
"""A reader's clock may be this far ahead of ours."""
OLDEST = timedelta(days=35)
"""A tap that comes later than this is not charged any more."""


class Heard(NamedTuple):
    """One tap, with what says that it is not a copy."""

    tap: Tap
    credential_id: str
    counter: int
    reader_id: str


class Unreadable(ValueError):
    """Not what a reader says; the reason is for our log, and repeats nothing that was said."""


def hear(reader_id: str, payload: bytes) -> tuple[list[Heard], int]:
    """The taps of a message, and how many in it could not be read.

    Raises:
        Unreadable: not a message of taps at all.
    """
    try:
        said = json.loads(payload)
        taps = said["taps"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Unreadable("not a message of taps") from None
    if said.get("v") != 1 or not isinstance(taps, list) or len(taps) > MOST_TAPS:
        raise Unreadable("another version, or too many taps")
    heard = []
    for one in taps:
        try:
            heard.append(read(reader_id, one))
        except Unreadable:
            continue
    return heard, len(taps) - len(heard)


def read(reader_id: str, said: Any) -> Heard:
    """One tap.

    Raises:
        Unreadable: something of it is missing or not of its form.
    """
    try:
        credential, counter, kind, place = said["credential"], said["counter"], said["kind"], said["place"]
        at = datetime.fromisoformat(said["at"])
        there = Place(
            _of(_WORD, place["service"]),
            _of(_WORD, place["operator"]),
            *(_of(_WORD_OR_NONE, place.get(name, "")) for name in ("line", "stop", "vehicle")),
        )
        if at.tzinfo is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
            raise Unreadable("a time without its zone, or of another age")
        if type(counter) is not int or not 0 <= counter < MOST_COUNTER:
            raise Unreadable("no counter")
        return heard_of(reader_id, at.astimezone(UTC), _of(_CREDENTIAL, credential), counter, KINDS[kind], there)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise Unreadable("not the form of a tap") from None


def heard_of(reader_id: str, at: datetime, credential_id: str, counter: int, kind: TapKind, place: Place) -> Heard:
    """A tap of words that are known to be right; its id is the same however often it is told."""
    made = tap_id(at, reader_id, credential_id, counter)
    return Heard(Tap(made, int(made[:12], 16), kind, place), credential_id, counter, reader_id)


def _of(form: re.Pattern[str], value: Any) -> str:
    if not isinstance(value, str) or not form.fullmatch(value):
        raise Unreadable("not the form of a tap")
    return value
