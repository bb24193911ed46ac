"""When a venue is open, when its day begins and ends, and when it next opens or closes.

Local times become instants by the venue's own time zone, so that a day of 23 or 25 hours needs no special care. A
local time that the clock skips means the instant it would have been; one that comes twice means the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cercano.calendar.public_holidays import public_holiday
from cercano.crowd.model import BusinessDay, Closure, Opening, Venue
from cercano.kit.text import Text

DAY_CUT = time(4)
"""People who are still inside at four in the morning belong to the day before only if the venue is still open."""
SETTLING = timedelta(minutes=30)
"""The last visitors leave within half an hour of closing."""
LOOK_AHEAD = timedelta(days=60)
"""A venue that does not open within two months has no next opening to speak of."""

Stretch = tuple[datetime, datetime]


class OpeningNow(NamedTuple):
    """What the door says at one instant."""

    is_open: bool
    opens_at: datetime | None
    """The next opening; None when open, or when none is known."""
    closes_at: datetime | None
    """The next closing; None when closed, or when it never closes."""
    note: Text | None
    """Why today is not like its weekday: a closure or a public holiday."""


def business_day(venue: Venue, on: date) -> BusinessDay:
    """The day of `venue` that bears the date `on`. The days of a venue follow one another without gap or overlap."""
    starts_at, ends_at = _end_of_day(venue, on - timedelta(days=1)), _end_of_day(venue, on)
    openings = tuple(
        (max(opens, starts_at), min(closes, ends_at))
        for opens, closes in _openings(venue, on)
        if closes > starts_at and opens < ends_at
    )
    settles_at = openings[-1][1] + SETTLING if openings else ends_at
    return BusinessDay(date=on, starts_at=starts_at, openings=openings, settles_at=settles_at, ends_at=ends_at)


def business_day_at(venue: Venue, at: datetime) -> BusinessDay:
    """The day of `venue` to which the instant `at` belongs (starts_at <= at < ends_at)."""
    return business_day(venue, business_date(venue, at))


def business_date(venue: Venue, at: datetime) -> date:
    """The date of the day of `venue` to which the instant `at` belongs."""
    on = at.astimezone(ZoneInfo(venue.timezone)).date() - timedelta(days=1)
    while _end_of_day(venue, on) <= at:
        on += timedelta(days=1)
    return on


def is_open(venue: Venue, at: datetime) -> bool:
    """Whether visitors may be inside at this instant; at the very instant of closing they may not."""
    return any(opens <= at < closes for opens, closes in business_day_at(venue, at).openings)


def next_change(venue: Venue, at: datetime) -> datetime | None:
    """The next instant after `at` when the venue opens or closes; None when nothing changes within two months."""
    for opens, closes in _stretches_from(venue, at):
        if opens > at:
            return opens
        if closes > at:
            return closes if closes < at + LOOK_AHEAD else None
    return None


def opening_now(venue: Venue, at: datetime) -> OpeningNow:
    """Open or closed at this instant, until when, and why today is special if it is."""
    day, change = business_day_at(venue, at), next_change(venue, at)
    inside = any(opens <= at < closes for opens, closes in day.openings)
    return OpeningNow(
        is_open=inside,
        opens_at=None if inside else change,
        closes_at=change if inside else None,
        note=special_day(venue, day.date),
    )


def special_day(venue: Venue, on: date) -> Text | None:
    """Why the weekly hours do not hold on this date; None on an ordinary day."""
    closure = _closure(venue, on)
    if closure is not None:
        return closure.reason
    return public_holiday(on) if venue.holidays_closed else None


def _stretches_from(venue: Venue, at: datetime) -> Iterator[Stretch]:
    """Stretches of opening that end after `at`, in order; those that touch (a place that never closes) are one."""
    on, joined = business_date(venue, at), None
    for _ in range(LOOK_AHEAD.days + 2):
        for stretch in business_day(venue, on).openings:
            if joined is not None and stretch[0] <= joined[1]:
                joined = (joined[0], stretch[1])
                continue
            if joined is not None:
                yield joined
            joined = stretch
        on += timedelta(days=1)
    if joined is not None:
        yield joined


def _end_of_day(venue: Venue, on: date) -> datetime:
    """04:00 on the next date; later while the evening's visitors leave, earlier when the morning's come."""
    tomorrow = on + timedelta(days=1)
    cut = _instant(venue, tomorrow, DAY_CUT)
    evening, morning = _openings(venue, on), _openings(venue, tomorrow)
    closes = evening[-1][1] if evening else _instant(venue, tomorrow, time(0))
    cut = min(max(cut, closes + SETTLING), _instant(venue, tomorrow + timedelta(days=1), time(0)))
    return min(cut, max(morning[0][0], closes)) if morning else cut


def _openings(venue: Venue, on: date) -> tuple[Stretch, ...]:
    """The openings announced for a date, in order, overlapping ones joined."""
    stretches = sorted(_stretch(venue, on, opening) for opening in _announced(venue, on))
    merged: list[Stretch] = []
    for opens, closes in stretches:
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(closes, merged[-1][1]))
        elif closes > opens:
            merged.append((opens, closes))
    return tuple(merged)


def _announced(venue: Venue, on: date) -> tuple[Opening, ...]:
    closure = _closure(venue, on)
    if closure is not None:
        return closure.openings
    if venue.holidays_closed and public_holiday(on) is not None:
        return ()
    return venue.weekly[on.weekday()]


def _closure(venue: Venue, on: date) -> Closure | None:
    """Of several closures on one date the one that begins last: a special day inside a long summer timetable."""
    running = [closure for closure in venue.closures if closure.first <= on <= closure.last]
    return max(running, key=lambda closure: (closure.first, -closure.last.toordinal()), default=None)


def _stretch(venue: Venue, on: date, opening: Opening) -> Stretch:
    past_midnight = opening.closes <= opening.opens
    return (
        _instant(venue, on, opening.opens),
        _instant(venue, on + timedelta(days=1) if past_midnight else on, opening.closes),
    )


def _instant(venue: Venue, on: date, at: time) -> datetime:
    return datetime.combine(on, at, ZoneInfo(venue.timezone)).astimezone(UTC)
