"""What the days before teach about a venue's counters: how many people one counted exit stands for, and how far a day
may be off.

Learned from the raw day totals of the 28 days before, never from corrected ones: a day that is repaired changes the 28
after it, no more.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, timedelta

from cercano.crowd.model import DaySettled
from cercano.crowd.occupancy import EARLY_DOUBT, MISS_VARIANCE, Learned

WINDOW_DAYS = 28
STEADY = 200
"""Exits it takes to believe the measured ratio as much as 1.0; fewer lean towards 1.0."""
PLAUSIBLE = (0.6, 1.67)
"""A day outside was a broken door, not a habit."""
LEAST_A_DAY = 20
LEAST_CHANCE = 0.01
LEAST_ERROR = 0.002


def learned(on: date, days: Iterable[DaySettled]) -> Learned:
    """What holds for the day `on`, from those of `days` that lie in the 28 before it (the others are left alone)."""
    totals = [
        (day.total_in, day.total_out)
        for day in days
        if on - timedelta(days=WINDOW_DAYS) <= day.date < on and _is_plausible(day)
    ]
    entries, exits = sum(total[0] for total in totals), sum(total[1] for total in totals)
    ratio = (entries + STEADY) / (exits + STEADY)
    chance = _chance(ratio, totals)
    return Learned(exit_ratio=ratio, day_error=_day_error(ratio, chance, totals), days=len(totals), chance=chance)


def _is_plausible(day: DaySettled) -> bool:
    low, high = PLAUSIBLE
    return min(day.total_in, day.total_out) >= LEAST_A_DAY and low <= day.total_in / day.total_out <= high


def _chance(ratio: float, totals: list[tuple[int, int]]) -> float:
    """What one passage adds by chance: as much as the days' leftovers show, up to `MISS_VARIANCE`; beyond is the
    day's own.
    """
    shown = sum((entries - ratio * exits) ** 2 / (entries + exits) for entries, exits in totals)
    return max(LEAST_CHANCE, min(MISS_VARIANCE, (MISS_VARIANCE + shown) / (1 + len(totals))))


def _day_error(ratio: float, chance: float, totals: list[tuple[int, int]]) -> float:
    """Root mean square of what the corrected days left over, relative to their entries, less the part that is
    chance.
    """
    squares = EARLY_DOUBT**2 / (1 + len(totals))
    for entries, exits in totals:
        left = entries - ratio * exits
        squares += max(0.0, left * left - chance * (entries + exits)) / (entries * entries)
    return max(LEAST_ERROR, math.sqrt(squares / (1 + len(totals))))
