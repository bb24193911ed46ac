"""How good a venue's counters are, from its settled days. Every venue publishes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from cercano.crowd.learn import learned
from cercano.crowd.model import DaySettled
from cercano.kit.text import Text

ENOUGH_DAYS = 5
LEAST_ENTRIES = 50
"""A day with fewer entries says little: one person missed would be two per cent."""
GOOD_PCT = 5.0
"""A real door over fifteen weeks, uncorrected, had 6.8 % at the median (CalIt2): clearly better is good."""
FAIR_PCT = 12.0


class Grade(StrEnum):
    """In a word."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """What the last 28 days say of a venue's counters."""

    days: int
    """Settled days with enough entries to say anything."""
    median_closing_error_pct: float | None
    """People that the raw counters would have left inside overnight, either way, in % of the entries."""
    exit_ratio: float
    """What one counted exit stands for; 1 means that as many are counted out as in."""
    grade: Grade


_TEXTS = {
    Grade.GOOD: Text(
        es="Cuentan bien: al cerrar les sobra o falta un {pct} % de quienes entraron.",
        en="They count well: at closing they are off by {pct} % of those who entered.",
    ),
    Grade.FAIR: Text(
        es="Cuentan aceptablemente: al cerrar les sobra o falta un {pct} % de quienes entraron, y lo corregimos.",
        en="They count fairly: at closing they are off by {pct} % of those who entered, and we correct for it.",
    ),
    Grade.POOR: Text(
        es="Cuentan mal: al cerrar les sobra o falta un {pct} % de quienes entraron. Toma el número con cautela.",
        en="They count badly: at closing they are off by {pct} % of those who entered. Take the number with care.",
    ),
    Grade.UNKNOWN: Text(
        es="Aún no llevan bastantes días contando para saber cómo de bien lo hacen.",
        en="They have not counted for enough days yet to say how well they do.",
    ),
}


def quality(days: Sequence[DaySettled], today: date) -> Quality:
    """From the settled days of the 28 before `today`; days with few entries are left out."""
    telling = [day for day in days if day.total_in >= LEAST_ENTRIES]
    errors = [100 * abs(day.raw_closing_error) / day.total_in for day in telling]
    ratio = round(learned(today, days).exit_ratio, 3)
    if len(telling) < ENOUGH_DAYS:
        return Quality(days=len(telling), median_closing_error_pct=None, exit_ratio=ratio, grade=Grade.UNKNOWN)
    error = median(errors)
    grade = Grade.GOOD if error <= GOOD_PCT else Grade.FAIR if error <= FAIR_PCT else Grade.POOR
    return Quality(days=len(telling), median_closing_error_pct=round(error, 1), exit_ratio=ratio, grade=grade)


def explained(found: Quality) -> Text:
    """The same in a sentence."""
    text, error = _TEXTS[found.grade], found.median_closing_error_pct
    es = f"{error:.1f}".replace(".", ",") if error is not None else ""
    return Text(es=text.es.format(pct=es), en=text.en.format(pct=f"{error:.1f}" if error is not None else ""))
