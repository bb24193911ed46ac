"""GET and PUT /me: what the city knows of whoever is signed in, and their own hand on it.

Reads and writes the citizen; tells CitizenRegistered when they are seen for the first time.
"""

from __future__ import annotations

from cercano.citizen import store
from cercano.citizen.views import ProfileBody, ProfileView
from cercano.kit.web import Caller, Document, IfMatch, Service

app = Service("citizen")


@app.get("/me")
def read_profile(caller: Caller) -> Document[ProfileView]:
    """Read what the city knows of me."""
    kept = store.at_first_sight(caller.subject, app.language, app.now())
    return Document(ProfileView.of(kept.citizen), kept.version)


@app.put("/me", secret_answer=True)
def keep_profile(body: ProfileBody, caller: Caller, if_match: IfMatch) -> Document[ProfileView]:
    """Say who I am and where I live.

    What was verified stays: the birth date from level 2, the name at level 3. A desk corrects it.
    """
    kept = store.at_first_sight(caller.subject, app.language, app.now())
    if_match.check(kept.version)
    kept = kept.keep(kept.citizen.edit(body.profile()))
    return Document(ProfileView.of(kept.citizen), kept.version)
