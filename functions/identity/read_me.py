"""GET /me: who I am, as the city sees me.

Reads the user pool with the caller's own token.
"""

from __future__ import annotations

from cercano.identity import directory
from cercano.kit.web import Caller, Service, View

app = Service("identity")


class MeView(View):
    """The person behind the token."""

    subject: str
    roles: list[str]
    email: str | None
    name: str | None


@app.get("/me")
def read_me(caller: Caller) -> MeView:
    """Read who I am."""
    known = directory.who((app.request.header("authorization") or "").partition(" ")[2].strip())
    return MeView(
        subject=caller.subject, roles=sorted(caller.roles), email=known.get("email"), name=known.get("name") or None
    )
