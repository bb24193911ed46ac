"""Open data: gaps are said, staff cannot be followed, and the same day always makes the same bytes."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, time, timedelta

import duckdb
import pytest

from cercano.crowd.hours import business_day
from cercano.crowd.open_data import HourRow, MinuteRow, Quality, as_csv, as_parquet, hour_rows, minute_rows
from cercano.crowd.settle import Minute
from tests.crowd.people_flow import LIBRARY, a_day, local

DAY = date(2026, 11, 23)
TODAY = business_day(LIBRARY, DAY)


def a_minute(hour: int, minute: int = 0, *, coverage: float = 1.0) -> Minute:
    return Minute(local(DAY, hour, minute), 2, 1, 41.4, 38, 45, coverage)


def an_hour(hour: int, **details: object) -> HourRow:
    day = a_day(DAY, 12.0, people_in=2)
    [rollup] = [one for one in day.hours if one.starts_at == local(DAY, hour)]
    [row] = hour_rows(LIBRARY, replace(day, hours=(replace(rollup, **details),)))
    return row


def test_a_minute_of_opening_is_published_as_it_was_counted():
    assert list(minute_rows(LIBRARY, TODAY, [a_minute(10)])) == [
        MinuteRow("library", local(DAY, 10), 2, 1, 41, 38, 45, 1.0, Quality.MEASURED)
    ]


def test_a_minute_that_nobody_counted_is_a_gap_and_half_counted_is_said():
    gap, half = minute_rows(LIBRARY, TODAY, [a_minute(10, coverage=0.0), a_minute(10, 1, coverage=0.5)])

    assert gap == MinuteRow("library", local(DAY, 10), None, None, None, None, None, 0.0, Quality.GAP)
    assert (half.people_in, half.quality) == (2, Quality.PARTIAL)


@pytest.mark.parametrize("hour", [8, 21, 23])
def test_minutes_outside_the_opening_are_withheld(hour):
    [row] = minute_rows(LIBRARY, TODAY, [a_minute(hour)])

    assert row[2:7] == (None, None, None, None, None)
    assert row.quality is Quality.WITHHELD


@pytest.mark.parametrize(("counted", "published"), [(0, 0), (1, 0), (2, 0), (3, 5), (7, 5), (8, 10)])
def test_small_counts_of_hours_when_only_staff_are_in_are_rounded_to_five(counted, published):
    row = an_hour(22, people_in=counted, people_out=counted, mean_people=float(counted), max_people=counted)

    assert (row.people_in, row.people_out, row.mean_people, row.max_people) == (published,) * 4
    assert row.quality is Quality.COARSE


def test_an_hour_that_is_only_partly_open_is_rounded_too_or_its_minutes_would_give_the_rest_away():
    half_past = replace(LIBRARY.weekly[0][0], opens=time(9, 30), closes=time(20, 30))
    venue = replace(LIBRARY, weekly=((half_past,),) * 7)
    rows = {row.starts_at: row for row in hour_rows(venue, a_day(DAY, 12.0, people_in=2))}

    assert an_hour(9).quality is Quality.MEASURED
    assert rows[local(DAY, 9)].quality is Quality.COARSE
    assert rows[local(DAY, 20)].quality is Quality.COARSE
    assert rows[local(DAY, 10)].quality is Quality.MEASURED


def test_an_hour_nobody_counted_is_a_gap_and_not_an_empty_venue():
    row = an_hour(11, mean_people=None, max_people=None, coverage=0.0)

    assert row == HourRow("library", local(DAY, 11), None, None, None, None, 0.0, Quality.GAP)


def rows() -> list[HourRow]:
    day = a_day(DAY, lambda hour: None if hour == 12 else hour * 1.5)
    silent = tuple(replace(hour, coverage=0.0) if hour.mean_people is None else hour for hour in day.hours)
    return list(hour_rows(LIBRARY, replace(day, hours=silent)))


def test_csv_and_parquet_hold_the_same_table(tmp_path):
    (tmp_path / "hours.parquet").write_bytes(as_parquet(rows(), HourRow))
    lines = list(csv.reader(io.StringIO(as_csv(rows(), HourRow).decode())))

    with duckdb.connect() as db:
        found = db.execute(f"SELECT * REPLACE (epoch_ms(starts_at) AS starts_at) FROM '{tmp_path}/hours.parquet'")
        names, typed = [column[0] for column in found.description], found.fetchall()

    assert names == lines[0] == list(HourRow._fields)
    assert typed == [tuple(row._replace(starts_at=round(row.starts_at.timestamp() * 1000))) for row in rows()]
    assert [line[:2] for line in lines[1:]] == [["library", f"{row.starts_at:%Y-%m-%dT%H:%M:%SZ}"] for row in rows()]
    assert [cell or None for cell in lines[1 + 8]][2:6] == [None] * 4, "a gap is nothing between two commas"


def test_the_same_rows_make_the_same_bytes():
    assert as_csv(rows(), HourRow) == as_csv(rows(), HourRow)
    assert as_parquet(rows(), HourRow) == as_parquet(rows(), HourRow)


def test_an_empty_table_still_has_its_columns():
    assert as_csv([], MinuteRow).decode().startswith("venue_id,starts_at,people_in")
    assert as_parquet([], MinuteRow)[:4] == b"PAR1"


def test_the_day_of_25_hours_has_25_rows():
    autumn = date(2026, 10, 24)
    ats = [row.starts_at for row in hour_rows(LIBRARY, a_day(autumn))]

    assert len(ats) == len(set(ats)) == 25
    assert ats[1] - ats[0] == timedelta(hours=1)
    assert ats[0].tzinfo == UTC
