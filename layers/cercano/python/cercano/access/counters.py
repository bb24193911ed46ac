"""A credential counts its own taps: a number that comes back, or from long ago, is a copy speaking.

The window of IPsec (RFC 4303, 3.4.3): the highest number seen, and which of the 64 up to it were. A late number that
was not seen is welcome. One older than the window is welcome only if its tap is older, too: a reader that was days
without a connection tells old numbers of old taps, a copy tells old numbers of new ones.
"""

from __future__ import annotations

from typing import NamedTuple

WIDTH = 64
_MASK = (1 << WIDTH) - 1


class Window(NamedTuple):
    """`highest` counter so far, of a tap at `at_ms`; bit n of `seen` says whether `highest - n` was seen."""

    highest: int = -1
    seen: int = 0
    at_ms: int = 0

    def takes(self, counter: int, at_ms: int) -> bool:
        """Whether this number of a tap at an instant is new, or older than all that is remembered and honestly so."""
        behind = self.highest - counter
        if behind >= WIDTH:
            return at_ms < self.at_ms
        return behind < 0 or not self.seen >> behind & 1

    def with_seen(self, counter: int, at_ms: int) -> Window:
        """With one more number seen, which the window takes."""
        ahead = counter - self.highest
        if ahead > 0:
            shifted = self.seen << ahead & _MASK if ahead < WIDTH else 0
            return Window(counter, shifted | 1, at_ms)
        return self if -ahead >= WIDTH else self._replace(seen=self.seen | 1 << -ahead)
