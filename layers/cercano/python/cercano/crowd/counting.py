"""Bringing venues up to date with what was heard: marks first, then days to settle again, then where each venue stands.

Safe to stop anywhere and to run again, also twice at once (docs/explanation/counting.md has the argument): raw
messages are kept before this is called; marks only ever rise; a venue's standing is read before its marks and written
over the version that was read, so the last one to write it has seen every mark written before. Reads and writes
CrowdTable.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from cercano.crowd import store
from cercano.crowd.crossing import crossing
from cercano.crowd.fits import Fitted, fit_at, fitted
from cercano.crowd.hours import business_date, business_day
from cercano.crowd.learn import WINDOW_DAYS, learned
from cercano.crowd.marks import (
    CANNOT_COUNT,
    RESTARTED,
    Mark,
    Marks,
    add,
    by_hour,
    merge,
    minute_of,
    pack,
    unpack,
)
from cercano.crowd.marks import SKEWED as SKEWED_FLAG
from cercano.crowd.model import SKEWED, Reading, Venue
from cercano.crowd.present import CANNOT_COUNT as CANNOT_COUNT_WORDS
from cercano.crowd.present import DoorNow
from cercano.crowd.rows import CITY, FitsRow, MarksRow, NowRow, VenueRow, device_pk, hour_of_sk, hour_sk, venue_pk
from cercano.crowd.shelf import standing_from_json, standing_to_json
from cercano.crowd.standing import LOOK_BACK, Standing, anew, carried_on
from cercano.kit.batch import find_many
from cercano.kit.errors import VersionConflict
from cercano.kit.table import Row

ATTEMPTS = 10
FIRST_PAUSE_S = 0.02
MOST_HOURS = 12
"""A checkpoint further back than this is left for the whole day to be read again."""


class StillContended(RuntimeError):
    """Somebody else changed a venue at every attempt. The batch is given back; nothing is lost."""


@dataclass(slots=True)
class News:
    """What a batch brings for one venue."""

    marks: Marks = field(default_factory=dict)
    last: dict[str, tuple[Fitted, Reading]] = field(default_factory=dict)
    mended: bool = False
    """The marks were read again from kept messages and have replaced those that stood (mending.py)."""

    def add(self, one: Fitted, reading: Reading) -> None:
        """A reading of a counter fitted here."""
        add(self.marks, one.door_id, minute_of(reading.at), mark_of(one.fit.fit_no, reading))
        held = self.last.get(one.door_id)
        if held is None or _order(one, reading) > _order(*held):
            self.last[one.door_id] = (one, reading)

    def doors(self) -> dict[str, DoorNow]:
        """The last word of each door, by the counter's own sequence; of the same word heard twice, the first."""
        return {door_id: _door_now(one, reading) for door_id, (one, reading) in self.last.items()}


@dataclass(slots=True)
class Counted:
    """What became of a batch."""

    venues: set[str] = field(default_factory=set)
    unfitted: set[str] = field(default_factory=set)
    """Devices that hang at no door: kept raw, counted nowhere."""
    retries: int = 0
    behind: set[str] = field(default_factory=set)
    """Devices whose sequence went back while their clock went on (an epoch was lost): a new fit is needed."""
    remade: int = 0
    """Venues whose whole day was read again because of late readings or a changed document."""


def mark_of(fit_no: int, reading: Reading) -> Mark:
    """What stays of a reading."""
    flags = 0
    if reading.faults:
        flags |= RESTARTED if "restarted" in reading.faults else 0
        flags |= SKEWED_FLAG if SKEWED in reading.faults else 0
        flags |= CANNOT_COUNT if CANNOT_COUNT_WORDS.intersection(reading.faults) else 0
    top = max(0, reading.wraps_at - 1)
    return Mark(fit_no, reading.epoch, reading.seq, reading.total_in, reading.total_out, top, flags)


def count_in(readings: Iterable[Reading], at: datetime) -> Counted:
    """Bring every venue up to date that these readings speak of, at the instant `at`.

    Raises:
        StillContended: after every attempt; the readings may be given again whole.
    """
    readings = list(readings)
    counted, news = Counted(), dict[str, News]()
    rows = find_many(FitsRow, {(device_pk(reading.device_id), "FITS") for reading in readings}, consistent=False)
    fits = fitted(rows)
    for reading in readings:
        one = fit_at(fits.get(reading.device_id, ()), reading.line, reading.at)
        if one is None:
            counted.unfitted.add(reading.device_id)
        else:
            news.setdefault(one.venue_id, News()).add(one, reading)
    counted.venues = set(news)
    _bring_up_to_date(news, at, counted)
    return counted


def refresh(venue_id: str, at: datetime) -> None:
    """Make a venue's standing anew if what it was made from (its document, a count by hand) has changed.

    Raises:
        StillContended: after every attempt.
    """
    _bring_up_to_date({venue_id: News()}, at, Counted())


def bring_mended(venue_id: str, news: News, at: datetime) -> None:
    """Make a venue's standing anew after its marks were mended, and ask for its ended days to be settled again.

    Raises:
        StillContended: after every attempt.
    """
    _bring_up_to_date({venue_id: news}, at, Counted())


def _bring_up_to_date(news: dict[str, News], at: datetime, counted: Counted) -> None:
    pending = news
    for attempt in range(ATTEMPTS):
        pending = _attempt(pending, at, counted)
        if not pending:
            return
        counted.retries += len(pending)
        time.sleep(random.uniform(0.5, 1) * FIRST_PAUSE_S * 2 ** min(attempt, 5))  # noqa: S311 - a pause, not a secret
    raise StillContended(", ".join(sorted(pending)))


def _attempt(news: dict[str, News], at: datetime, counted: Counted) -> dict[str, News]:
    """Try every venue once; the ones that somebody else changed meanwhile come back."""
    keys = [(CITY, f"{venue_id}#{what}") for venue_id in news for what in ("DOC", "NOW")]
    found = {row.sk: row for row in find_many(Row, keys)}
    desks = []
    for venue_id, mine in news.items():
        doc, now = found.get(f"{venue_id}#DOC"), found.get(f"{venue_id}#NOW")
        if isinstance(doc, VenueRow):
            now = now if isinstance(now, NowRow) else NowRow(CITY, f"{venue_id}#NOW")
            desks.append(_Desk(store.venue_of(doc), now, mine))
    hours = {(venue_pk(desk.venue.venue_id), hour_sk(hour)): desk for desk in desks for hour in desk.hours()}
    for row in find_many(MarksRow, hours):
        hours[row.pk, row.sk].rows[hour_of_sk(row.sk)] = row
    again = {}
    for desk in desks:
        try:
            counted.remade += desk.work(at)
            counted.behind |= desk.behind
        except VersionConflict:
            again[desk.venue.venue_id] = desk.news
    return again


class _Desk:
    """One venue while it is brought up to date."""

    def __init__(self, venue: Venue, now: NowRow, news: News) -> None:
        self.venue, self.now, self.news = venue, now, news
        self.standing: Standing | None = standing_from_json(now.standing) if now.version else None
        self.rows: dict[int, MarksRow] = {}
        self.behind: set[str] = set()
        self.minutes = [minute for door in news.marks.values() for minute in door]

    def hours(self) -> set[int]:
        """The hours whose marks have to be read: those that get new ones, and those from the checkpoint on."""
        hours = {minute // 60 for minute in self.minutes}
        if self.standing is not None and self._goes_on():
            tracks = self.standing.progress.tracks.values()
            first = self.standing.from_minute // 60
            spoken = self.standing.live.as_of if self.standing.live else None
            last = max([*hours, first, *(track.minute // 60 for track in tracks)])
            last = max(last, minute_of(spoken) // 60) if spoken else last
            hours.update(range(first, last + 1))
        return hours

    def work(self, at: datetime) -> bool:
        """Write what is new; whether the whole day had to be read again."""
        merged = self._keep_marks()
        self._ask_to_settle_again(at)
        doors = self._doors()
        going_on = self._goes_on()
        if going_on and self.standing is not None:
            day = business_day(self.venue, self._date())
            standing = carried_on(self.venue, day, self.standing, merged, doors)
        elif not self.minutes and self.standing is None:
            return False
        else:
            standing = self._anew(doors)
        self._keep_standing(standing, at)
        return not going_on

    def _keep_marks(self) -> Marks:
        """Merge the news into its hours and write those that change, each over the version that was read."""
        merged: Marks = {}
        news = by_hour(self.news.marks)
        for hour in sorted(self.rows.keys() | news.keys()):
            row = self.rows.get(hour)
            marks = unpack(hour, row.packed) if row else {}
            if hour in news and merge(marks, news[hour]):
                row = row or MarksRow(venue_pk(self.venue.venue_id), hour_sk(hour))
                row.packed = pack(hour, marks)
                row.keep()
            for door_id, door in marks.items():
                merged.setdefault(door_id, {}).update(door)
        return merged

    def _ask_to_settle_again(self, at: datetime) -> None:
        """Days that are settled already and that these marks belong to, or start from (LOOK_BACK)."""
        if not self.minutes:
            return
        first, last = (_started(minute) for minute in (min(self.minutes), max(self.minutes)))
        if at < business_day(self.venue, business_date(self.venue, first)).settles_at:
            return
        on, end = business_date(self.venue, first), business_date(self.venue, min(last + LOOK_BACK, at))
        dates = [on + timedelta(days=n) for n in range((end - on).days + 1)]
        touched = [on for on in dates if self._touches(on) and business_day(self.venue, on).settles_at <= at]
        store.mark_dirty(self.venue.venue_id, touched)

    def _touches(self, on: date) -> bool:
        day = business_day(self.venue, on)
        return any(day.starts_at - LOOK_BACK <= _started(minute) < day.ends_at for minute in self.minutes)

    def _doors(self) -> dict[str, DoorNow]:
        doors = dict(self.standing.live.doors) if self.standing and self.standing.live else {}
        for door_id, said in self.news.doors().items():
            held = doors.get(door_id)
            doors[door_id] = said if self._is_mended(held, said) else _later(held, said)
            if held is not None and doors[door_id] is held and said.at > held.at:
                self.behind.add(said.device_id)
        return doors

    def _is_mended(self, held: DoorNow | None, said: DoorNow) -> bool:
        """Whether the last word of a door was read again, differently."""
        return self.news.mended and held is not None and _rank(held)[:3] == _rank(said)[:3]

    def _goes_on(self) -> bool:
        """Whether the checkpoint still holds: nothing older came, the day, the document and the counts by hand are
        the same.
        """
        standing = self.standing
        if standing is None or standing.live is None or self.now.outdated or standing.document != self.venue.version:
            return False
        if self.news.mended:
            return False
        if not self.minutes:
            return True
        last = max(self.minutes)
        return (
            min(self.minutes) >= standing.from_minute
            and last // 60 - standing.from_minute // 60 <= MOST_HOURS
            and self._date().isoformat() == standing.live.date
        )

    def _date(self) -> date:
        """Of the business day that the venue stands in: that of its newest mark, never an earlier one than before."""
        stood = date.fromisoformat(self.standing.live.date) if self.standing and self.standing.live else None
        if not self.minutes:
            return stood or date.min
        newest = business_date(self.venue, _started(max(self.minutes)))
        return max(newest, stood) if stood else newest

    def _anew(self, doors: dict[str, DoorNow]) -> Standing:
        """From all marks of the day, read after this batch's own were written."""
        venue_id, day = self.venue.venue_id, business_day(self.venue, self._date())
        marks = store.marks(venue_id, day.starts_at - LOOK_BACK, day.ends_at)
        audits = store.audits(venue_id, day.starts_at, day.ends_at)
        history = store.days(venue_id, day.date - timedelta(days=WINDOW_DAYS), day.date - timedelta(days=1))
        standing = anew(self.venue, day, marks, audits, learned(day.date, history), doors)
        return standing._replace(told_full=self.standing.told_full if self.standing else False)

    def _keep_standing(self, standing: Standing, at: datetime) -> None:
        """Over the version that was read before the marks were; with it goes what it tells. Nothing new writes
        nothing.
        """
        if standing.live is None:
            return
        fact = crossing(self.venue, standing.live, told_full=standing.told_full, at=at)
        standing = standing._replace(told_full=standing.told_full != (fact is not None))
        json = standing_to_json(standing)
        if json == self.now.standing and not self.now.outdated:
            return
        self.now.standing, self.now.outdated = json, 0
        self.now.told = (fact,) if fact else ()
        self.now.keep()


def _later(held: DoorNow | None, said: DoorNow) -> DoorNow:
    """The later word by the counter's own sequence; of the same word heard twice, the first."""
    return said if held is None or _rank(said) > _rank(held) else held


def _rank(said: DoorNow) -> tuple[int, int, int, int, int, float]:
    first = -said.received_at.timestamp()
    return said.fit_no, said.epoch, said.seq, said.total_in, said.total_out, first


def _order(one: Fitted, reading: Reading) -> tuple[int, int, int, int, int, float]:
    """The same order as `_rank`."""
    first = -reading.received_at.timestamp()
    return one.fit.fit_no, reading.epoch, reading.seq, reading.total_in, reading.total_out, first


def _door_now(one: Fitted, reading: Reading) -> DoorNow:
    return DoorNow(
        device_id=reading.device_id,
        line=reading.line,
        fit_no=one.fit.fit_no,
        epoch=reading.epoch,
        seq=reading.seq,
        at=reading.at,
        received_at=reading.received_at,
        total_in=reading.total_in,
        total_out=reading.total_out,
        moved_at=None,
        battery_pct=reading.battery_pct,
        faults=reading.faults,
    )


def _started(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, tz=UTC)
