"""DynamoDB on the wire, for what measures: botocore builds, signs and reads every call; only the HTTP exchange is not.

The first time, a shelf answers and everything said is kept; then the same conversation is played again from memory, so
that what is measured holds nothing of the shelf's.
"""

from __future__ import annotations

import gzip
import io
import json
from dataclasses import dataclass, field
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError

from tests.support.shelf import Shelf


@dataclass
class Wire:
    """Answers botocore's HTTP requests."""

    shelf: Shelf = field(default_factory=Shelf)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """Each call with its parameters, as PynamoDB or the kit made it."""
    said: list[tuple[int, bytes]] = field(default_factory=list)
    """Status and body of each answer."""
    playing: int | None = None
    """Which answer comes next when the conversation is played again."""

    def on(self, client: Any) -> Wire:
        """Speaks for DynamoDB to this client from now on."""
        client.meta.events.register_first("provide-client-params.dynamodb.*", self._hear)
        client.meta.events.register_first("before-send.dynamodb.*", self._answer)
        return self

    def forget(self) -> None:
        """A conversation begins."""
        self.asked, self.said, self.playing = [], [], None

    def play(self) -> None:
        """The conversation begins again."""
        self.playing = 0

    def _hear(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        if self.playing is None:
            self.asked.append((model.name, params))

    def _answer(self, request: Any, **_: Any) -> AWSResponse:
        if self.playing is None:
            status, body = self._from_shelf(request)
            self.said.append((status, body))
        else:
            status, body = self.said[self.playing]
            self.playing += 1
        headers = {"Content-Type": "application/x-amz-json-1.0", "x-amzn-RequestId": "bench"}
        return AWSResponse(request.url, status, headers, _Stream(io.BytesIO(body)))

    def _from_shelf(self, request: Any) -> tuple[int, bytes]:
        operation = request.headers["X-Amz-Target"].decode().rpartition(".")[2]
        body = request.body
        if request.headers.get("Content-Encoding") in ("gzip", b"gzip"):
            body = gzip.decompress(body)
        try:
            return 200, json.dumps(self.shelf._make_api_call(operation, json.loads(body))).encode()
        except ClientError as refusal:
            return 400, json.dumps({"__type": refusal.response["Error"]["Code"]}).encode()


class _Stream:
    """What urllib3 would hand botocore."""

    def __init__(self, raw: io.BytesIO) -> None:
        self._raw = raw

    def stream(self, *_: Any, **__: Any) -> Any:
        yield self._raw.read()
