"""From what a door's counter said to how many people passed: wraps, restarts and swaps told apart, and doubt said
aloud.

A counter's total can go back for three reasons: it ran over its top and went on from 0 (wrap), it started again
(restart), or somebody set it. What cannot be told apart is flagged and counts nobody: the next reading goes on from
there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from cercano.crowd.marks import RESTARTED, Mark
from cercano.crowd.model import Door


class Note(StrEnum):
    """Why a step was not plain counting on."""

    FIRST = "first"
    """A newly fitted counter: its totals so far are not ours."""
    WRAPPED = "wrapped"
    RESTARTED = "restarted"
    JUMPED = "jumped"
    """More people than can pass the door in that time: counted as nobody."""
    FELL = "fell"
    """A total went back and nothing explains it: counted as nobody."""
    WRAP_OR_RESTART = "wrap_or_restart"
    """Both explain it: counted as nobody."""


class Flow(NamedTuple):
    """What passed one door between two marks, on our side of it (a reversed fit is already turned round)."""

    minute: int
    """The minute of the later mark."""
    door_id: str
    since: int
    """The minute of the mark before it; the same as `minute` for a first mark."""
    people_in: int
    people_out: int
    seen: int | None = None
    """People in a sensor's view: no flow, but at least so many are inside."""
    note: Note | None = None


class Track(NamedTuple):
    """How far a door has been followed."""

    minute: int
    mark: Mark
    moved: int | None = None
    """The last minute in which somebody passed."""


def follow(door: Door, marks: Mapping[int, Mark], track: Track | None = None) -> tuple[list[Flow], Track | None]:
    """The flows of a door's marks in the order of time, going on from `track`, and how far that leads.

    A mark that is older by its own sequence than one already followed (a late double, a clock set back) adds nothing.
    """
    reversed_fits = {fit.fit_no for fit in door.fits if fit.reversed}
    flows: list[Flow] = []
    for minute in sorted(marks):
        mark = marks[minute]
        if track is not None and mark[:3] <= track.mark[:3]:
            continue
        people_in, people_out, note = _step(track, minute, mark, door.max_per_minute)
        if mark.fit_no in reversed_fits:
            people_in, people_out = people_out, people_in
        moved = minute if people_in or people_out else track.moved if track else None
        since = track.minute if track and note is not Note.FIRST else minute
        seen = mark.total_in if mark.top == 0 else None
        flows.append(Flow(minute, door.door_id, since, people_in, people_out, seen, note))
        track = Track(minute, mark, moved)
    return flows, track


def _step(track: Track | None, minute: int, mark: Mark, max_per_minute: int) -> tuple[int, int, Note | None]:
    """People in and out (the counter's own sides) from the mark before to this one."""
    if track is None or mark.fit_no != track.mark.fit_no or mark.top != track.mark.top:
        return 0, 0, Note.FIRST
    if mark.top == 0:
        return 0, 0, None
    before, limit = track.mark, max_per_minute * (abs(minute - track.minute) + 1)
    gone_in, gone_out = mark.total_in - before.total_in, mark.total_out - before.total_out
    if mark.epoch > before.epoch or mark.flags & RESTARTED:
        return _believed(mark.total_in, mark.total_out, limit, Note.RESTARTED)
    if gone_in >= 0 and gone_out >= 0:
        return _believed(gone_in, gone_out, limit, None)
    return _backwards(mark, gone_in, gone_out, limit)


def _backwards(mark: Mark, gone_in: int, gone_out: int, limit: int) -> tuple[int, int, Note | None]:
    """At least one total went back without a word: a wrap, a restart, or neither.

    A restart sets both totals back. A wrap leaves a small step behind, which is only telling while a small step is a
    rare thing: when the door could have turned the counter over an eighth of its range, nothing can be told.
    """
    size = mark.top + 1
    on_in, on_out = gone_in % size, gone_out % size
    may_be_wrap = max(on_in, on_out) <= limit
    may_be_restart = gone_in <= 0 and gone_out <= 0 and max(mark.total_in, mark.total_out) <= limit
    both_fell = gone_in < 0 and gone_out < 0
    if may_be_wrap and may_be_restart and (both_fell or limit > size // 8):
        return 0, 0, Note.WRAP_OR_RESTART
    if may_be_wrap and limit <= size // 8:
        return on_in, on_out, Note.WRAPPED
    if may_be_restart and both_fell:
        return mark.total_in, mark.total_out, Note.RESTARTED
    return 0, 0, Note.WRAP_OR_RESTART if may_be_wrap else Note.FELL


def _believed(people_in: int, people_out: int, limit: int, note: Note | None) -> tuple[int, int, Note | None]:
    if max(people_in, people_out) > limit:
        return 0, 0, Note.JUMPED
    return people_in, people_out, note


def spread(flows: list[Flow]) -> Iterator[Flow]:
    """Each flow laid evenly over the minutes since the mark before it, in whole people.

    For looking back on a day: who came during a gap of the counter came at some time in it, not all at its end.
    """
    for flow in flows:
        length = flow.minute - flow.since
        if length <= 1 or not (flow.people_in or flow.people_out):
            yield flow
            continue
        done_in = done_out = 0
        for k in range(1, length + 1):
            upto_in, upto_out = flow.people_in * k // length, flow.people_out * k // length
            if upto_in > done_in or upto_out > done_out:
                minute = flow.since + k
                yield Flow(minute, flow.door_id, minute - 1, upto_in - done_in, upto_out - done_out)
            done_in, done_out = upto_in, upto_out
