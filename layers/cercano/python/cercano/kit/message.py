"""One message of a queue, read strictly: what cannot be understood is refused rather than guessed."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from cercano.kit.facts import Fact, UnreadableFact

F = TypeVar("F", bound=Fact)

_1970 = datetime(1970, 1, 1, tzinfo=UTC)


class UnreadableMessage(ValueError):
    """The body is not what this use case reads; it says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What somebody put into a queue."""

    id: str
    body: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    """The sender's own text attributes."""
    receive_count: int = 1
    """1 at the first attempt."""
    sent_at: datetime = _1970
    trouble: str = ""
    """Why the use case gives it back, for the log: `message.troubled("...")`."""

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Message:
        """The message in one SQS record of a Lambda event."""
        system = record.get("attributes", {})
        return cls(
            id=record["messageId"],
            body=record["body"],
            attributes={
                name: a["stringValue"] for name, a in record.get("messageAttributes", {}).items() if "stringValue" in a
            },
            receive_count=int(system.get("ApproximateReceiveCount", 1)),
            sent_at=_1970 + timedelta(milliseconds=int(system.get("SentTimestamp", 0))),
        )

    def troubled(self, why: str) -> Message:
        """The same message, with the reason it is given back."""
        return dataclasses.replace(self, trouble=why)

    def json(self) -> Any:
        """The body as JSON values.

        Raises:
            UnreadableMessage: not JSON, a name said twice, NaN or Infinity, or nested too deep.
        """
        try:
            return json.loads(self.body, object_pairs_hook=_each_name_once, parse_constant=_no_constant)
        except (ValueError, RecursionError) as problem:
            raise UnreadableMessage(f"not JSON we read: {problem}") from problem

    def fact(self, *kinds: type[F]) -> F:
        """The fact the bus brought, which must be one of these kinds.

        Raises:
            UnreadableMessage: the body holds none of them.
        """
        event = self.json()
        name = event.get("detail-type") if isinstance(event, dict) else None
        for kind in kinds:
            if kind.__name__ == name:
                try:
                    return kind.from_envelope(event.get("detail"))
                except UnreadableFact as problem:
                    raise UnreadableMessage(str(problem)) from problem
        raise UnreadableMessage(f"{name!r:.60} is none of {', '.join(kind.__name__ for kind in kinds)}")

    @property
    def correlation_id(self) -> str:
        """The id that ties this message to what caused it; its own id when nobody said one."""
        said = self.attributes.get("correlation_id")
        if not said and '"correlation_id"' in self.body:
            said = self._correlation_in_body()
        return said or self.id

    def _correlation_in_body(self) -> str | None:
        try:
            body = json.loads(self.body)
        except (ValueError, RecursionError):
            return None
        envelope = body.get("detail", body) if isinstance(body, dict) else None
        said = envelope.get("correlation_id") if isinstance(envelope, dict) else None
        return said if isinstance(said, str) else None


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    said = dict(pairs)
    if len(said) != len(pairs):
        raise ValueError("a name is said twice")
    return said


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number")
