"""How many people are inside, how sure we are of it, and what to call it: from the flows of all doors of one business
day.

The building is empty when its day begins. From there people = entries - exits x ratio, where the ratio is what one
counted exit has stood for on the days before (counters miss more people on the way out than in), never below zero, and
set right by every count by hand. Doors are added before anything is cut at zero, so that a door that only lets in and
one that only lets out do not fight.

The interval is where 90 of 100 true values should lie: what the ratio may be off today (it grows with the day's
exits), the people a counter misses or doubles by chance (it grows with the square root of all who pass), and what the
last certain number left open.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from cercano.crowd.model import Crowding

CONFIDENCE = 0.9
REACH = 1.645
"""Standard deviations each way that hold 90 % of a normal distribution."""
MISS_VARIANCE = 0.045
"""Chance part of counting, per passage: missed 3 % (in) to 7 % (out) of the time, it varies by p(1 - p)."""
UNSEEN = 0.015
"""Of the people inside, those who were missed on the way in: no count of passages can tell, only a count by hand."""
EARLY_DOUBT = 0.06
"""Relative error of a venue's day before it has a history: 6.8 % is the median of a real door over 15 weeks."""
HAND_COUNT_SD = 0.02
"""A person who counts by hand is off by 2 %, and by one at least."""
CUT_KEEPS = 0.36
"""Cutting at zero tells that few are inside: of a normal distribution's variance, its upper half keeps 1 - 2/pi."""

UP = (0.35, 0.70, 0.95)
"""Share of capacity from which a venue is normal, busy, full."""
DOWN = (0.30, 0.65, 0.85)
"""Share below which it is quiet, normal, busy again."""
_LEVELS = (Crowding.QUIET, Crowding.NORMAL, Crowding.BUSY, Crowding.FULL)


class Learned(NamedTuple):
    """What the days before have taught about a venue's counters (learn.py)."""

    exit_ratio: float = 1.0
    """What one counted exit stands for."""
    day_error: float = EARLY_DOUBT
    """How far a day's corrected total is off, relative to its entries (one standard deviation)."""
    days: int = 0
    """How many days taught it."""
    chance: float = MISS_VARIANCE
    """Variance that one passage adds, people squared."""


class Estimate(NamedTuple):
    """People inside at the end of a minute. Everything that is needed to go on from there."""

    people: float = 0.0
    anchor_variance: float = 0.0
    """Of the last certain number: the start of the day, a count by hand, a cut at zero."""
    passed_in: int = 0
    """Since that certain number."""
    passed_out: int = 0
    total_in: int = 0
    """Since the day began, as counted."""
    total_out: int = 0
    level: int = 0
    """0 quiet, 1 normal, 2 busy, 3 full."""

    @property
    def crowding(self) -> Crowding:
        """The level as a word."""
        return _LEVELS[self.level]


def variance(estimate: Estimate, learned: Learned) -> float:
    """Of the people inside, squared people."""
    drift = learned.day_error * (estimate.passed_in + learned.exit_ratio * estimate.passed_out) / 2
    unseen = UNSEEN * estimate.people
    chance = learned.chance * (estimate.passed_in + estimate.passed_out)
    return estimate.anchor_variance + drift * drift + unseen * unseen + chance


def interval(estimate: Estimate, learned: Learned) -> tuple[int, int]:
    """(low, high): whole people, low never below zero; 90 % of true values should lie in it, ends included."""
    reach = REACH * math.sqrt(variance(estimate, learned))
    return max(0, math.floor(estimate.people - reach + 0.5)), math.ceil(estimate.people + reach - 0.5)


def passing(estimate: Estimate, people_in: int, people_out: int, learned: Learned) -> Estimate:
    """The estimate after some people passed."""
    people = estimate.people + people_in - learned.exit_ratio * people_out
    after = estimate._replace(
        people=people,
        passed_in=estimate.passed_in + people_in,
        passed_out=estimate.passed_out + people_out,
        total_in=estimate.total_in + people_in,
        total_out=estimate.total_out + people_out,
    )
    if people >= 0:
        return after
    return after._replace(people=0.0, anchor_variance=CUT_KEEPS * variance(after, learned), passed_in=0, passed_out=0)


def in_view(estimate: Estimate, people: int, learned: Learned) -> Estimate:
    """The estimate after a sensor saw so many at once: whoever is seen is inside, so it is never below that."""
    if estimate.people >= people:
        return estimate
    left = CUT_KEEPS * variance(estimate, learned)
    return estimate._replace(people=float(people), anchor_variance=left, passed_in=0, passed_out=0)


def counted_by_hand(estimate: Estimate, people: int) -> Estimate:
    """The estimate after somebody counted: that number holds, and doubt starts afresh from it."""
    spread = max(1.0, HAND_COUNT_SD * people)
    return estimate._replace(people=float(people), anchor_variance=spread * spread, passed_in=0, passed_out=0)


def with_level(estimate: Estimate, capacity: int) -> Estimate:
    """The estimate with its word brought up to date: one step has to be passed by a margin before it is taken back."""
    share, level = round(estimate.people) / capacity, estimate.level
    while level < 3 and share >= UP[level]:
        level += 1
    while level > 0 and share < DOWN[level - 1]:
        level -= 1
    return estimate if level == estimate.level else estimate._replace(level=level)
