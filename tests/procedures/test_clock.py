"""The legal clock, row by row: each date below was counted by hand, and bears the article it rests on."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cercano.calendar.working_days import Period, Unit
from cercano.procedures.clock import (
    Clock,
    Silence,
    Stop,
    StopReason,
    certificate_until,
    correction_until,
    effective_at,
    openable_until,
)
from cercano.procedures.errors import ExtensionTooLate, ExtensionTooLong, TermAlreadyExtended

HERE = ZoneInfo("Europe/Madrid")
LATER = date(2035, 1, 1)
"""A day on which everything is over, and so known."""


def filed(text: str) -> datetime:
    """An hour in Santander: "2026-03-02" (at ten) or "2026-11-22 23:59"."""
    return datetime.fromisoformat(text if " " in text else f"{text} 10:00").replace(tzinfo=HERE)


def period(text: str) -> Period:
    """ "3 months"."""
    count, unit = text.split(maxsplit=1)
    return Period(count=int(count), unit=Unit(unit.replace(" ", "_")))


def stop(began: str, ended: str | None, reason: StopReason = StopReason.CORRECTION) -> Stop:
    return Stop(
        reason=reason,
        began_on=date.fromisoformat(began),
        ended_on=date.fromisoformat(ended) if ended else None,
    )


@pytest.mark.parametrize(
    ("filed_at", "lasting", "due", "article"),
    [
        ("2026-03-02", "3 months", "2026-06-02", "30.4: the same day of the month"),
        ("2025-11-30", "3 months", "2026-03-02", "30.4: February has no 30th; 30.5: the 28th is a Saturday"),
        ("2027-11-29", "3 months", "2028-02-29", "30.4: a leap year has a 29 February"),
        ("2028-02-29", "1 years", "2029-02-28", "30.4: and the year after has none"),
        ("2026-01-31", "1 months", "2026-03-02", "30.4 and 30.5: the end of February, a Saturday"),
        ("2026-03-31", "1 months", "2026-04-30", "30.4: April has no 31st"),
        ("2026-04-30", "1 months", "2026-06-01", "30.5: 30 May is a Saturday"),
        ("2026-08-31", "6 months", "2027-03-01", "30.4 and 30.5: the end of February, a Sunday, a year on"),
        ("2026-09-08", "3 months", "2026-12-09", "30.5: 8 December is a holiday of all Spain"),
        ("2026-09-07", "3 months", "2026-12-09", "30.5: and so is Monday the 7th in Cantabria, in 2026"),
        ("2026-02-25", "3 months", "2026-05-26", "30.5: 25 May is a holiday of the city"),
        ("2026-11-20", "10 working days", "2026-12-04", "30.2: Saturdays and Sundays do not count"),
        ("2026-12-01", "10 working days", "2026-12-17", "30.2: nor do two holidays beside a weekend"),
        ("2026-07-31", "10 working days", "2026-08-14", "30.2: August counts"),
        ("2026-05-22", "5 working days", "2026-06-01", "30.2: the city's own holiday does not (25 May)"),
        ("2026-07-27", "1 working days", "2026-07-29", "30.2: nor Cantabria's (28 July)"),
        ("2026-12-24", "10 natural days", "2027-01-04", "30.5: the tenth, 3 January, is a Sunday"),
        ("2026-11-22 23:59", "10 working days", "2026-12-09", "31.2.b: of a Sunday night, as of Monday"),
        ("2026-11-22 23:59", "3 months", "2027-02-22", "31.2.c: months run from the filing itself"),
        ("2026-11-23 00:30", "3 months", "2027-02-23", "31.2: by the clock of Madrid, where it is Monday already"),
        ("2026-12-31", "20 working days", "2027-02-01", "30.2: over the new year, with Epiphany"),
    ],
)
def test_the_last_day_to_answer(filed_at, lasting, due, article):
    clock = Clock(filed_at=filed(filed_at), period=period(lasting))

    assert clock.due_on(LATER) == date.fromisoformat(due), article


@pytest.mark.parametrize(
    ("filed_at", "lasting", "stops", "due", "article"),
    [
        ("2026-10-05", "3 months", [stop("2026-12-15", "2027-01-15")], "2027-02-05", "22.1.a: 31 days, over the year"),
        ("2026-11-02", "20 working days", [stop("2026-11-10", "2026-11-20")], "2026-12-14", "22.1.a: 8 working days"),
        ("2026-03-02", "3 months", [stop("2026-06-03", "2026-06-20")], "2026-06-02", "22.1: it was over before"),
        ("2026-03-02", "3 months", [stop("2026-06-02", "2026-06-12")], "2026-06-12", "22.1: on its last day, in time"),
        (
            "2026-03-02",
            "3 months",
            [stop("2026-04-10", "2026-04-20"), stop("2026-04-15", "2026-04-25", StopReason.TECHNICAL_TESTS)],
            "2026-06-17",
            "22.1: a day is given back once, whoever is waited for",
        ),
        (
            "2026-03-02",
            "3 months",
            [stop("2026-05-25", "2026-06-05"), stop("2026-06-10", "2026-06-20")],
            "2026-06-23",
            "22.1: the second stop begins in time that the first gave back",
        ),
        (
            "2026-01-12",
            "3 months",
            [stop("2026-02-02", "2026-06-30", StopReason.MANDATORY_REPORT)],
            "2026-07-10",
            "22.1.d: nobody waits longer than three months for a report",
        ),
    ],
)
def test_the_clock_gives_back_the_days_on_which_it_stood_still(filed_at, lasting, stops, due, article):
    clock = Clock(filed_at=filed(filed_at), period=period(lasting), stops=tuple(stops))

    assert clock.due_on(LATER) == date.fromisoformat(due), article


def test_while_it_stands_still_nobody_can_say_when_silence_speaks():
    clock = Clock(filed_at=filed("2026-03-02"), stops=(stop("2026-05-30", None),))

    assert clock.silent_on(date(2026, 5, 29)) == date(2026, 6, 3)
    assert clock.silent_on(date(2026, 7, 1)) is None
    assert not clock.is_silent(date(2026, 7, 1))


def test_a_correction_that_nobody_sends_lets_the_clock_run_again_when_its_term_is_over():
    asked = Stop(reason=StopReason.CORRECTION, began_on=date(2026, 5, 4), no_later_than=date(2026, 5, 18))
    clock = Clock(filed_at=filed("2026-03-02"), stops=(asked,))

    assert clock.is_stopped(date(2026, 5, 18))
    assert not clock.is_stopped(date(2026, 5, 19))
    assert clock.due_on(date(2026, 5, 19)) == date(2026, 6, 16)


def test_silence_speaks_on_the_day_after_the_last_and_not_before():
    clock = Clock(filed_at=filed("2026-03-02"), silence=Silence.REFUSES)

    assert not clock.is_silent(date(2026, 6, 2))
    assert clock.is_silent(date(2026, 6, 3))
    assert clock.silent_on(LATER) == date(2026, 6, 3)


def test_a_period_is_lengthened_once_in_time_and_by_no_more_than_itself():
    clock = Clock(filed_at=filed("2026-03-02"))

    longer = clock.extend(3, date(2026, 6, 2))

    assert longer.due_on(LATER) == date(2026, 9, 2)
    with pytest.raises(TermAlreadyExtended):
        longer.extend(1, date(2026, 6, 2))
    with pytest.raises(ExtensionTooLate):
        clock.extend(3, date(2026, 6, 3))
    for count in (0, 4):
        with pytest.raises(ExtensionTooLong):
            clock.extend(count, date(2026, 6, 2))


def test_a_holiday_where_the_person_lives_counts_for_nobody():
    def bilbao(on: date) -> bool:
        return on == date(2026, 8, 28)

    from cercano.calendar.working_days import santander

    clock = Clock(filed_at=filed("2026-08-26"), period=period("3 working days"))

    assert clock.due_on(LATER) == date(2026, 8, 31)
    assert clock.due_on(LATER, santander, bilbao) == date(2026, 9, 1), "30.6"


@pytest.mark.parametrize(
    ("at", "counts_as_of"),
    [
        ("2026-11-22 23:59", "2026-11-23 00:00"),
        ("2026-12-05 08:00", "2026-12-09 00:00"),
        ("2026-11-23 03:00", "2026-11-23 03:00"),
    ],
)
def test_the_registry_is_open_day_and_night_and_says_from_when_a_filing_counts(at, counts_as_of):
    assert effective_at(filed(at)) == filed(counts_as_of), "31.2.b"


def test_the_terms_of_the_person_and_of_the_certificate():
    assert correction_until(date(2026, 11, 27)) == date(2026, 12, 15), "68.1"
    assert correction_until(date(2026, 11, 27), longer_by=5) == date(2026, 12, 22), "68.2"
    assert correction_until(date(2026, 11, 27), longer_by=50) == date(2026, 12, 22), "68.2: five days at most"
    assert openable_until(filed("2026-12-20 23:30")) == date(2026, 12, 30), "43.2: ten natural days"
    assert certificate_until(date(2026, 6, 3)) == date(2026, 6, 24), "24.4"
