"""The time the city council has to answer, and what it means when it does not (Ley 39/2015, articles 21 to 25).

The clock of a file starts when the application enters our registry (21.3.b), stops while somebody else has to move
(22), may be lengthened once (23), and when it has run out without a notice to the person, silence speaks: it grants, or
it refuses (24). All days are days in Santander; which of them count is told by cercano.calendar.working_days.

Open to a jurist: that a period in months runs from the very day of a filing on a Sunday (31.2.c), while one in working
days runs from the next working day (31.2.b); and that time stopped in a period of months is given back in natural days.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from cercano.calendar.working_days import (
    IsHoliday,
    Period,
    Unit,
    is_working_day,
    last_day,
    months_after,
    working_day_from,
)
from cercano.procedures.errors import ExtensionTooLate, ExtensionTooLong, TermAlreadyExtended

HERE = ZoneInfo("Europe/Madrid")
THREE_MONTHS = Period(count=3, unit=Unit.MONTHS)
"""The period when no norm sets one (21.3)."""
LONGEST_REPORT = 3
"""Months that waiting for a mandatory report may stop the clock (22.1.d)."""
CORRECTION = Period(count=10, unit=Unit.WORKING_DAYS)
"""What a person has to mend an application (68.1); it can be lengthened by up to 5 days (68.2)."""
LONGER_CORRECTION_DAYS = 5
CERTIFICATE = Period(count=15, unit=Unit.WORKING_DAYS)
"""In which the certificate of silence must be given (24.4)."""
NOTICE_DAYS = 10
"""Natural days in which a notice can be opened before it counts as refused (43.2)."""
_DAY = timedelta(days=1)


class Silence(StrEnum):
    """What it means that nobody answered in time (24, 25)."""

    GRANTS = "grants"
    REFUSES = "refuses"
    LAPSES = "lapses"
    """The council began of itself and could harm somebody: the file lapses (25.1.b)."""
    SAYS_NOTHING = "says_nothing"
    """Nobody asked for a right: an answer is owed, and its lateness is published."""


class StopReason(StrEnum):
    """Why a clock stands still: the cases of article 22, and no others."""

    CORRECTION = "correction"
    """22.1.a: the person was asked to mend the application or bring documents."""
    EUROPEAN_RULING = "european_ruling"
    """22.1.b and c: an institution of the European Union must speak first."""
    MANDATORY_REPORT = "mandatory_report"
    """22.1.d: another body must report; three months at most."""
    TECHNICAL_TESTS = "technical_tests"
    """22.1.e: tests or analyses that the person proposed."""
    AGREEMENT = "agreement"
    """22.1.f: an agreement is being negotiated."""
    COURT = "court"
    """22.1.g: a court must rule first."""
    OTHER_BODY = "other_body"
    """22.2.a: another administration was asked to annul its act."""
    RECUSAL = "recusal"
    """22.2.c: somebody objects to the official in charge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One stretch in which the clock stands still; `ended_on` is None while it lasts."""

    reason: StopReason
    began_on: date
    ended_on: date | None = None
    no_later_than: date | None = None
    """The day it ends of itself: that of the term that was granted. None: only `ended_on` ends it."""

    @property
    def limit(self) -> date | None:
        """The last day on which it can stand still; None: as long as it takes."""
        if self.reason is not StopReason.MANDATORY_REPORT:
            return self.no_later_than
        return min(self.no_later_than or date.max, months_after(self.began_on, LONGEST_REPORT))

    def end(self, today: date) -> date:
        """The day on which it ended, or up to which it has lasted `today`."""
        return max(self.began_on, min(self.ended_on or today, self.limit or date.max))

    def lasts(self, today: date) -> bool:
        """Whether the clock stands still because of it."""
        return self.ended_on is None and self.began_on <= today <= (self.limit or date.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The legal clock of one file."""

    filed_at: datetime
    """When the application entered the registry (aware)."""
    period: Period = THREE_MONTHS
    silence: Silence = Silence.GRANTS
    stops: tuple[Stop, ...] = ()
    extended_by: int = 0
    """How much longer, in the unit of the period (23); 0 is not at all."""

    def since(self, *holidays: IsHoliday) -> date:
        """The day after which the period is counted."""
        filed_on = day_of(self.filed_at)
        return working_day_from(filed_on, *holidays) if self.period.unit is Unit.WORKING_DAYS else filed_on

    def due_on(self, today: date, *holidays: IsHoliday) -> date:
        """The last day to notify an answer, as far as is known `today`: a stop that lasts moves it day by day."""
        period = replace(self.period, count=self.period.count + self.extended_by)
        begun: list[Stop] = []
        while True:
            lost = frozenset[date]().union(*(_days(stop, today) for stop in begun))
            runs_out = _count(period, self.since(*holidays), lost, holidays)
            due = working_day_from(max([runs_out, *(stop.end(today) for stop in begun)]), *holidays)
            by_then = [stop for stop in self.stops if stop.began_on <= due]
            if by_then == begun:
                return due
            begun = by_then

    def is_stopped(self, today: date) -> bool:
        """Whether the clock stands still today."""
        return any(stop.lasts(today) for stop in self.stops)

    def silent_on(self, today: date, *holidays: IsHoliday) -> date | None:
        """The day from which silence speaks; None while the clock stands still, as nobody knows it then."""
        return None if self.is_stopped(today) else self.due_on(today, *holidays) + _DAY

    def is_silent(self, today: date, *holidays: IsHoliday) -> bool:
        """Whether the period is over today, and silence has spoken."""
        return not self.is_stopped(today) and today > self.due_on(today, *holidays)

    def extend(self, count: int, today: date, *holidays: IsHoliday) -> Clock:
        """Longer by `count` of the period's unit, once, before it ends, and by no more than it was (23).

        Raises:
            TermAlreadyExtended: it was, before.
            ExtensionTooLong: by more than the period itself.
            ExtensionTooLate: it has ended.
        """
        if self.extended_by:
            raise TermAlreadyExtended
        if not 0 < count <= self.period.count:
            raise ExtensionTooLong(most=self.period.count)
        if today > self.due_on(today, *holidays):
            raise ExtensionTooLate
        return replace(self, extended_by=count)


def day_of(at: datetime) -> date:
    """The day in Santander of an aware instant."""
    return at.astimezone(HERE).date()


def effective_at(filed_at: datetime, *holidays: IsHoliday) -> datetime:
    """When a filing counts as made where working days count: at once, or in the first hour of the next working day.

    The registry is open day and night (31.2.a); what comes on another day counts as of then (31.2.b).
    """
    filed_on = day_of(filed_at)
    if is_working_day(filed_on, *holidays):
        return filed_at
    return datetime.combine(working_day_from(filed_on, *holidays), time(0), HERE)


def correction_until(notified_on: date, *holidays: IsHoliday, longer_by: int = 0) -> date:
    """The last day to mend an application after the notice that asked for it (68.1), 0 to 5 days longer (68.2)."""
    count = CORRECTION.count + min(max(longer_by, 0), LONGER_CORRECTION_DAYS)
    return last_day(Period(count=count, unit=Unit.WORKING_DAYS), notified_on, *holidays)


def openable_until(available_at: datetime) -> date:
    """The last day to open an electronic notice; from the next on it counts as refused (43.2). Natural days."""
    return day_of(available_at) + NOTICE_DAYS * _DAY


def certificate_until(asked_or_silent_on: date, *holidays: IsHoliday) -> date:
    """The last day to give the certificate of silence: 15 days from the silence, or from being asked for it (24.4)."""
    return last_day(CERTIFICATE, asked_or_silent_on, *holidays)


def _count(period: Period, since: date, lost: Set[date], holidays: tuple[IsHoliday, ...]) -> date:
    """The day on which a period runs out when the days in `lost` do not count, whatever day of the week it is."""
    if period.unit in (Unit.MONTHS, Unit.YEARS):
        months = period.count * (12 if period.unit is Unit.YEARS else 1)
        return months_after(since, months) + len([day for day in lost if day > since]) * _DAY
    on, left = since, period.count
    while left:
        on += _DAY
        left -= on not in lost and (period.unit is Unit.NATURAL_DAYS or is_working_day(on, *holidays))
    return on


def _days(stop: Stop, today: date) -> Iterable[date]:
    """The days that do not count: from the one after the stop began to the one on which it ended."""
    return (stop.began_on + n * _DAY for n in range(1, (stop.end(today) - stop.began_on).days + 1))
