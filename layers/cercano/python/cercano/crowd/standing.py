"""Where a venue stands after its last reading: who is inside, what each door last said, and a place to go on from.

Two ways lead to the same standing: `anew`, from all marks of the business day, and `carried_on`, from the checkpoint
half an hour back, for the usual reading that is minutes old. Both are pure; a test holds them equal for
any arrival of the same readings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from cercano.crowd.curve import Progress, bases, followed
from cercano.crowd.marks import Marks, end_of, minute_of
from cercano.crowd.model import Audit, BusinessDay, Venue
from cercano.crowd.occupancy import Learned, interval
from cercano.crowd.present import DoorNow, Live

LOOK_BACK = timedelta(hours=48)
"""A counter that was silent longer than this before the day starts counting from its first word of the day."""


class Standing(NamedTuple):
    """What is kept of a venue beside its marks. All of it can be made again from them, but for when each door spoke."""

    live: Live | None
    """None only while it is being made."""
    document: int
    """Version of the venue's document it was made with."""
    learned: Learned
    from_minute: int
    """The checkpoint: `progress` has followed the marks of all minutes before this one."""
    progress: Progress
    audits: tuple[Audit, ...] = ()
    """Counts by hand from the checkpoint on."""
    told_full: bool = False
    """Whether the last crossing told was that it filled up."""


CHECKPOINT_MINUTES = 30
"""A reading up to this late goes on from the checkpoint; a later one has the whole day read again."""


def first_minute(day: BusinessDay) -> int:
    """Of the business day."""
    return int(day.starts_at.timestamp()) // 60


def anew(
    venue: Venue,
    day: BusinessDay,
    marks: Marks,
    audits: Iterable[Audit],
    learned: Learned,
    doors: Mapping[str, DoorNow],
) -> Standing:
    """From the marks of the day and of the `LOOK_BACK` before it, and the audits of the day."""
    start, end = first_minute(day), _end_minute(day)
    progress = bases(venue, _between(marks, 0, start))
    blank = Standing(
        live=None,
        document=venue.version,
        learned=learned,
        from_minute=start,
        progress=progress,
        audits=tuple(audit for audit in audits if start <= minute_of(audit.at) < end),
    )
    return carried_on(venue, day, blank, _between(marks, start, end), doors)


def carried_on(
    venue: Venue,
    day: BusinessDay,
    standing: Standing,
    marks: Marks,
    doors: Mapping[str, DoorNow],
) -> Standing:
    """From the checkpoint, the marks and audits since; the checkpoint follows the last mark half an hour behind."""
    learned, progress, audits = standing.learned, standing.progress, standing.audits
    marks = _between(marks, standing.from_minute, _end_minute(day))
    split = _checkpoint(marks, standing.from_minute)
    if split > standing.from_minute:
        early = [audit for audit in audits if minute_of(audit.at) < split]
        progress, _ = followed(venue, progress, _between(marks, 0, split), early, learned)
        marks = _between(marks, split, _end_minute(day))
        audits = tuple(audit for audit in audits if minute_of(audit.at) >= split)
    latest, _ = followed(venue, progress, marks, audits, learned)
    live = _live(venue, day, latest, learned, doors)
    return standing._replace(live=live, from_minute=split, progress=progress, audits=audits)


def _end_minute(day: BusinessDay) -> int:
    return int(day.ends_at.timestamp()) // 60


def _checkpoint(marks: Marks, since: int) -> int:
    """A quarter of an hour at least CHECKPOINT_MINUTES before the last mark, not before `since`."""
    last = max((minute for door in marks.values() for minute in door), default=since)
    return max(since, (last - CHECKPOINT_MINUTES) // 15 * 15)


def _between(marks: Marks, start: int, end: int) -> Marks:
    """Those of minutes from `start` up to `end`, without `end`."""
    return {
        door_id: {minute: mark for minute, mark in door.items() if start <= minute < end}
        for door_id, door in marks.items()
    }


def _live(venue: Venue, day: BusinessDay, progress: Progress, learned: Learned, doors: Mapping[str, DoorNow]) -> Live:
    estimate = progress.estimate
    low, high = interval(estimate, learned)
    fitted = {
        door.door_id: doors[door.door_id]._replace(moved_at=_moved_at(progress, door.door_id))
        for door in venue.doors
        if door.door_id in doors
    }
    return Live(
        date=day.date.isoformat(),
        people=round(estimate.people),
        low=low,
        high=high,
        crowding=estimate.crowding,
        total_in=estimate.total_in,
        total_out=estimate.total_out,
        exit_ratio=round(learned.exit_ratio, 4),
        days_learned=learned.days,
        as_of=max((door.at for door in fitted.values()), default=None),
        doors=fitted,
    )


def _moved_at(progress: Progress, door_id: str) -> datetime | None:
    track = progress.tracks.get(door_id)
    return end_of(track.moved) if track and track.moved is not None else None
