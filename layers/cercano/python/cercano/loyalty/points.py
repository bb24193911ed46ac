"""Points: earned in lots that expire, spent oldest first, taken back when the purchase that brought them is refunded.

At any instant earned - spent - expired - taken back + given back = the sum of the lots - what is owed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from cercano.loyalty.errors import PointsShort

LIFE_MONTHS = 12
"""Points last to the end of the month, a year on."""
GIVEN_BACK_LAST = timedelta(days=30)
"""Points that come back from a refund can be used for at least this long."""


@dataclass(frozen=True, slots=True, order=True)
class Lot:
    """Points that expire together: `last_day` is the last one on which they count."""

    last_day: date
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """A person's points. `owed` are points taken back after they had been spent: the next ones earned pay them."""

    lots: tuple[Lot, ...] = ()
    """By last day, one for each, none of them empty."""
    owed: int = 0
    expired: int = 0
    """All that ever expired."""

    @property
    def balance(self) -> int:
        """What can be spent, once what is past its day was dropped."""
        return sum(lot.points for lot in self.lots)

    def on(self, today: date) -> Points:
        """Without what expired before `today`."""
        dead = sum(lot.points for lot in self.lots if lot.last_day < today)
        kept = tuple(lot for lot in self.lots if lot.last_day >= today)
        return replace(self, lots=kept, expired=self.expired + dead)

    def earn(self, points: int, today: date) -> Points:
        """With new points, after what is owed."""
        return self._add(points, last_day_of(today))

    def spend(self, points: int, today: date) -> Points:
        """Without `points`, those that expire first.

        Raises:
            PointsShort: there are fewer.
        """
        live = self.on(today)
        if live.balance < points:
            raise PointsShort(left=live.balance)
        return live._without(points)

    def next_spent(self, points: int, today: date) -> tuple[Lot, ...]:
        """The lots, or parts of them, that `points` would be taken from: those that expire first."""
        taken = []
        for lot in self.on(today).lots:
            part = min(points, lot.points)
            points -= part
            if part:
                taken.append(Lot(lot.last_day, part))
        return tuple(taken)

    def give_back(self, points: int, today: date, last_day: date = date.min) -> Points:
        """With spent points back, good until their own last day, and for at least 30 days."""
        return self._add(points, max(last_day, today + GIVEN_BACK_LAST))

    def take_back(self, points: int, today: date) -> Points:
        """Without points of a refunded purchase; what is no longer there is owed."""
        live = self.on(today)
        there = min(points, live.balance)
        return replace(live._without(there), owed=live.owed + points - there)

    def _add(self, points: int, last_day: date) -> Points:
        paid = min(points, self.owed)
        left = points - paid
        if not left:
            return replace(self, owed=self.owed - paid)
        days = {lot.last_day: lot.points for lot in self.lots}
        days[last_day] = days.get(last_day, 0) + left
        return replace(self, owed=self.owed - paid, lots=tuple(Lot(day, n) for day, n in sorted(days.items())))

    def _without(self, points: int) -> Points:
        kept = []
        for lot in sorted(self.lots):
            taken = min(points, lot.points)
            points -= taken
            if lot.points > taken:
                kept.append(Lot(lot.last_day, lot.points - taken))
        return replace(self, lots=tuple(kept))


def that_come_back(lots: tuple[Lot, ...], points: int, before: int) -> tuple[Lot, ...]:
    """Which of the spent lots a refund of `points` gives back, after `before` came back: those that last longest."""
    back = []
    for lot in reversed(lots):
        skipped = min(before, lot.points)
        part = min(points, lot.points - skipped)
        before, points = before - skipped, points - part
        if part:
            back.append(Lot(lot.last_day, part))
    return tuple(back)


def last_day_of(earned_on: date) -> date:
    """The last day of points earned on a day: the end of that month, twelve months later."""
    months = earned_on.year * 12 + earned_on.month - 1 + LIFE_MONTHS + 1
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)
