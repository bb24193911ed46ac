"""POST /sign-up: a citizen opens an account with an e-mail address; a code goes there.

Writes the user pool. Nobody learns whether the address had an account before.
"""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.identity import directory
from cercano.identity.passwords import require_strong
from cercano.identity.views import CodeSentView, Email, Password
from cercano.kit.web import Answer, Body, Service

app = Service("identity")


class SignUp(Body):
    """A new account."""

    email: Email
    password: Password
    name: Annotated[str, Field(min_length=1, max_length=80)] | None = None


@app.post("/sign-up", public=True, secret_answer=True)
def sign_up(body: SignUp) -> Answer[CodeSentView]:
    """Open an account; a code goes to the address.

    The password has 12 characters or more, with lower case, upper case and numbers. The answer is the same for an
    address that has an account.
    """
    require_strong(body.password, body.email, app.language)
    directory.sign_up(body.email, body.password, body.name)
    return Answer(CodeSentView(), status=202)
