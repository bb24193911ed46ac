"""How many people passed, from totals that wrap, restart, are set, swapped and turned round."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from cercano.crowd.marks import RESTARTED, Mark, pack, unpack
from cercano.crowd.model import Door, Fit
from cercano.crowd.tally import Flow, Note, follow, spread
from cercano.kit.text import Text
from tests.crowd.counters import LONG_AGO, a_door

TOP16 = 2**16 - 1


def passed(*marks: tuple[int, Mark], door: Door | None = None) -> list[tuple[int, int, Note | None]]:
    flows, _ = follow(door or a_door(), dict(marks))
    return [(flow.people_in, flow.people_out, flow.note) for flow in flows]


def mark(
    total_in: int, total_out: int, seq: int, *, fit: int = 1, epoch: int = 0, top: int = TOP16, flags: int = 0
) -> Mark:
    return Mark(fit, epoch, seq, total_in, total_out, top, flags)


def test_people_are_the_steps_of_the_totals_and_the_first_word_counts_nobody() -> None:
    assert passed((10, mark(100, 90, 1)), (11, mark(103, 90, 2)), (14, mark(103, 95, 3))) == [
        (0, 0, Note.FIRST),
        (3, 0, None),
        (0, 5, None),
    ]


@pytest.mark.parametrize(
    ("before", "after", "means"),
    [
        ((65530, 400), (4, 401), (10, 1, Note.WRAPPED)),
        ((400, 65530), (402, 4), (2, 10, Note.WRAPPED)),
        ((5000, 4900), (3, 2), (3, 2, Note.RESTARTED)),
        ((5000, 4900), (0, 0), (0, 0, Note.RESTARTED)),
        ((65530, 65529), (4, 4), (0, 0, Note.WRAP_OR_RESTART)),
        ((5000, 4900), (4000, 4901), (0, 0, Note.FELL)),
        ((5000, 4900), (3000, 3000), (0, 0, Note.FELL)),
        ((100, 90), (60000, 91), (0, 0, Note.JUMPED)),
        ((100, 90), (100, 90), (0, 0, None)),
    ],
    ids=["wrap_in", "wrap_out", "restart", "restart_nobody", "both_wrap_or_restart", "fell", "set", "jump", "still"],
)
def test_a_step_of_one_minute(
    before: tuple[int, int], after: tuple[int, int], means: tuple[int, int, Note | None]
) -> None:
    assert passed((10, mark(*before, 1)), (11, mark(*after, 2)))[1] == means


def test_a_counter_that_says_it_restarted_is_believed_even_near_its_top() -> None:
    steps = passed((10, mark(65530, 400, 1)), (11, mark(0, 0, 2, flags=RESTARTED)), (12, mark(4, 1, 3)))

    assert steps[1:] == [(0, 0, Note.RESTARTED), (4, 1, None)]


def test_a_new_epoch_counts_from_zero() -> None:
    assert passed((10, mark(500, 400, 900, epoch=3)), (11, mark(7, 2, 0, epoch=4)))[1] == (7, 2, Note.RESTARTED)


def test_after_a_long_gap_a_fall_of_a_small_counter_tells_nothing() -> None:
    assert passed((10, mark(60000, 400, 1)), (310, mark(200, 700, 2)))[1] == (0, 0, Note.WRAP_OR_RESTART)


def test_a_swapped_counter_starts_from_its_own_totals() -> None:
    steps = passed((10, mark(9000, 8000, 1)), (11, mark(5, 5, 1, fit=2)), (12, mark(8, 6, 2, fit=2)))

    assert steps[1:] == [(0, 0, Note.FIRST), (3, 1, None)]


def test_a_counter_mounted_the_wrong_way_round_is_turned() -> None:
    door = a_door(fits=(Fit(fit_no=1, device_id="x", since=LONG_AGO, reversed=True),))

    assert passed((10, mark(0, 0, 1)), (11, mark(7, 2, 2)), door=door)[1] == (2, 7, None)


def test_an_older_word_that_arrives_under_a_later_time_adds_nothing() -> None:
    steps = passed((10, mark(10, 0, 5)), (11, mark(12, 0, 6)), (13, mark(10, 0, 5)), (14, mark(13, 0, 7)))

    assert [step[0] for step in steps] == [0, 2, 1]


def test_following_in_two_stretches_is_following_in_one() -> None:
    marks = {minute: mark(3 * minute, 2 * minute, minute) for minute in range(50)}
    whole, end = follow(a_door(), marks)

    first, track = follow(a_door(), {minute: one for minute, one in marks.items() if minute < 20})
    second, last = follow(a_door(), {minute: one for minute, one in marks.items() if minute >= 20}, track)

    assert first + second == whole
    assert last == end


def test_people_of_a_gap_are_laid_over_the_gap_and_none_is_lost() -> None:
    laid = list(spread([Flow(20, "main", 10, 7, 25)]))

    assert sum(flow.people_in for flow in laid) == 7
    assert sum(flow.people_out for flow in laid) == 25
    assert {flow.minute for flow in laid} == set(range(11, 21))
    assert max(flow.people_out for flow in laid) == 3


def test_an_hour_of_marks_goes_into_bytes_and_back() -> None:
    hour = 495_000
    marks = {
        "main": {hour * 60 + m: Mark(1, 2, 2**40 + m, m, 2 * m, 2**32 - 1, 0) for m in range(60)},
        "café": {hour * 60 + 59: Mark(65535, 2**32 - 1, 2**53, 2**32 - 1, 0, 0, 7)},
    }

    assert unpack(hour, pack(hour, marks)) == marks
    assert unpack(hour, pack(hour, {})) == {}


def test_a_real_library_gate_with_wraps_jumps_and_broken_days(shared_data: Path) -> None:
    """Eleven months of a gate of six digits that was read once a day: it jumped by 387,631 in a night, twice more by
    396,000, stood at 999,999 and came back at 9,776. What people can do in a day is counted, the rest is flagged, and
    no day counts an impossible crowd."""
    door = Door(
        door_id="gate",
        name=Text(es="x", en="x"),
        max_per_minute=120,
        fits=(Fit(fit_no=1, device_id="g", since=LONG_AGO),),
    )
    marks: dict[int, Mark] = {}
    totals: list[int] = []
    with (shared_data / "crowd" / "library_gate_cumulative.csv").open() as rows:
        for row in csv.DictReader(rows):
            if row["counts"].isdigit():
                when = datetime.strptime(row["dates"], "%d-%b-%y").replace(tzinfo=UTC) + timedelta(hours=20)
                minute = int(when.timestamp()) // 60
                marks[minute] = mark(int(row["counts"]), 0, minute, top=999_999)
                totals.append(int(row["counts"]))

    flows, _ = follow(door, marks)

    steps = [after - before for before, after in pairwise(totals)]
    plain = [step for step in steps if 0 <= step < 100_000]
    notes = Counter(flow.note for flow in flows if flow.note)
    assert len(marks) == 322
    assert notes == {Note.FIRST: 1, Note.JUMPED: 5, Note.WRAP_OR_RESTART: 1}
    assert sum(flow.people_in for flow in flows) == sum(plain)
    assert max(flow.people_in for flow in flows) == max(plain) < 1_000
