"""What an account remembers to price its next tap without reading any other: what was spent, and what is still open.

Kept as compact JSON in the account itself, where the tap is written. A late tap makes it anew (late.py).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from cercano.access.days import is_same_month, is_same_week


class Spent(NamedTuple):
    """Cents of one service on its newest day, in that day's week and in that day's month."""

    day: int = 1
    day_cents: int = 0
    week_cents: int = 0
    month_cents: int = 0

    def on(self, day: int) -> Spent:
        """The same, as it counts on a later day."""
        if day == self.day:
            return self
        week = self.week_cents if is_same_week(self.day, day) else 0
        month = self.month_cents if is_same_month(self.day, day) else 0
        return Spent(day, 0, week, month)

    def plus(self, cents: int) -> Spent:
        """With one more charge of its day."""
        return Spent(self.day, self.day_cents + cents, self.week_cents + cents, self.month_cents + cents)


class Open(NamedTuple):
    """A journey that may still go on, once, by another line for free."""

    service: str
    at_ms: int
    line: str


class Stay(NamedTuple):
    """A stay whose end is not known, or only by what its holder says."""

    at_ms: int
    begun_cents: int
    """What its beginning cost: 0 when it is free for its holder."""
    cents: int
    """What it has cost so far."""
    is_declared: bool = False


class State(NamedTuple):
    """All of it. `newest` is the id of the last tap priced."""

    newest: str = ""
    spent: tuple[tuple[str, Spent], ...] = ()
    open: tuple[Open, ...] = ()
    stays: tuple[tuple[str, Stay], ...] = ()
    used: tuple[tuple[str, int], ...] = ()
    """Taps that each pass covered, ever, by the pass's mark."""

    def spent_on(self, service: str, day: int) -> Spent:
        """What a service has cost as it counts on a day."""
        return dict(self.spent).get(service, Spent()).on(day)

    def with_spent(self, service: str, spent: Spent) -> State:
        """With what a service has cost."""
        return self._replace(spent=tuple(sorted({**dict(self.spent), service: spent}.items())))

    def uses(self, mark: str) -> int:
        """How many taps a pass covered."""
        return dict(self.used).get(mark, 0)

    def with_use(self, mark: str) -> State:
        """With one more tap that a pass covered."""
        return self._replace(used=tuple(sorted({**dict(self.used), mark: self.uses(mark) + 1}.items())))

    def forgetting_uses_but(self, marks: Collection[str]) -> State:
        """Without what passes covered that are held no more."""
        return self._replace(used=tuple(one for one in self.used if one[0] in marks))

    def stay_in(self, service: str) -> Stay | None:
        """The stay that lacks its end, if there is one."""
        return dict(self.stays).get(service)

    def with_stay(self, service: str, stay: Stay | None) -> State:
        """With a stay begun, changed, or (None) ended."""
        others = {name: one for name, one in self.stays if name != service}
        return self._replace(stays=tuple(sorted({**others, **({service: stay} if stay else {})}.items())))


def to_json(state: State) -> dict[str, Any]:
    """Compact JSON; parts that are empty are left out."""
    said: dict[str, Any] = {"n": state.newest}
    if state.spent:
        said["p"] = {service: list(spent) for service, spent in state.spent}
    if state.open:
        said["o"] = [list(one) for one in state.open]
    if state.stays:
        said["s"] = {service: [*stay[:3], int(stay.is_declared)] for service, stay in state.stays}
    if state.used:
        said["u"] = dict(state.used)
    return said


def from_json(said: dict[str, Any]) -> State:
    """What `to_json` wrote; of nothing, the state of an account that never tapped."""
    return State(
        newest=said.get("n", ""),
        spent=tuple((service, Spent(*spent)) for service, spent in sorted(said.get("p", {}).items())),
        open=tuple(Open(*one) for one in said.get("o", ())),
        stays=tuple((name, Stay(at, b, c, bool(d))) for name, (at, b, c, d) in sorted(said.get("s", {}).items())),
        used=tuple(sorted(said.get("u", {}).items())),
    )
