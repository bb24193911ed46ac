"""Work the clock starts: `@scheduled def handler(now: datetime) -> dict` runs for the instant it was meant for.

`now` is the time in the event, not the time on the wall: a late or repeated run does the work of its own hour.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cercano.kit import clock
from cercano.kit.invocation import invocation, name_of

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


def scheduled(handle: Callable[[datetime], dict[str, Any]]) -> Handler:
    """A handler for an EventBridge schedule; what it answers (numbers and ids) goes into the summary line."""

    @functools.wraps(handle)
    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        ids = {"correlation_id": event["id"]} if event.get("id") else {}
        with invocation(name_of(handle), context, **ids) as summary:
            summary.update(handle(_meant_for(event)))
        return summary

    return handler


def _meant_for(event: dict[str, Any]) -> datetime:
    """`time` of the event, aware UTC; an event without it (a person running the function by hand) means now."""
    said = event.get("time")
    if not said:
        return clock.now()
    at = datetime.fromisoformat(said)
    if at.tzinfo is None:
        raise ValueError("the event's time has no time zone")
    return at.astimezone(UTC)
