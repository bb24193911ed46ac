"""DynamoDB on the wire, for what measures: our client builds, signs and reads each call; only the HTTP exchange is not.

The first time, a shelf answers and everything said is kept; then the same conversation is played again from memory, so
that what is measured holds nothing of the shelf's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from tests.support.shelf import Shelf

HEADERS = {"content-type": "application/x-amz-json-1.0", "x-amzn-requestid": "bench"}


class Heard(NamedTuple):
    """What a listener that answers in DynamoDB's place gives our client."""

    status_code: int
    headers: dict[str, str]
    content: bytes


@dataclass
class Wire:
    """Answers the HTTP requests to DynamoDB."""

    shelf: Shelf = field(default_factory=Shelf)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """Each call with its parameters, as PynamoDB or the kit made it."""
    said: list[tuple[int, bytes]] = field(default_factory=list)
    """Status and body of each answer."""
    playing: int | None = None
    """Which answer comes next when the conversation is played again."""

    def on(self, client: Any) -> Wire:
        """Speaks for DynamoDB to this client from now on."""
        call = client._make_api_call

        def heard(operation: str, asked: dict[str, Any]) -> Any:
            if self.playing is None:
                self.asked.append((operation, asked))
            return call(operation, asked)

        client._make_api_call = heard
        client.events.register_first("before-send.dynamodb.*", self._answer)
        return self

    def forget(self) -> None:
        """A conversation begins."""
        self.asked, self.said, self.playing = [], [], None

    def play(self) -> None:
        """The conversation begins again."""
        self.playing = 0

    def _answer(self, request: Any, **_: Any) -> Heard:
        if self.playing is None:
            status, body = self._from_shelf(request)
            self.said.append((status, body))
        else:
            status, body = self.said[self.playing]
            self.playing += 1
        return Heard(status, HEADERS, body)

    def _from_shelf(self, request: Any) -> tuple[int, bytes]:
        operation = request.headers["x-amz-target"].rpartition(".")[2]
        try:
            return 200, json.dumps(self.shelf._make_api_call(operation, json.loads(request.body))).encode()
        except ClientError as refusal:
            return 400, json.dumps({"__type": refusal.response["Error"]["Code"]}).encode()
