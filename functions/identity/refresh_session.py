"""POST /refresh: the session goes on with a fresh access token, for our own page alone.

Reads the session's cookie and the user pool.
"""

from __future__ import annotations

from cercano.identity import directory, session
from cercano.identity.errors import NoSession
from cercano.identity.views import SessionView
from cercano.kit.web import Service

app = Service("identity")


@app.post("/refresh", public=True, secret_answer=True)
def refresh_session() -> SessionView:
    """Get a fresh access token with the session's cookie and the header `X-Cercano: 1`."""
    token = session.of(app.request)
    try:
        return SessionView.of(directory.refresh(token))
    except NoSession:
        raise NoSession(headers=session.end()) from None
