"""Is the device there? What the broker says about comings and goings, whatever the order it arrives in.

Source: AWS IoT Core, "Lifecycle events". A connection's `connected` and `disconnected` share one version number; it
grows with each connection and starts again at 0 once the device has been away for about an hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

SAME_SERIES = timedelta(minutes=30)
"""Nearer than this, two events belong to one series of version numbers (a restart needs an hour away): the number
decides. Farther apart, the clock of the broker decides."""


class UnreadablePresence(ValueError):
    """Not a lifecycle event of AWS IoT."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """The newest that is known of a device's connection."""

    is_online: bool
    since: datetime
    """When it came or went."""
    series_no: int
    """The broker's version number of the connection."""
    session: str
    reason: str | None = None
    """Why it went: CLIENT_INITIATED_DISCONNECT, CONNECTION_LOST, MQTT_KEEP_ALIVE_TIMEOUT..."""

    def is_newer_than(self, known: Presence | None) -> bool:
        """Whether this happened after what is known."""
        if known is None:
            return True
        if abs(self.since - known.since) > SAME_SERIES:
            return self.since > known.since
        return self._rank > known._rank

    @property
    def _rank(self) -> tuple[int, bool, datetime]:
        """Within one series: later connections first, a connection's end after its begin."""
        return self.series_no, not self.is_online, self.since


def read_presence(event: Any) -> tuple[str, Presence] | None:
    """The client id and what happened to it; None for a refused connection, which moves nothing.

    Raises:
        UnreadablePresence: a field is missing or of the wrong type.
    """
    try:
        if event["eventType"] not in ("connected", "disconnected"):
            return None
        presence = Presence(
            is_online=event["eventType"] == "connected",
            since=datetime.fromtimestamp(int(event["timestamp"]) / 1000, tz=UTC),
            series_no=int(event.get("versionNumber", 0)),
            session=str(event.get("sessionIdentifier", "")),
            reason=event.get("disconnectReason"),
        )
        return str(event["clientId"]), presence
    except (KeyError, TypeError, ValueError, OverflowError, OSError) as problem:
        raise UnreadablePresence(f"not a lifecycle event: {problem!r:.80}") from problem
