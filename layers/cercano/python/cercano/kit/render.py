"""What a view answered, or why it could not, as the gateway sends it."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

from chalice.app import Response

from cercano.kit import headers
from cercano.kit.answers import Answer, Created, Document, NoContent, Page, Raw, to_json
from cercano.kit.cursor import seal
from cercano.kit.errors import Refusal
from cercano.kit.etags import etag, is_unchanged
from cercano.kit.operation import Operation
from cercano.kit.problems import MEDIA_TYPE, problem
from cercano.kit.request import Request

Headers = Mapping[str, str | list[str]]
JSON = "application/json"


class Wire(Response):
    """An answer already in the words of HTTP: text, or bytes that travel as base64."""

    def __init__(self, body: str | bytes, status: int, headers: Headers) -> None:
        super().__init__(body=body, status_code=status, headers=dict(headers))

    def to_dict(self, binary_types: list[str] | None = None) -> dict[str, Any]:
        """As a Lambda proxy integration answers."""
        single = {name: value for name, value in self.headers.items() if isinstance(value, str)}
        repeated = {name: value for name, value in self.headers.items() if isinstance(value, list)}
        is_bytes = isinstance(self.body, bytes)
        return {
            "statusCode": self.status_code,
            "headers": single,
            "multiValueHeaders": repeated,
            "body": base64.b64encode(self.body).decode() if is_bytes else self.body,
            "isBase64Encoded": is_bytes,
        }


def answered(result: object, request: Request, cursor_key: str, domain: str) -> Wire:
    """The answer for what a view of `domain` returned.

    Raises: TypeError when it is nothing a view may return.
    """
    match result:
        case Document():
            return _document(result, request)
        case Page():
            return Wire(_page(result, request, cursor_key), 200, {"Content-Type": JSON})
        case Created():
            place = {"Location": f"/api/{domain}{result.location}"}
            if result.version is not None:
                place["ETag"] = etag(result.version)
            return Wire(to_json(result.view), 201, {"Content-Type": JSON, **_proper(place)})
        case NoContent():
            return Wire("", 204, _proper(result.headers))
        case Answer():
            return Wire(to_json(result.view), result.status, {"Content-Type": JSON, **_proper(result.headers)})
        case Raw():
            return Wire(result.body, result.status, {"Content-Type": result.content_type, **_proper(result.headers)})
        case _:
            return Wire(to_json(result), 200, {"Content-Type": JSON})


def refused(refusal: Refusal, request: Request) -> Wire:
    """The problem for a refusal, in the caller's language."""
    language = request.language
    request.noted["problem"] = refusal.code
    if refusal.reason:
        request.noted["reason"] = refusal.reason
    fixed = {"Content-Type": MEDIA_TYPE, "Content-Language": language, "Cache-Control": "no-store"}
    return Wire(problem(refusal, language, request.request_id), refusal.status, {**fixed, **refusal.headers})


def finish(answer: dict[str, Any], request: Request, operation: Operation | None, allowed: frozenset[str]) -> None:
    """Add to `answer` what every answer carries."""
    given: dict[str, str] = answer["headers"]
    fixed = {
        **headers.SECURITY,
        **headers.cors(request.header("origin"), allowed),
        "X-Request-Id": request.request_id,
        "X-Correlation-Id": request.correlation_id,
        "Cache-Control": _cache(int(answer["statusCode"]), operation, given),
        "Vary": "Accept, Accept-Language, Authorization" + (", Origin" if allowed else ""),
    }
    answer["headers"] = {**fixed, **given}


def _cache(status: int, operation: Operation | None, given: Mapping[str, str]) -> str:
    if operation is None or status not in {200, 304} or operation.method != "GET":
        return "no-store"
    if operation.public and operation.cache_s is not None:
        return f"public, max-age={operation.cache_s}"
    return "private, no-cache" if "ETag" in given else "no-store"


def _document(document: Document[Any], request: Request) -> Wire:
    tag = etag(document.version)
    seen = request.header("if-none-match")
    if request.method == "GET" and seen is not None and is_unchanged(seen, tag):
        return Wire("", 304, {"ETag": tag})
    return Wire(to_json(document.view), 200, {"Content-Type": JSON, "ETag": tag})


def _page(page: Page[Any], request: Request, cursor_key: str) -> str:
    if page.next is not None and not request.question:
        raise TypeError("a view that answers with a next page takes a Paging")
    following = json.dumps(seal(cursor_key, request.question, page.next)) if page.next is not None else "null"
    return f'{{"items":{to_json(list(page.items))},"next":{following}}}'


def _proper(given: Headers) -> Headers:
    """Headers a view gives. Raises: ValueError for one that would split the answer."""
    for value in given.values():
        for one in value if isinstance(value, list) else [value]:
            if any(mark in one for mark in "\r\n\0"):
                raise ValueError("a header holds a line break")
    return given
