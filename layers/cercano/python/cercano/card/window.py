"""A chip counts its touches. Each number is good once; a late one is good too, if it is new and not too old."""

from __future__ import annotations

from dataclasses import dataclass

WIDTH = 64
"""How far back an unseen number is still believed: as many touches as a gate may hold before it gets a network."""


@dataclass(frozen=True, slots=True)
class Window:
    """The highest number seen, and which of the 64 up to it were: bit 0 is the highest itself. 0, 0: none yet."""

    highest: int = 0
    seen: int = 0

    def after(self, counter: int) -> Window | None:
        """The window once this number is used; None when it was used before, or is too old to know."""
        if counter < 1:
            return None
        ahead = counter - self.highest
        if ahead > 0:
            return Window(counter, (self.seen << ahead | 1) & ((1 << WIDTH) - 1) if ahead < WIDTH else 1)
        bit = 1 << -ahead
        if -ahead >= WIDTH or self.seen & bit:
            return None
        return Window(self.highest, self.seen | bit)
