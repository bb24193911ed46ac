"""The six signs that a counter cannot be trusted, each looked for on its own.

A sign says since when it shows, that it does not show, or that nobody can tell now (a closed museum may be silent).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from cercano.crowd.marks import end_of
from cercano.crowd.model import BusinessDay, Door, Fit, Venue
from cercano.crowd.present import CANNOT_COUNT, PERIODS_OF_PATIENCE, DoorNow
from cercano.crowd.rhythm import Rhythm, entries_between
from cercano.crowd.tally import Flow, Note
from cercano.kit.text import Text


class Code(StrEnum):
    """What can be wrong with a counter."""

    SILENT = "silent"
    STUCK = "stuck"
    REVERSED = "reversed"
    CLOCK_SKEW = "clock_skew"
    LOW_BATTERY = "low_battery"
    JUMPING = "jumping"


SAID = {
    Code.SILENT: Text(es="No dice nada", en="It says nothing"),
    Code.STUCK: Text(es="No cuenta a nadie cuando debería", en="It counts nobody when it should"),
    Code.REVERSED: Text(
        es="Cuenta al revés: salen más de los que entran", en="The wrong way round: more leave than came"
    ),
    Code.CLOCK_SKEW: Text(es="Su reloj va más de cinco minutos mal", en="Its clock is off by more than five minutes"),
    Code.LOW_BATTERY: Text(es="Le queda poca batería", en="Its battery is low"),
    Code.JUMPING: Text(es="Da saltos imposibles", en="It makes impossible jumps"),
}

SKEW = timedelta(minutes=5)
LOW_BATTERY_PCT, WELL_BATTERY_PCT = 15, 25
EXPECTED_BEFORE_STUCK = 30
"""Passages expected at a door and not one counted: by chance less than once in 10^12 (Poisson)."""
MORNING_AFTER, MORNING_UNTIL = timedelta(hours=2), timedelta(hours=8)
"""After the first opening: when enough people came to judge a direction, and when leaving becomes usual."""
WRONG_WAY_PEOPLE, WRONG_WAY_RATIO = 20, 1.3
JUMP_MEMORY = timedelta(hours=6)


class Seen(NamedTuple):
    """All that one look at a counter rests on."""

    venue: Venue
    door: Door
    fit: Fit
    last: DoorNow | None
    """Its last word; None when it never spoke."""
    flows: list[Flow]
    """What passed its door since the business day began."""
    balance: tuple[int, int]
    """People in and out of the whole venue since then, as counted."""
    rhythm: Rhythm | None
    day: BusinessDay
    at: datetime


class Sign(NamedTuple):
    """Since when a fault shows; None: it does not show."""

    since: datetime | None


WELL = Sign(None)


def _silent(seen: Seen) -> Sign | None:
    patience = timedelta(seconds=PERIODS_OF_PATIENCE * seen.venue.report_every_s)
    spoke = seen.last.received_at if seen.last else seen.fit.since
    if seen.at - spoke <= patience:
        return WELL
    opened = _open_since(seen)
    if opened is None:
        return None
    return Sign(spoke) if seen.at - max(spoke, opened) > patience else None


def _stuck(seen: Seen) -> Sign | None:
    if seen.last is None:
        return None
    if CANNOT_COUNT & set(seen.last.faults):
        return Sign(seen.last.at)
    opened = _open_since(seen)
    if opened is None or seen.rhythm is None or not seen.rhythm.enough_history:
        return None
    since = max(seen.last.moved_at or opened, opened)
    expected = 2 * entries_between(seen.venue, seen.rhythm, since, seen.last.at) / len(seen.venue.doors)
    return Sign(since) if expected >= EXPECTED_BEFORE_STUCK else WELL if seen.last.moved_at else None


def _reversed(seen: Seen) -> Sign | None:
    """No more people can leave a building than came in: doors that say so in the morning hang the wrong way round."""
    if not seen.day.openings:
        return None
    opened = seen.day.openings[0][0]
    if not opened + MORNING_AFTER <= seen.at < opened + MORNING_UNTIL:
        return None
    came = sum(flow.people_in for flow in seen.flows)
    left = sum(flow.people_out for flow in seen.flows)
    if _wrong_way(came, left) and _wrong_way(*seen.balance):
        return Sign(opened)
    return WELL if came >= left and came + left >= WRONG_WAY_PEOPLE else None


def _wrong_way(came: int, left: int) -> bool:
    return left - came >= WRONG_WAY_PEOPLE and left >= WRONG_WAY_RATIO * came


def _clock_skew(seen: Seen) -> Sign | None:
    if seen.last is None:
        return None
    is_behind = seen.last.received_at - seen.last.at > SKEW
    return Sign(seen.last.received_at) if is_behind or "clock_skew" in seen.last.faults else WELL


def _low_battery(seen: Seen) -> Sign | None:
    if seen.last is None:
        return None
    left = seen.last.battery_pct
    if "low_battery" in seen.last.faults or (left is not None and left < LOW_BATTERY_PCT):
        return Sign(seen.last.at)
    return WELL if left is None or left >= WELL_BATTERY_PCT else None


def _jumping(seen: Seen) -> Sign | None:
    odd = (end_of(flow.minute) for flow in seen.flows if flow.note in {Note.JUMPED, Note.FELL})
    recent = [when for when in odd if seen.at - when <= JUMP_MEMORY]
    return Sign(min(recent)) if recent else WELL


def _open_since(seen: Seen) -> datetime | None:
    """When the present stretch of opening began; None when the venue is closed."""
    return next((opens for opens, closes in seen.day.openings if opens <= seen.at < closes), None)


LOOKS: dict[Code, Callable[[Seen], Sign | None]] = {
    Code.SILENT: _silent,
    Code.STUCK: _stuck,
    Code.REVERSED: _reversed,
    Code.CLOCK_SKEW: _clock_skew,
    Code.LOW_BATTERY: _low_battery,
    Code.JUMPING: _jumping,
}
