"""Headers every answer carries: ours is an API, so a browser may do nothing with it but read it."""

from __future__ import annotations

from collections.abc import Mapping

SECURITY: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
}

_EXPOSED = "ETag, Location, Retry-After, X-Correlation-Id, X-Request-Id, Idempotency-Replayed"
_ASKABLE = "Authorization, Content-Type, Accept-Language, Idempotency-Key, If-Match, If-None-Match, X-Correlation-Id"


def origins(listed: str) -> frozenset[str]:
    """The origins in the setting ALLOWED_ORIGINS: `https://a.example, https://b.example`. Empty: only our own."""
    return frozenset(origin.strip() for origin in listed.split(",") if origin.strip())


def cors(origin: str | None, allowed: frozenset[str]) -> dict[str, str]:
    """What lets a page of another, listed, origin read the answer. Never `*`, never credentials."""
    if origin is None or origin not in allowed:
        return {}
    return {"Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": _EXPOSED}


def preflight(origin: str | None, allowed: frozenset[str], methods: str) -> dict[str, str]:
    """The answer to a browser that asks before it calls from another origin."""
    granted = cors(origin, allowed)
    if granted:
        granted |= {
            "Access-Control-Allow-Methods": methods,
            "Access-Control-Allow-Headers": _ASKABLE,
            "Access-Control-Max-Age": "600",
        }
    return {"Allow": methods, **granted}
