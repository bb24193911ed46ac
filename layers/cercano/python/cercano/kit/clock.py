"""What time it is. Rules never ask: they are told `now`; handlers ask here, and tests stop the clock here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta


class Frozen:
    """A stopped clock that moves only when told."""

    def __init__(self, at: datetime) -> None:
        self.at = _aware(at)

    def move_to(self, at: datetime) -> None:
        """Jump to the aware instant `at`."""
        self.at = _aware(at)

    def tick(self, seconds: float) -> None:
        """Let `seconds` pass."""
        self.at += timedelta(seconds=seconds)


_frozen: list[Frozen] = []


def now() -> datetime:
    """The current instant, aware, UTC."""
    return _frozen[-1].at if _frozen else datetime.now(UTC)


@contextmanager
def freeze(at: datetime) -> Iterator[Frozen]:
    """Stop the clock at the aware instant `at` inside the `with`: for tests and simulations.

    Raises: ValueError when `at` has no time zone.
    """
    frozen = Frozen(at)
    _frozen.append(frozen)
    try:
        yield frozen
    finally:
        _frozen.remove(frozen)


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return at.astimezone(UTC)
