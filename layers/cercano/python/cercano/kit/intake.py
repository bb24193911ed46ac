"""From a request to the arguments of a view: who asks, where, with which values, which version, which body."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from cercano.kit.caller import Caller
from cercano.kit.cursor import Paging, unseal
from cercano.kit.errors import NotAllowed, PreconditionRequired, UnsupportedMediaType
from cercano.kit.etags import IfMatch, read_if_match
from cercano.kit.operation import Operation
from cercano.kit.request import Request


def prove(operation: Operation, request: Request, verify: Callable[[str | None], Caller] | None) -> Caller | None:
    """Who is asking, proved by their token; None where nobody needs to be known.

    Raises: NotSignedIn, NotAllowed.
    """
    given = request.header("authorization")
    if verify is None or not operation.needs_caller:
        return None
    if operation.public and operation.signature.caller_is_optional and given is None:
        return None
    caller = verify(given)
    if not caller.has_any(operation.roles):
        raise NotAllowed
    return caller


def bind(operation: Operation, request: Request, cursor_key: str) -> dict[str, Any]:
    """The arguments of the view.

    Raises: the refusals of `kit.binding`, ForeignCursor, PreconditionRequired, UnsupportedMediaType, TooLarge.
    """
    signature = operation.signature
    arguments = signature.read_parameters(request)
    if signature.caller:
        arguments[signature.caller] = request.caller
    if signature.paging:
        request.question = _question(operation, request)
        arguments[signature.paging] = _paging(request, signature.read_limit(request), cursor_key)
    if signature.if_match:
        arguments[signature.if_match] = _if_match(request, optional=signature.if_match_is_optional)
    if signature.body:
        raw = request.body(operation.max_body_kb)
        _check_media(operation, request.media_type, raw)
        arguments[signature.body] = signature.read_body(raw, request.language)
    return arguments


def _question(operation: Operation, request: Request) -> str:
    """What a cursor belongs to: who asks, where, and with which filters."""
    subject = request.caller.subject if request.caller else ""
    filters = {name: values for name, values in request.query.items() if name not in {"cursor", "limit"}}
    return json.dumps([operation.method, operation.path, request.path_values, subject, filters], sort_keys=True)


def _paging(request: Request, limit: int, cursor_key: str) -> Paging:
    cursor = (request.query.get("cursor") or [""])[-1]
    return Paging(limit, unseal(cursor_key, request.question, cursor) if cursor else None)


def _if_match(request: Request, *, optional: bool) -> IfMatch | None:
    header = request.header("if-match")
    if header is None and not optional:
        raise PreconditionRequired
    return None if header is None else read_if_match(header)


def _check_media(operation: Operation, kind: str, raw: bytes) -> None:
    if not raw:
        return
    is_json = kind.startswith("application/") and kind.endswith("+json") and "application/json" in operation.accepts
    if kind not in operation.accepts and not is_json:
        raise UnsupportedMediaType(expected=", ".join(operation.accepts))
