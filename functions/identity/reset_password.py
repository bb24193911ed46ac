"""POST /password/forgot: a code goes to the address. POST /password/reset: it comes back with a new password.

Writes the user pool; every session that began with the old password ends.
"""

from __future__ import annotations

from cercano.identity import directory
from cercano.identity.passwords import require_strong
from cercano.identity.views import Code, CodeSentView, Email, Password
from cercano.kit.web import Answer, Body, NoContent, Service

app = Service("identity")


class ForgotPassword(Body):
    """Whose password is lost."""

    email: Email


class ResetPassword(Body):
    """The code, and the password that holds from now on."""

    email: Email
    code: Code
    password: Password


@app.post("/password/forgot", public=True, secret_answer=True)
def forgot_password(body: ForgotPassword) -> Answer[CodeSentView]:
    """Ask for a code to set a new password. The answer is the same whether there is such an account or not."""
    directory.forget_password(body.email)
    return Answer(CodeSentView(), status=202)


@app.post("/password/reset", public=True, secret_answer=True)
def reset_password(body: ResetPassword) -> NoContent:
    """Set a new password with the code. Every open session of the account ends."""
    require_strong(body.password, body.email, app.language)
    directory.reset_password(body.email, body.code, body.password)
    return NoContent()
