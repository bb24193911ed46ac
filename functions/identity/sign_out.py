"""POST /sign-out: the session ends, here or everywhere.

Writes the user pool; makes the browser forget its cookie.
"""

from __future__ import annotations

from cercano.identity import directory, session
from cercano.identity.errors import NoSession
from cercano.kit.web import NoContent, Service

app = Service("identity")


@app.post("/sign-out", public=True)
def sign_out(everywhere: bool = False) -> NoContent:
    """End the session of the cookie, with the header `X-Cercano: 1`.

    With `everywhere`, the person's sessions on other devices end too. No refresh token of them is worth anything from
    now on; an access token lives on until it expires, in half an hour at most.
    """
    try:
        directory.sign_out(session.of(app.request), everywhere=everywhere)
    except NoSession:
        return NoContent(headers=session.end())
    return NoContent(headers=session.end())
