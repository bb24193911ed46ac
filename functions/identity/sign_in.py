"""POST /sign-in: a session begins. The answer holds the short-lived token, the cookie the long-lived one.

Reads the user pool.
"""

from __future__ import annotations

from cercano.identity import directory, session
from cercano.identity.passwords import require_strong
from cercano.identity.views import Email, Password, SessionView
from cercano.kit.web import Answer, Body, Service

app = Service("identity")


class SignIn(Body):
    """Who, and the proof."""

    email: Email
    password: Password
    new_password: Password | None = None
    """In place of a temporary one, the first time."""


@app.post("/sign-in", public=True, secret_answer=True)
def sign_in(body: SignIn) -> Answer[SessionView]:
    """Begin a session.

    Keep the access token in memory; the cookie that comes with it gets a new one from `/refresh`. An unknown address, a
    wrong password and an unconfirmed address get the same answer.
    """
    session.refuse_other_sites(app.request)
    if body.new_password is not None:
        require_strong(body.new_password, body.email, app.language, "/new_password")
    tokens = directory.sign_in(body.email, body.password, body.new_password)
    return Answer(SessionView.of(tokens), headers=session.begin(tokens.refresh_token or ""))
