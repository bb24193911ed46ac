"""What all routes share in the contract: the problem, the headers, the token, the words for each domain."""

from __future__ import annotations

from typing import Any

from cercano.kit.answers import Created, Document

TAGS = {
    "crowd": "How full the city's places are: now, usually and soon.",
    "devices": "The counters and bridges that measure the city, each with a certificate of its own.",
    "identity": "Accounts: sign up, sign in, and who you are.",
}

RESPONSE_HEADERS: dict[Any, tuple[str, ...]] = {Document: ("ETag",), Created: ("Location",)}
QUESTION_HEADERS = ("AcceptLanguage",)

PROBLEMS = {
    400: "BadRequest",
    401: "NotSignedIn",
    403: "NotAllowed",
    404: "NotFound",
    409: "Conflict",
    412: "VersionConflict",
    413: "TooLarge",
    415: "UnsupportedMediaType",
    422: "Invalid",
    428: "PreconditionRequired",
}

_SAID = {
    "BadRequest": "The request cannot be read: broken JSON, an unknown query name, a foreign cursor.",
    "NotSignedIn": "No token, or one that does not hold.",
    "NotAllowed": "Signed in without the role.",
    "NotFound": "There is no such thing.",
    "Conflict": "The state does not allow it, or the Idempotency-Key names another command.",
    "VersionConflict": "Somebody else changed it since it was read.",
    "TooLarge": "The body is too big.",
    "UnsupportedMediaType": "The body is of another format.",
    "Invalid": "Some values do not hold; `errors` says which and why.",
    "PreconditionRequired": "If-Match is missing.",
    "Problem": "Any other refusal, or our own fault.",
}

_PROBLEM = {
    "description": "Why it was refused (RFC 9457), in the caller's language.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri", "examples": ["urn:cercano:problem:no_such_venue"]},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "A sentence for the person."},
        "code": {"type": "string", "description": "For programs; it never changes.", "examples": ["no_such_venue"]},
        "instance": {"type": "string", "format": "uri", "description": "Names this very request."},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/ProblemPlace"}},
    },
}
_PLACE = {
    "description": "One value that does not hold.",
    "type": "object",
    "required": ["detail"],
    "properties": {
        "pointer": {"type": "string", "format": "json-pointer", "description": "Where in the body."},
        "parameter": {"type": "string", "description": "Which part of the path or the query."},
        "code": {"type": "string"},
        "detail": {"type": "string"},
    },
}


def _header(name: str, said: str, *, required: bool = False, **schema: Any) -> dict[str, Any]:
    must = {"required": True} if required else {}
    return {"name": name, "in": "header", **must, "description": said, "schema": {"type": "string", **schema}}


def _response(said: str) -> dict[str, Any]:
    return {
        "description": said,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


_KEY = "Names this command: sent again with the same key it is done once. The same key with other data is refused."
_VERSION = "The ETag of the version you read."

COMPONENTS: dict[str, Any] = {
    "securitySchemes": {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "An access token of the city's user pool: POST /api/identity/sign-in gives one.",
        }
    },
    "parameters": {
        "AcceptLanguage": _header("Accept-Language", "`es` (default) or `en`.", examples=["en"]),
        "IdempotencyKey": _header("Idempotency-Key", _KEY, minLength=1, maxLength=255),
        "IdempotencyKeyRequired": _header("Idempotency-Key", _KEY, required=True, minLength=1, maxLength=255),
        "IfMatch": _header("If-Match", _VERSION, required=True, examples=['"3"']),
        "IfMatchOptional": _header("If-Match", _VERSION, examples=['"3"']),
        "Cursor": {
            "name": "cursor",
            "in": "query",
            "description": "The `next` of the page before. It is good for the same question only.",
            "schema": {"type": "string", "maxLength": 2000},
        },
    },
    "headers": {
        "ETag": {"description": "The version, for If-Match.", "schema": {"type": "string"}},
        "Location": {"description": "Where the new thing lives.", "schema": {"type": "string"}},
    },
    "responses": {name: _response(said) for name, said in _SAID.items()},
    "schemas": {"Problem": _PROBLEM, "ProblemPlace": _PLACE},
}
