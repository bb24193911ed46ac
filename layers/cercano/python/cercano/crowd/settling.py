"""Which days have to be settled at an instant, and settling them: new ones, and old ones that a late word has changed.

Safe to stop anywhere and to run again: a day is asked for until it is written, and what follows from a changed day is
asked for before that day is written. Reads and writes CrowdTable.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from cercano.crowd import asks, publishing, store
from cercano.crowd.asks import Ask
from cercano.crowd.hours import business_date, business_day
from cercano.crowd.learn import WINDOW_DAYS
from cercano.crowd.model import DaySettled, Venue
from cercano.crowd.rows import DIRTY
from cercano.crowd.settle import settle
from cercano.crowd.standing import LOOK_BACK
from cercano.facts.crowd import VenueDaySettled
from cercano.kit.errors import VersionConflict
from cercano.kit.log import log

REMEMBERED = timedelta(days=35)
"""Readings are kept so long: a day that nobody settled is made up for as long as that."""
GRACE = timedelta(minutes=1)
"""A batch of counts that came just before settling time may still be on its way to the table."""
MOST_AT_ONCE = 400
"""Days settled in one run; the rest is asked for again by the next."""
DAY = timedelta(days=1)


@dataclass(slots=True)
class Settled:
    """What became of a run, in days."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    left: int = 0
    """Still to do: too many, or somebody else was at it."""


@dataclass(slots=True)
class _Work:
    """Days to settle, oldest first, as each may change what is known of the exits on the days after it."""

    todo: dict[tuple[date, str], Ask | None] = field(default_factory=dict)

    def add(self, venue_id: str, on: date, asked: Ask | None) -> None:
        self.todo[on, venue_id] = asked or self.todo.get((on, venue_id))

    def __iter__(self) -> Iterator[tuple[str, date, Ask | None]]:
        while self.todo:
            on, venue_id = min(self.todo)
            yield venue_id, on, self.todo.pop((on, venue_id))


def settle_all(at: datetime) -> Settled:
    """Settle every day that is due or dirty at the instant `at`."""
    venues = {venue.venue_id: venue for venue in store.venues()}
    work, done = _Work(), Settled()
    for venue_id, on in due(venues.values(), at):
        work.add(venue_id, on, None)
    for dirty in asks.asked(DIRTY):
        _add_dirty(work, venues, dirty, at)
    for count, (venue_id, on, asked) in enumerate(work):
        if count >= MOST_AT_ONCE:
            done.left += 1
            continue
        try:
            _settle_one(venues[venue_id], on, at, done)
        except VersionConflict:
            log.warning("day_contended", venue_id=venue_id, date=on.isoformat())
            done.left += 1
            continue
        if asked is not None:
            asks.heard(asked)
    return done


def due(venues: Collection[Venue], at: datetime) -> list[tuple[str, date]]:
    """(venue id, date) of the days that have closed and were never settled, since the first word of a counter."""
    latest = {venue.venue_id: last_closed(venue, at) for venue in venues}
    settled = store.are_settled(latest.items())
    missing: list[tuple[str, date]] = []
    for venue in venues:
        on = latest[venue.venue_id]
        if (venue.venue_id, on) in settled:
            continue
        since = store.first_heard(venue.venue_id, at - REMEMBERED)
        if since is None:
            continue
        first = business_date(venue, since)
        known = {day.date for day in store.days(venue.venue_id, first, on)}
        dates = (first + n * DAY for n in range((on - first).days + 1))
        missing += [(venue.venue_id, each) for each in dates if each not in known]
    return missing


def last_closed(venue: Venue, at: datetime) -> date:
    """The last day of a venue whose time to settle has come."""
    on = business_date(venue, at)
    while business_day(venue, on).settles_at + GRACE > at:
        on -= DAY
    return on


def _add_dirty(work: _Work, venues: Mapping[str, Venue], dirty: Ask, at: datetime) -> None:
    """A dirty day waits until it is over: until then every reading would ask for it again."""
    venue_id, _, on = dirty.key.rpartition("#")
    if venue_id not in venues:
        asks.heard(dirty)
    elif business_day(venues[venue_id], date.fromisoformat(on)).ends_at <= at:
        work.add(venue_id, date.fromisoformat(on), dirty)


def _settle_one(venue: Venue, on: date, at: datetime, done: Settled) -> None:
    before, after = store.day(venue.venue_id, on), made(venue, on, at)
    if before is not None and (after is None or replace(after, settled_at=before.settled_at) == before):
        done.unchanged += 1
        return
    if after is None:
        return
    if before is None or (before.total_in, before.total_out) != (after.total_in, after.total_out):
        following = store.days(venue.venue_id, on + DAY, on + timedelta(days=WINDOW_DAYS))
        store.mark_dirty(venue.venue_id, [day.date for day in following])
    publishing.ask([on])
    store.save_day(after, [_fact(after)])
    done.new, done.changed = done.new + (before is None), done.changed + (before is not None)


def made(venue: Venue, on: date, at: datetime) -> DaySettled | None:
    """The day as it is settled at `at`, from all that lies there; nothing is written.

    None when no counter's word and no count by hand lie there (any more): an account once made is then left alone.
    """
    day = business_day(venue, on)
    marks = store.marks(venue.venue_id, day.starts_at - LOOK_BACK, day.ends_at)
    audits = store.audits(venue.venue_id, day.starts_at, day.ends_at)
    if not audits and not any(marks.values()):
        return None
    history = store.days(venue.venue_id, on - timedelta(days=WINDOW_DAYS), on - DAY)
    return settle(venue, day, marks, audits, history, at)


def _fact(day: DaySettled) -> VenueDaySettled:
    return VenueDaySettled(
        at=day.settled_at,
        venue_id=day.venue_id,
        date=day.date,
        total_in=day.total_in,
        total_out=day.total_out,
        raw_closing_error=day.raw_closing_error,
    )
