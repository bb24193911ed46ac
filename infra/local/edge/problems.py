"""What the front door itself refuses, and the gateway's bare errors in the city's own words (RFC 9457, es/en)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import ClassVar

from starlette.responses import Response

from cercano.kit.errors import NotAllowed, NotFound, NotNow, NotSignedIn, Refusal, TooManyRequests
from cercano.kit.headers import SECURITY
from cercano.kit.language import preferred
from cercano.kit.problems import MEDIA_TYPE, problem


class FunctionFailed(Refusal):
    """A function ended without an answer."""

    status: ClassVar[int] = 502
    code = "function_failed"
    es = "Ha fallado algo nuestro. Queda anotado; inténtalo en un momento."
    en = "Something of ours failed. It has been recorded; try again in a moment."


class TooSlow(Refusal):
    """A function did not answer in the time the gateway gives it."""

    status: ClassVar[int] = 504
    code = "too_slow"
    es = "La respuesta tarda demasiado. Inténtalo en un momento."
    en = "The answer takes too long. Try again in a moment."


class TooManyAtOnce(NotNow):
    """All places at the door are taken."""

    code = "too_many_at_once"
    es, en = "Hay demasiadas peticiones a la vez. Espera un momento.", "Too many requests at once. Wait a moment."


class CloudAway(NotNow):
    """The cloud behind the door does not answer."""

    code = "cloud_away"
    es, en = "La ciudad no contesta ahora. Inténtalo en un momento.", "The city does not answer now. Try in a moment."


def answer(refusal: Refusal, headers: Mapping[str, str], correlation_id: str) -> Response:
    """The refusal as an answer, in the language the request asks for."""
    language = preferred(headers.get("accept-language", ""))
    fixed = {
        **SECURITY,
        "Content-Language": language,
        "Cache-Control": "no-store",
        "X-Request-Id": correlation_id,
        "X-Correlation-Id": correlation_id,
    }
    return Response(
        problem(refusal, language, correlation_id),
        refusal.status,
        {**fixed, **refusal.headers},
        media_type=MEDIA_TYPE,
    )


def from_gateway(status: int, content_type: str, body: bytes) -> Refusal | None:
    """The refusal a bare answer of the gateway stands for; None when the answer is the function's own."""
    if status < 400 or not content_type.startswith("application/json") or set(_fields(body)) - {"message", "Message"}:
        return None
    return _translated(status, str(next(iter(_fields(body).values()), "")))


def _translated(status: int, message: str) -> Refusal | None:
    match status:
        case 401:
            return NotSignedIn(headers={"WWW-Authenticate": "Bearer"})
        case 403:
            return NotFound() if message == "Missing Authentication Token" else NotAllowed()
        case 404:
            return NotFound()
        case 429:
            return TooManyRequests(headers={"Retry-After": "1"})
        case 504:
            return TooSlow()
        case _ if status >= 500:
            return FunctionFailed()
    return None


def _fields(body: bytes) -> dict[str, object]:
    try:
        said = json.loads(body)
    except ValueError:
        return {"not JSON": ""}
    return said if isinstance(said, dict) else {"not an object": ""}
