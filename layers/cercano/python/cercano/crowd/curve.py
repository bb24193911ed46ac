"""A venue followed through its day: every door's marks, every count by hand, minute by minute, into one line of people
inside.

A pure function of the set of marks and audits, of the venue's document and of what the days before taught. It can stop
at the end of any minute and go on from there later: that is what keeps the cost of one more reading small.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cercano.crowd.marks import Marks, minute_of
from cercano.crowd.model import Audit, Venue
from cercano.crowd.occupancy import Estimate, Learned, counted_by_hand, in_view, passing, with_level
from cercano.crowd.tally import Flow, Track, follow


class Progress(NamedTuple):
    """How far a venue has been followed: the estimate, each door's last mark, and what each presence sensor last
    saw.
    """

    estimate: Estimate
    tracks: Mapping[str, Track]
    seen: Mapping[str, int]


class Point(NamedTuple):
    """The venue at the end of a minute in which something happened."""

    minute: int
    people_in: int
    people_out: int
    estimate: Estimate


START = Progress(Estimate(), {}, {})


def flows_of(venue: Venue, marks: Marks, tracks: Mapping[str, Track]) -> tuple[list[Flow], dict[str, Track]]:
    """Flows of all doors in the order of time, going on from `tracks`, and how far they lead."""
    flows, reached = list[Flow](), dict(tracks)
    for door in venue.doors:
        passed, track = follow(door, marks.get(door.door_id, {}), tracks.get(door.door_id))
        flows += passed
        if track is not None:
            reached[door.door_id] = track
    flows.sort(key=lambda flow: (flow.minute, flow.door_id))
    return flows, reached


def bases(venue: Venue, marks: Marks) -> Progress:
    """An empty venue whose counters stand where these marks of before its day left them."""
    _, tracks = flows_of(venue, marks, {})
    return Progress(Estimate(), {door_id: track._replace(moved=None) for door_id, track in tracks.items()}, {})


def followed(
    venue: Venue, progress: Progress, marks: Marks, audits: Iterable[Audit], learned: Learned
) -> tuple[Progress, list[Point]]:
    """Go on from `progress` through marks and audits that are later than it."""
    flows, tracks = flows_of(venue, marks, progress.tracks)
    return run(venue, progress, flows, tracks, audits, learned)


def run(
    venue: Venue,
    progress: Progress,
    flows: Iterable[Flow],
    tracks: Mapping[str, Track],
    audits: Iterable[Audit],
    learned: Learned,
) -> tuple[Progress, list[Point]]:
    """The same, from flows that are known already."""
    estimate, seen, points = progress.estimate, dict(progress.seen), list[Point]()
    has_flow = any(track.mark.top for track in tracks.values())
    minutes = _by_minute(flows, audits)
    for minute in sorted(minutes):
        passed, counts = minutes[minute]
        people_in = people_out = 0
        now_seen: dict[str, int] = {}
        for flow in passed:
            people_in += flow.people_in
            people_out += flow.people_out
            if flow.seen is not None:
                now_seen[flow.door_id] = flow.seen
        if people_in or people_out:
            estimate = passing(estimate, people_in, people_out, learned)
        if now_seen:
            seen |= now_seen
            estimate = _present(estimate, now_seen if has_flow else seen, learned, has_flow=has_flow)
        for audit in counts:
            estimate = counted_by_hand(estimate, audit.people)
        estimate = with_level(estimate, venue.capacity)
        points.append(Point(minute, people_in, people_out, estimate))
    return Progress(estimate, tracks, seen), points


def _by_minute(flows: Iterable[Flow], audits: Iterable[Audit]) -> dict[int, tuple[list[Flow], list[Audit]]]:
    minutes: dict[int, tuple[list[Flow], list[Audit]]] = {}
    for flow in flows:
        minutes.setdefault(flow.minute, ([], []))[0].append(flow)
    for audit in sorted(audits, key=lambda one: (one.at, one.audit_id)):
        minutes.setdefault(minute_of(audit.at), ([], []))[1].append(audit)
    return minutes


def _present(estimate: Estimate, seen: Mapping[str, int], learned: Learned, *, has_flow: bool) -> Estimate:
    """Beside counting doors presence is a lower bound; where nothing counts doors it is all there is to know."""
    people = sum(seen.values())
    return in_view(estimate, people, learned) if has_flow else counted_by_hand(estimate, people)
