"""What the night makes of a business day: hours, totals, and how many people the estimate left in a building that was
locked.

Pure: the same marks, counts by hand, document and days before always make the same day, whenever it is settled and
however often.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from cercano.crowd.curve import Progress, bases, flows_of, run
from cercano.crowd.learn import learned
from cercano.crowd.marks import Marks, end_of, minute_of
from cercano.crowd.model import Audit, BusinessDay, DaySettled, HourRollup, Venue
from cercano.crowd.occupancy import Estimate, Learned, interval
from cercano.crowd.present import PERIODS_OF_PATIENCE
from cercano.crowd.standing import first_minute
from cercano.crowd.tally import Flow, spread

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Minute:
    """One minute of a venue, looked back on."""

    starts_at: datetime
    people_in: int
    """As counted; what came in a gap of a counter is laid evenly over the gap, within the day of the gap's end."""
    people_out: int
    people: float
    """At its end, corrected."""
    low: int
    high: int
    coverage: float
    """Share of the venue's doors whose counter's readings span this minute, 0 to 1."""


def minutes(
    venue: Venue, day: BusinessDay, marks: Marks, audits: Sequence[Audit], habit: Learned, until: datetime
) -> list[Minute]:
    """Every minute of the business day up to `until`, from the marks of the day and of the two days before it."""
    start, end = first_minute(day), int(day.ends_at.timestamp()) // 60
    last = min(end, minute_of(until) + 1)
    flows, ended = _flows(venue, marks, start, last)
    laid = spread([flow._replace(since=max(flow.since, start - 1)) for flow in flows])
    _, points = run(venue, ended._replace(estimate=Estimate()), laid, ended.tracks, _within(audits, day), habit)
    happened = {point.minute: point for point in points}
    covered = _covered(venue, flows, start, last)
    estimate, low, high, found = Estimate(), 0, 0, list[Minute]()
    for minute in range(start, last):
        point = happened.get(minute)
        if point is not None:
            estimate = point.estimate
            low, high = interval(estimate, habit)
        people_in, people_out = (point.people_in, point.people_out) if point else (0, 0)
        starts_at = end_of(minute - 1)
        found.append(Minute(starts_at, people_in, people_out, estimate.people, low, high, covered[minute - start]))
    return found


def settle(
    venue: Venue,
    day: BusinessDay,
    marks: Marks,
    audits: Sequence[Audit],
    days_before: Iterable[DaySettled],
    settled_at: datetime,
) -> DaySettled:
    """The day as it is settled: `marks` and `audits` as for `minutes`, `days_before` at least the 28 before it that
    there are.
    """
    habit = learned(day.date, days_before)
    lived = minutes(venue, day, marks, audits, habit, day.ends_at)
    total_in, total_out = sum(minute.people_in for minute in lived), sum(minute.people_out for minute in lived)
    return DaySettled(
        venue_id=venue.venue_id,
        date=day.date,
        total_in=total_in,
        total_out=total_out,
        raw_closing_error=total_in - total_out,
        closing_error=round(_left_inside(day, lived), 2),
        exit_ratio=round(habit.exit_ratio, 4),
        hours=tuple(_hours(lived)),
        settled_at=settled_at,
    )


def _flows(venue: Venue, marks: Marks, start: int, last: int) -> tuple[list[Flow], Progress]:
    before, during = Marks(), Marks()
    for door_id, door in marks.items():
        before[door_id] = {minute: mark for minute, mark in door.items() if minute < start}
        during[door_id] = {minute: mark for minute, mark in door.items() if start <= minute < last}
    progress = bases(venue, before)
    flows, tracks = flows_of(venue, during, progress.tracks)
    return flows, progress._replace(tracks=tracks)


def _within(audits: Sequence[Audit], day: BusinessDay) -> list[Audit]:
    return [audit for audit in audits if day.starts_at < audit.at <= day.ends_at]


def _covered(venue: Venue, flows: Iterable[Flow], start: int, last: int) -> list[float]:
    """By minute: the share of doors between two readings that are no more than three periods apart."""
    patience = max(1, PERIODS_OF_PATIENCE * venue.report_every_s // 60)
    spans: dict[str, set[int]] = {door.door_id: set() for door in venue.doors}
    for flow in flows:
        if flow.minute - flow.since <= patience:
            spans[flow.door_id].update(range(max(start, flow.since + 1), flow.minute + 1))
            spans[flow.door_id].add(flow.minute)
    doors = max(1, len(spans))
    return [sum(minute in span for span in spans.values()) / doors for minute in range(start, last)]


def _left_inside(day: BusinessDay, lived: Sequence[Minute]) -> float:
    """People by the estimate when the venue should have been empty: at settling time, or at the day's end when it was
    closed.
    """
    at = [minute for minute in lived if minute.starts_at < day.settles_at]
    return at[-1].people if at else 0.0


def _hours(lived: Sequence[Minute]) -> Iterator[HourRollup]:
    hours: dict[datetime, list[Minute]] = {}
    for minute in lived:
        hours.setdefault(minute.starts_at.replace(minute=0), []).append(minute)
    for starts_at, inside in hours.items():
        coverage = sum(minute.coverage for minute in inside) / len(inside)
        known = coverage >= HALF
        yield HourRollup(
            starts_at=starts_at,
            people_in=sum(minute.people_in for minute in inside),
            people_out=sum(minute.people_out for minute in inside),
            mean_people=round(sum(minute.people for minute in inside) / len(inside), 2) if known else None,
            max_people=max(round(minute.people) for minute in inside) if known else None,
            coverage=round(coverage, 4),
        )
