"""One HTTP request as API Gateway hands it over (REST API, payload version 1), read with suspicion."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from cercano.kit.caller import Caller
from cercano.kit.errors import BadRequest, NotFound, TooLarge
from cercano.kit.ids import ulid
from cercano.kit.language import preferred

_SANE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:=-]{7,127}")
_LONGEST_IN_PATH = 512
"""Bytes. A sort key of DynamoDB holds 1,024, and ours put a word or two before an id."""
_IMPROPER_IN_PATH = re.compile(r"[/\\%\x00-\x1f\x7f]")


class UnreadableBody(BadRequest):
    """The body is announced as base64 and is not."""

    code = "unreadable_body"
    es, en = "No podemos leer el cuerpo de la petición.", "We cannot read the body of the request."


@dataclass(slots=True)
class Request:
    """What a view's signature is bound from. Header names are lower-case."""

    method: str
    resource: str
    """The route as declared: `/venues/{venue_id}`."""
    path: str
    """The path as called."""
    headers: dict[str, list[str]]
    query: dict[str, list[str]]
    path_values: dict[str, str]
    request_id: str
    correlation_id: str
    source_ip: str
    _body: str | bytes | None = None
    _is_base64: bool = False
    caller: Caller | None = None
    question: str = ""
    """What a cursor belongs to; see `kit.cursor`."""
    remaining_s: float = 30.0
    """How long this process may still work on it."""
    noted: dict[str, str] = field(default_factory=dict)
    """What the log line says besides the route and the status: the problem, and why."""

    @classmethod
    def read(cls, event: Mapping[str, Any]) -> Request:
        """The request in an event. Missing parts read as empty: it is the routes that refuse."""
        context = _mapping(event.get("requestContext"))
        headers = _many(event.get("multiValueHeaders"), event.get("headers"), lower=True)
        body = event.get("body")
        given = (headers.get("x-correlation-id") or [""])[-1]
        request_id = str(context.get("requestId") or ulid())
        return cls(
            method=str(context.get("httpMethod") or event.get("httpMethod") or ""),
            resource=str(context.get("resourcePath") or event.get("resource") or ""),
            path=str(event.get("path") or ""),
            headers=headers,
            query=_many(event.get("multiValueQueryStringParameters"), event.get("queryStringParameters")),
            path_values={name: str(value) for name, value in _mapping(event.get("pathParameters")).items()},
            request_id=request_id,
            correlation_id=given if _SANE_ID.fullmatch(given) else request_id,
            source_ip=str(_mapping(context.get("identity")).get("sourceIp") or ""),
            _body=body if isinstance(body, str | bytes) else None,
            _is_base64=bool(event.get("isBase64Encoded")),
        )

    @property
    def language(self) -> str:
        """ "es" or "en", by Accept-Language."""
        return preferred(",".join(self.headers.get("accept-language", ())))

    def header(self, name: str) -> str | None:
        """A header's value (repeated ones joined with a comma, as RFC 9110 reads them), None when absent."""
        values = self.headers.get(name.lower())
        return ", ".join(values) if values else None

    @property
    def media_type(self) -> str:
        """`application/json` of `application/json; charset=utf-8`; empty when the charset is not UTF-8."""
        kind, *rest = [part.strip().lower() for part in (self.header("content-type") or "").split(";")]
        charsets = [part.partition("=")[2].strip('" ') for part in rest if part.startswith("charset")]
        return kind if all(charset in {"utf-8", "utf8", "us-ascii"} for charset in charsets) else ""

    def cookie(self, name: str) -> str | None:
        """A cookie's value, None when absent or sent twice with different values."""
        pairs = (pair.strip().partition("=") for pair in ";".join(self.headers.get("cookie", ())).split(";"))
        values = {value.strip('"') for key, _, value in pairs if key == name}
        return values.pop() if len(values) == 1 else None

    def path_value(self, name: str) -> str:
        """A path parameter, percent-decoded once: AWS hands them over encoded, local clouds decoded.

        Raises: NotFound for a value no id of ours can have (a slash, a control character, a percent sign, a novel).
        """
        try:
            value = unquote(self.path_values.get(name, ""), errors="strict")
            length = len(value.encode())
        except UnicodeError:
            raise NotFound from None
        if not 0 < length <= _LONGEST_IN_PATH or _IMPROPER_IN_PATH.search(value):
            raise NotFound
        return value

    def body(self, max_kb: int) -> bytes:
        """The body's bytes, empty when there is none.

        Raises: TooLarge over `max_kb` * 1024 bytes; UnreadableBody.
        """
        raw = self._body or b""
        limit = max_kb * 1024
        if len(raw) > limit * (1.4 if self._is_base64 else 1):
            raise TooLarge(limit_kb=max_kb)
        try:
            text = raw.encode("utf-8") if isinstance(raw, str) else raw
            content = base64.b64decode(text, validate=True) if self._is_base64 else text
        except ValueError:
            raise UnreadableBody from None
        if len(content) > limit:
            raise TooLarge(limit_kb=max_kb)
        return content


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _many(multiple: object, single: object, *, lower: bool = False) -> dict[str, list[str]]:
    """Names to all their values. API Gateway sends both forms; hand-made events may hold only the single one."""
    merged = {**{name: [value] for name, value in _mapping(single).items()}, **_mapping(multiple)}
    read: dict[str, list[str]] = {}
    for name, values in merged.items():
        listed = values if isinstance(values, list) else [values]
        key = _whole(name).lower() if lower else _whole(name)
        read[key] = [_whole(value) for value in listed if value is not None] or read.get(key, [])
    return read


def _whole(value: object) -> str:
    """As text, with halves of characters (which no store or answer could carry) replaced."""
    text = str(value)
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
