"""Refusals and faults as every client reads them: application/problem+json (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from cercano.kit.errors import Invalid, Refusal
from cercano.kit.wording import pointer, said

MEDIA_TYPE = "application/problem+json"

_TITLES: Mapping[int, tuple[str, str]] = {
    400: ("Petición incorrecta", "Bad request"),
    401: ("Sin identificar", "Not signed in"),
    403: ("Sin permiso", "Not allowed"),
    404: ("No encontrado", "Not found"),
    405: ("Método no admitido", "Method not allowed"),
    409: ("Conflicto", "Conflict"),
    412: ("Ha cambiado", "It has changed"),
    413: ("Demasiado grande", "Too large"),
    415: ("Formato no admitido", "Unsupported format"),
    422: ("Datos no válidos", "Invalid values"),
    428: ("Falta la versión", "The version is missing"),
    429: ("Demasiadas peticiones", "Too many requests"),
    500: ("Fallo nuestro", "Our fault"),
    503: ("Ahora no", "Not now"),
}


class Fault(Refusal):
    """Our own mistake: the person learns that it was recorded, and nothing else."""

    status: ClassVar[int] = 500
    code = "fault"
    es = "Ha fallado algo nuestro. Queda anotado; inténtalo en un momento."
    en = "Something of ours failed. It has been recorded; try again in a moment."


def problem(refusal: Refusal, language: str, request_id: str) -> str:
    """The body of the answer, in `language`."""
    title = _TITLES.get(refusal.status, ("Rechazado", "Refused"))[0 if language == "es" else 1]
    body: dict[str, Any] = {
        "type": f"urn:cercano:problem:{refusal.code}",
        "title": title,
        "status": refusal.status,
        "detail": refusal.sentence(language),
        "code": refusal.code,
        "instance": f"urn:cercano:request:{request_id}",
    }
    if refusal.errors:
        body["errors"] = list(refusal.errors)
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def invalid_body(found: Iterable[Mapping[str, Any]], language: str) -> Invalid:
    """The refusal for what pydantic found wrong in a body (`ValidationError.errors()`), at most 50 places."""
    listed = [
        {"pointer": pointer(error["loc"]), "code": error["type"], "detail": _sentence(error, language)}
        for error in list(found)[:50]
    ]
    return Invalid(errors=listed)


def invalid_parameter(name: str, found: Iterable[Mapping[str, Any]], language: str) -> list[dict[str, str]]:
    """What pydantic found wrong in one query or path parameter."""
    return [{"parameter": name, "code": e["type"], "detail": _sentence(e, language)} for e in found]


def _sentence(error: Mapping[str, Any], language: str) -> str:
    return said(error["type"], error.get("ctx") or {}, language)
