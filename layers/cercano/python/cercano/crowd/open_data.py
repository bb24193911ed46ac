"""A day of people flow as anybody may have it: a row for each minute and each hour of each venue, gaps said aloud.

Counts of people only, never of persons. When a venue is closed the few who pass are its staff, and a row could tell
when one of them came: minutes outside the opening are withheld, and hours not wholly inside it are rounded to five.

The same rows always make the same bytes, so that a day that has not changed is not published again.
"""

from __future__ import annotations

import csv
import io
import typing
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from cercano.crowd.hours import business_day
from cercano.crowd.model import BusinessDay, DaySettled, Venue
from cercano.crowd.settle import Minute

COARSE = 5
"""People: what a count in closed hours is rounded to."""
_HOUR = timedelta(hours=1)


class Quality(StrEnum):
    """How much a row's numbers are worth."""

    MEASURED = "measured"
    PARTIAL = "partial"
    """Some door, or some of the time, was not counted."""
    COARSE = "coarse"
    """Rounded to five people: the venue was not open all the time."""
    WITHHELD = "withheld"
    """Closed: not published by the minute."""
    GAP = "gap"
    """Nobody counted."""


class MinuteRow(NamedTuple):
    """One minute. Numbers are None when withheld or not counted."""

    venue_id: str
    starts_at: datetime
    people_in: int | None
    people_out: int | None
    people: int | None
    low: int | None
    high: int | None
    coverage: float
    quality: Quality


class HourRow(NamedTuple):
    """One clock hour (UTC)."""

    venue_id: str
    starts_at: datetime
    people_in: int | None
    people_out: int | None
    mean_people: float | None
    max_people: int | None
    coverage: float
    quality: Quality


Rows = Sequence[MinuteRow] | Sequence[HourRow]


def minute_rows(venue: Venue, day: BusinessDay, lived: Iterable[Minute]) -> Iterator[MinuteRow]:
    """The minutes of a business day, in order."""
    for minute in lived:
        where, coverage = (venue.venue_id, minute.starts_at), round(minute.coverage, 2)
        if not any(opens <= minute.starts_at < closes for opens, closes in day.openings):
            yield MinuteRow(*where, None, None, None, None, None, coverage, Quality.WITHHELD)
        elif minute.coverage == 0:
            yield MinuteRow(*where, None, None, None, None, None, 0.0, Quality.GAP)
        else:
            people = round(minute.people), minute.low, minute.high
            quality = Quality.MEASURED if minute.coverage == 1 else Quality.PARTIAL
            yield MinuteRow(*where, minute.people_in, minute.people_out, *people, coverage, quality)


def hour_rows(venue: Venue, settled: DaySettled) -> Iterator[HourRow]:
    """The hours of a settled day, in order."""
    openings = business_day(venue, settled.date).openings
    for hour in settled.hours:
        where, coverage = (venue.venue_id, hour.starts_at), round(hour.coverage, 2)
        if hour.coverage == 0:
            yield HourRow(*where, None, None, None, None, 0.0, Quality.GAP)
            continue
        is_open = any(opens <= hour.starts_at and hour.starts_at + _HOUR <= closes for opens, closes in openings)
        entered, left, mean, most = hour.people_in, hour.people_out, hour.mean_people, hour.max_people
        if is_open:
            quality = Quality.MEASURED if hour.coverage == 1 else Quality.PARTIAL
            yield HourRow(*where, entered, left, mean, most, coverage, quality)
        else:
            coarse = _coarse(entered), _coarse(left), _coarse(mean), _coarse(most)
            yield HourRow(*where, *coarse, coverage, Quality.COARSE)


def as_csv(rows: Rows, kind: type[MinuteRow] | type[HourRow]) -> bytes:
    """UTF-8, comma, a header, "\\n"; nothing between two commas is a number nobody knows."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(kind._fields)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode()


def as_parquet(rows: Rows, kind: type[MinuteRow] | type[HourRow]) -> bytes:
    """The same table, typed and compressed (Zstandard)."""
    from arro3.core import Array, DataType, Table
    from arro3.io import write_parquet

    makers: dict[type, Callable[[list[Any]], Any]] = {
        str: lambda values: Array(values, type=DataType.string()),
        int: lambda values: Array(values, type=DataType.int32()),
        float: lambda values: Array(values, type=DataType.float64()),
        datetime: lambda values: Array([round(at.timestamp() * 1000) for at in values], type=DataType.int64()).cast(
            DataType.timestamp("ms", tz="UTC")
        ),
    }
    columns = {
        name: makers[_plain(hint)]([row[index] for row in rows])
        for index, (name, hint) in enumerate(typing.get_type_hints(kind).items())
    }
    written = io.BytesIO()
    table = Table.from_pydict(columns)
    write_parquet(table, written, compression="zstd(6)", created_by="cercano", skip_arrow_metadata=True)
    return written.getvalue()


def _plain(hint: Any) -> type:
    """`int | None` and `int` are int; words of a list are text."""
    kind = next((part for part in typing.get_args(hint) if part is not type(None)), hint)
    return str if issubclass(kind, StrEnum) else kind


def _coarse(number: float | None) -> int | None:
    return None if number is None else COARSE * round(number / COARSE)


def _cell(value: Any) -> Any:
    return f"{value:%Y-%m-%dT%H:%M:%SZ}" if isinstance(value, datetime) else value
