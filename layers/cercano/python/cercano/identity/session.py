"""The long-lived half of a session: a cookie that no script can read and no other site can send.

The web app keeps the access token in memory; this cookie gets it a new one. The prefix `__Host-` binds it to our very
host over TLS (RFC 6265bis, 4.1.3.2); SameSite=Strict, a header of our own and Sec-Fetch-Site keep other sites out.
"""

from __future__ import annotations

from collections.abc import Mapping

from cercano.identity.errors import NoSession, OtherSite
from cercano.kit.request import Request
from cercano.kit.settings import setting

COOKIE = setting("SESSION_COOKIE", default="__Host-cercano_refresh")
WEB_ORIGIN = setting("WEB_ORIGIN", default="")
"""The web app's own origin; empty: what the browser says of the site it comes from must do."""
LIFE_S = 30 * 24 * 3600
"""As long as the user pool's refresh tokens."""
_OURS = "x-cercano"
_SITES = ("same-origin", "none", None)
"""What Sec-Fetch-Site may say: our page, the person's own hand, or nothing (not a browser)."""


def begin(refresh_token: str) -> Mapping[str, str]:
    """The header that gives the browser its session."""
    return {"Set-Cookie": _cookie(refresh_token, LIFE_S)}


def end() -> Mapping[str, str]:
    """The header that makes the browser forget it."""
    return {"Set-Cookie": _cookie("", 0)}


def refuse_other_sites(request: Request) -> None:
    """Raises OtherSite when the browser says that another site's page asks."""
    origin = request.header("origin")
    is_foreign = bool(WEB_ORIGIN) and origin is not None and origin != WEB_ORIGIN
    if is_foreign or request.header("sec-fetch-site") not in _SITES:
        raise OtherSite


def of(request: Request) -> str:
    """The refresh token of the session that the request belongs to.

    Raises:
        OtherSite: it does not come from our own page, which says `X-Cercano: 1`. NoSession: nobody is signed in.
    """
    refuse_other_sites(request)
    if request.header(_OURS) != "1":
        raise OtherSite
    token = request.cookie(COOKIE)
    if not token:
        raise NoSession
    return token


def _cookie(value: str, seconds: int) -> str:
    secure = "; Secure" if COOKIE.startswith("__Host-") else ""
    return f"{COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
