"""POST /sign-out: the session ends, here or everywhere.

Writes the user pool; makes the browser forget its cookie.
"""

from __future__ import annotations

from cercano.identity import directory, session
from cercano.identity.errors import NoSession
from cercano.kit.web import Body, NoContent, Service

app = Service("identity")


class SignOut(Body):
    """How far the end goes."""

    everywhere: bool = False
    """Also on the person's other devices."""


@app.post("/sign-out", public=True)
def sign_out(body: SignOut) -> NoContent:
    """End the session of the cookie, with the header `X-Cercano: 1`.

    Its refresh token is worth nothing from now on. An access token lives on until it expires, in half an hour at most.
    """
    try:
        directory.sign_out(session.of(app.request), everywhere=body.everywhere)
    except NoSession:
        return NoContent(headers=session.end())
    return NoContent(headers=session.end())
