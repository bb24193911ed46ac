"""What a people counter's bytes say, whoever made it: totals per line, people in view, its health, and what was not
understood.

A decoder is a function `bytes -> Decoded` that never raises and never reads past the end: what it cannot read becomes
a warning, and what it read before stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

U16 = 1 << 16
U32 = 1 << 32


class LineTotals(NamedTuple):
    """Cumulative totals of one counting line."""

    line: int
    """1, 2, 3... as the maker numbers them."""
    total_in: int
    total_out: int
    wraps_at: int
    """The totals run from 0 to wraps_at - 1."""


class LinePeriod(NamedTuple):
    """What one line counted since its last message. Kept to compare; never summed, because messages get lost and
    doubled.
    """

    line: int
    people_in: int
    people_out: int


class Presence(NamedTuple):
    """People in a sensor's view at one moment. Not a flow: nobody came or went by it."""

    people: int
    regions: tuple[bool, ...] = ()
    """Whether each region of the view is occupied, region 0 first."""


class Decoded(NamedTuple):
    """One message of one counter."""

    lines: tuple[LineTotals, ...] = ()
    periods: tuple[LinePeriod, ...] = ()
    presence: Presence | None = None
    faults: tuple[str, ...] = ()
    """Of: stopped, stuck, blocked, many_devices, restarted, low_battery..."""
    battery_pct: int | None = None
    details: Mapping[str, int | float | str] = MappingProxyType({})
    """Anything else of use, by names that carry their unit (temperature_c, battery_mv, uplink_every_min)."""
    warnings: tuple[str, ...] = ()


def unread(warning: str) -> Decoded:
    """The answer for bytes nothing could be made of."""
    return Decoded(warnings=(warning,))


def u16(data: bytes, at: int) -> int:
    """Unsigned, most significant byte first; the caller has checked the length."""
    return int.from_bytes(data[at : at + 2], "big")


def tenths(data: bytes, at: int) -> float:
    """A signed 16-bit number of tenths, such as a temperature."""
    return int.from_bytes(data[at : at + 2], "big", signed=True) / 10


def version(data: bytes, at: int) -> str:
    """Three bytes as major.minor.patch."""
    return ".".join(str(part) for part in data[at : at + 3])
