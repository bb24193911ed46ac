"""What staff may change of a venue, and what they may not: each change gives a new venue or a refusal with its reason.

Pure: instants are arguments. The past is kept: a counter that comes down leaves its fit behind, with its end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cercano.crowd.errors import (
    ClosureEndsBeforeItBegins,
    ClosureExists,
    CounterElsewhere,
    DoorHasCounter,
    DoorStillRemembered,
    FitInThePast,
    FitOutOfReach,
    NoCounterThere,
    NoSuchClosure,
    NoSuchDoor,
    OpeningsOverlap,
    OutsideTheCity,
    TooManyClosures,
    TooManyDoors,
    UnknownTimeZone,
)
from cercano.crowd.jurisdiction import Box
from cercano.crowd.model import Closure, Door, Fit, Opening, Venue
from cercano.kit.text import Text

REMEMBERED = timedelta(days=35)
"""How long readings are kept, and so how late a counter's words may come."""
FIT_REACH = timedelta(days=7)
"""How far back a counter may be fitted: what it said meanwhile is counted while the person waits."""
MAX_DOORS = 40
MAX_CLOSURES = 60


def checked(venue: Venue, box: Box) -> Venue:
    """The venue itself, when its place, its time zone and its hours hold.

    Raises:
        OutsideTheCity, UnknownTimeZone, OpeningsOverlap, ClosureEndsBeforeItBegins: what does not.
    """
    if not box.holds(venue.lat, venue.lon):
        raise OutsideTheCity(
            south=box.south, north=box.north, west=box.west, east=box.east, errors=[{"pointer": "/location"}]
        )
    _check_timezone(venue.timezone)
    for day, openings in enumerate(venue.weekly):
        _check_openings(openings, f"/weekly/{day}")
    for index, closure in enumerate(venue.closures):
        _check_closure(closure, f"/closures/{index}")
    return venue


def put_door(venue: Venue, *, door_id: str, name: Text, max_per_minute: int) -> Venue:
    """The venue with this door as described; a door that is already there keeps its counters.

    Raises:
        TooManyDoors: there is no room for another.
    """
    known = _door(venue, door_id)
    door = Door(door_id=door_id, name=name, max_per_minute=max_per_minute, fits=known.fits if known else ())
    if known is None and len(venue.doors) >= MAX_DOORS:
        raise TooManyDoors(limit=MAX_DOORS)
    return replace(venue, doors=_with(venue.doors, door))


def remove_door(venue: Venue, *, door_id: str, at: datetime) -> Venue:
    """The venue without a door that counts nobody any more.

    Raises:
        NoSuchDoor: there is none.
        DoorHasCounter: a counter hangs there.
        DoorStillRemembered: one came down less than 35 days ago, and what it still has to say needs the door.
    """
    door = door_of(venue, door_id)
    running = current_fit(door)
    if running is not None:
        raise DoorHasCounter(door_id=door_id, device_id=running.device_id)
    until = max((fit.until for fit in door.fits if fit.until is not None), default=None)
    if until is not None and until + REMEMBERED > at:
        raise DoorStillRemembered(door_id=door_id, until=(until + REMEMBERED).date())
    return replace(venue, doors=tuple(one for one in venue.doors if one.door_id != door_id))


def fit(
    venue: Venue,
    *,
    door_id: str,
    device_id: str,
    line: int = 1,
    is_reversed: bool = False,
    since: datetime,
    at: datetime,
) -> Venue:
    """The venue with this line counting at the door from `since` on. What hung there before ends at that instant.

    Fitting again what already hangs there changes nothing.

    Raises:
        NoSuchDoor: there is none.
        CounterElsewhere: the line looks at another door of this venue.
        FitOutOfReach: `since` lies in the future or so far back that the readings are gone.
        FitInThePast: another counter was fitted there after `since`.
    """
    door = door_of(venue, door_id)
    running = current_fit(door)
    if running is not None and (running.device_id, running.line, running.reversed) == (device_id, line, is_reversed):
        return venue
    if not at - FIT_REACH <= since <= at:
        raise FitOutOfReach(days=FIT_REACH.days, errors=[{"pointer": "/since"}])
    for other in venue.doors:
        elsewhere = current_fit(other)
        if other.door_id != door_id and elsewhere and (elsewhere.device_id, elsewhere.line) == (device_id, line):
            raise CounterElsewhere(device_id=device_id, line=line, door_id=other.door_id, venue_id=venue.venue_id)
    latest = max((fit.until or fit.since for fit in door.fits), default=None)
    if latest is not None and since < latest:
        raise FitInThePast(door_id=door_id, since=latest.isoformat(), errors=[{"pointer": "/since"}])
    number = max((fit.fit_no for fit in door.fits), default=0) + 1
    new = Fit(fit_no=number, device_id=device_id, line=line, since=since, reversed=is_reversed)
    fits = (*(_ended(fit, since) for fit in door.fits), new)
    return replace(venue, doors=_with(venue.doors, replace(door, fits=fits)))


def unfit(venue: Venue, *, door_id: str, until: datetime) -> Venue:
    """The venue with nothing counting at the door from `until` on.

    Raises:
        NoSuchDoor, NoCounterThere: there is nothing to take down.
    """
    door = door_of(venue, door_id)
    if current_fit(door) is None:
        raise NoCounterThere(door_id=door_id)
    fits = tuple(_ended(fit, until) for fit in door.fits)
    return replace(venue, doors=_with(venue.doors, replace(door, fits=fits)))


def set_hours(venue: Venue, *, weekly: tuple[tuple[Opening, ...], ...], holidays_closed: bool) -> Venue:
    """The venue with another ordinary week, Monday first.

    Raises:
        OpeningsOverlap: two stretches of a day run into each other.
    """
    for day, openings in enumerate(weekly):
        _check_openings(openings, f"/weekly/{day}")
    return replace(venue, weekly=weekly, holidays_closed=holidays_closed)


def close(venue: Venue, closure: Closure) -> Venue:
    """The venue with days on which its week does not hold.

    Raises:
        ClosureEndsBeforeItBegins, OpeningsOverlap: the closure makes no sense.
        ClosureExists: another one begins on the same day.
        TooManyClosures: there is no room for another.
    """
    _check_closure(closure, "")
    if any(known.first == closure.first for known in venue.closures):
        raise ClosureExists(first=closure.first)
    if len(venue.closures) >= MAX_CLOSURES:
        raise TooManyClosures(limit=MAX_CLOSURES)
    return replace(venue, closures=tuple(sorted((*venue.closures, closure), key=lambda one: one.first)))


def reopen(venue: Venue, *, first: date) -> Venue:
    """The venue without the closure that begins on `first`.

    Raises:
        NoSuchClosure: none does.
    """
    gone = closure_of(venue, first)
    return replace(venue, closures=tuple(closure for closure in venue.closures if closure is not gone))


def closure_of(venue: Venue, first: date) -> Closure:
    """The closure that begins on `first`.

    Raises:
        NoSuchClosure: none does.
    """
    found = next((closure for closure in venue.closures if closure.first == first), None)
    if found is None:
        raise NoSuchClosure(first=first)
    return found


def past_days(first: date, last: date, today: date) -> tuple[date, ...]:
    """The days of a stretch that have begun, at most 35: when the stretch changes they are settled again."""
    first, last = max(first, today - REMEMBERED), min(last, today)
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def door_of(venue: Venue, door_id: str) -> Door:
    """A door of the venue.

    Raises:
        NoSuchDoor: it has none of that name.
    """
    door = _door(venue, door_id)
    if door is None:
        raise NoSuchDoor(venue_id=venue.venue_id, door_id=door_id)
    return door


def current_fit(door: Door) -> Fit | None:
    """What hangs at the door now."""
    return next((fit for fit in door.fits if fit.until is None), None)


def _door(venue: Venue, door_id: str) -> Door | None:
    return next((door for door in venue.doors if door.door_id == door_id), None)


def _with(doors: Iterable[Door], door: Door) -> tuple[Door, ...]:
    """The doors with this one in the place of its namesake, or at the end."""
    doors = tuple(doors)
    if all(one.door_id != door.door_id for one in doors):
        return (*doors, door)
    return tuple(door if one.door_id == door.door_id else one for one in doors)


def _ended(fit: Fit, until: datetime) -> Fit:
    return replace(fit, until=max(until, fit.since)) if fit.until is None else fit


def _check_timezone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UnknownTimeZone(timezone=name, errors=[{"pointer": "/timezone"}]) from None


def _check_closure(closure: Closure, pointer: str) -> None:
    if closure.last < closure.first:
        raise ClosureEndsBeforeItBegins(errors=[{"pointer": f"{pointer}/last"}])
    _check_openings(closure.openings, f"{pointer}/openings")


def _check_openings(openings: tuple[Opening, ...], pointer: str) -> None:
    """In order, apart from each other; only the last may run past midnight, and not into its own beginning."""
    ends = -1
    for opening in openings:
        opens, closes = _minutes(opening.opens), _minutes(opening.closes)
        closes = closes if closes > opens else closes + 24 * 60
        if opens <= ends or (ends >= 0 and closes > _minutes(openings[0].opens) + 24 * 60):
            raise OpeningsOverlap(errors=[{"pointer": pointer}])
        ends = closes


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
