"""The nouns of a tap: who was where, on what, and what it cost and why.

Pure values: no AWS, no clock. Instants are milliseconds since 1970 (`_ms`), as readers write them; money is cents.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from cercano.ledger.passes import HeldPass


class TapKind(StrEnum):
    """What the person did at the reader."""

    ENTRY = "entry"
    """One tap is the whole of it: a bus, a pool, a museum."""
    ON = "on"
    """A stay begins: a car park, a bicycle."""
    OFF = "off"
    DECLARED = "declared"
    """The end of a stay as its holder says it was, until the reader's own word arrives."""


class Place(NamedTuple):
    """Where a reader hangs, in the words of the operator."""

    service: str
    """bus, parking, bike, pool...: what the fare tables price."""
    operator: str
    line: str = ""
    stop: str = ""
    vehicle: str = ""


class Tap(NamedTuple):
    """One credential held to one reader. Its id begins with its time, so that ids sort as taps happened."""

    tap_id: str
    at_ms: int
    kind: TapKind
    place: Place


class Why(NamedTuple):
    """Why a tap cost what it cost: a stable code, and the values its sentence names (explain.py)."""

    code: str
    values: tuple[str | int, ...] = ()


class Charge(NamedTuple):
    """What one tap adds to what its account owes; below zero for the end of a stay that cost less than its most."""

    cents: int
    why: Why


class Priced(NamedTuple):
    """A tap with its charge as it stands now, corrections included."""

    tap: Tap
    charge: Charge


class Right(NamedTuple):
    """A fare class that holds on days from `first` to `last`, both included (proleptic ordinals)."""

    code: str
    first: int
    last: int


class Rights(NamedTuple):
    """What the holder of an account may ask of the fare tables."""

    classes: tuple[Right, ...] = ()
    passes: tuple[HeldPass, ...] = ()
