"""POST /sign-up/confirm: the code came back, the person is a citizen. POST /sign-up/resend: it got lost, another one.

Writes the user pool.
"""

from __future__ import annotations

from cercano.identity import directory
from cercano.identity.views import Code, CodeSentView, Email
from cercano.kit.web import Answer, Body, NoContent, Service

app = Service("identity")


class ConfirmSignUp(Body):
    """The code that the address was sent."""

    email: Email
    code: Code


class ResendCode(Body):
    """Whose code got lost."""

    email: Email


@app.post("/sign-up/confirm", public=True, secret_answer=True)
def confirm_sign_up(body: ConfirmSignUp) -> NoContent:
    """Confirm the address of a new account with its code."""
    directory.confirm(body.email, body.code)
    return NoContent()


@app.post("/sign-up/resend", public=True, secret_answer=True)
def resend_code(body: ResendCode) -> Answer[CodeSentView]:
    """Ask for another code. The answer is the same whether there is such an account or not."""
    directory.resend_code(body.email)
    return Answer(CodeSentView(), status=202)
