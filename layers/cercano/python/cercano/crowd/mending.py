"""Reading kept messages again with today's decoders: what a broken decoder, or a counter fitted too late, left wrong
is put right.

For each door that the device was fitted to, the marks of its fit in the period are replaced by what its kept messages
say now; marks of other doors and other fits stay. The marks are read before the messages and written over the version
that was read: a message that comes meanwhile is kept before it is marked, so either it is seen here or the write is
refused and done again. Days that are over are asked to be settled again, and the venue's standing is made anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from cercano.crowd import counting, readings
from cercano.crowd.counting import ATTEMPTS, News, StillContended
from cercano.crowd.fits import Fitted, fit_at, fits_of
from cercano.crowd.heard import hear_again
from cercano.crowd.marks import Marks, add, end_of, minute_of, pack, unpack
from cercano.crowd.model import Reading
from cercano.crowd.payloads.uplink import Unread
from cercano.crowd.rows import MarksRow, hour_of_sk, hour_sk, venue_pk
from cercano.kit.errors import VersionConflict

REACH = readings.LIFE - timedelta(days=1)
"""How far back there are messages for certain: before that, marks are left as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What reading again came to."""

    messages: int
    unread: int
    """Messages that today's decoders cannot read either."""
    hours: int
    """Hours of marks that changed."""


def mend(device_id: str, since: datetime, until: datetime, at: datetime) -> Mended:
    """Read again what a device said of the time from `since` to `until`, as of the instant `at`.

    Raises:
        StillContended: somebody else changed the same hours at every attempt.
    """
    first = minute_of(max(since, at - REACH)) + 1
    last = min(minute_of(until), minute_of(at))
    messages = unread = hours = 0
    for venue_id in sorted({one.venue_id for one in fits_of(device_id)}):
        for _ in range(ATTEMPTS):
            try:
                messages, unread, changed = _mend_venue(device_id, venue_id, first, last, at)
                hours += changed
                break
            except VersionConflict:
                continue
        else:
            raise StillContended(venue_id)
    return Mended(messages=messages, unread=unread, hours=hours)


def _mend_venue(device_id: str, venue_id: str, first: int, last: int, at: datetime) -> tuple[int, int, int]:
    where = MarksRow.sk.between(hour_sk(first // 60), hour_sk(last // 60))
    rows = {hour_of_sk(row.sk): row for row in MarksRow.every(venue_pk(venue_id), where, consistent=True)}
    fits = [one for one in fits_of(device_id) if one.venue_id == venue_id]
    raws = readings.kept(device_id, end_of(first - 1), at)
    heard = [hear_again(device_id, raw) for raw in raws]
    said = [reading for one in heard if not isinstance(one, Unread) for reading in one.readings]
    news = _news(said, fits, first, last)
    changed = sum(
        _mend_hour(venue_id, hour, rows.get(hour), news, fits, (first, last))
        for hour in range(first // 60, last // 60 + 1)
    )
    counting.bring_mended(venue_id, news, at)
    return len(raws), sum(isinstance(one, Unread) for one in heard), changed


def _news(said: list[Reading], fits: list[Fitted], first: int, last: int) -> News:
    news = News(mended=True)
    for reading in said:
        one = fit_at(fits, reading.line, reading.at)
        if one is not None and first <= minute_of(reading.at) <= last:
            news.add(one, reading)
    return news


def _mend_hour(
    venue_id: str, hour: int, row: MarksRow | None, news: News, fits: list[Fitted], period: tuple[int, int]
) -> bool:
    """Replace this device's marks of one hour; whether that changed anything."""
    before = unpack(hour, row.packed) if row else {}
    mine = {(one.door_id, one.fit.fit_no) for one in fits}
    after: Marks = {}
    for door_id, door in before.items():
        for minute, mark in door.items():
            if not (period[0] <= minute <= period[1] and (door_id, mark.fit_no) in mine):
                add(after, door_id, minute, mark)
    for door_id, door in news.marks.items():
        for minute, mark in door.items():
            if minute // 60 == hour:
                add(after, door_id, minute, mark)
    if after == before:
        return False
    row = row or MarksRow(venue_pk(venue_id), hour_sk(hour))
    row.packed = pack(hour, after)
    row.keep()
    return True
