"""GET and PUT /me/preferences: what somebody wants to hear about from the city, how, and when not.

Reads and writes the preferences; tells PreferencesChanged.
"""

from __future__ import annotations

from cercano.citizen import preferences, store
from cercano.citizen.preferences import Preferences, PreferencesView
from cercano.kit.web import Caller, Document, IfMatch, Service

app = Service("citizen")


@app.get("/me/preferences")
def read_preferences(caller: Caller) -> Document[PreferencesView]:
    """Read what I want to hear about, and how. Who said nothing yet hears nothing."""
    store.at_first_sight(caller.subject, app.language, app.now())
    view, version = preferences.read(caller.subject)
    return Document(view, version)


@app.put("/me/preferences", secret_answer=True)
def keep_preferences(body: Preferences, caller: Caller, if_match: IfMatch) -> Document[PreferencesView]:
    """Say what I want to hear about, and how. Quiet hours are Santander's own time; notices wait until they end."""
    store.at_first_sight(caller.subject, app.language, app.now()).citizen.refuse_if_leaving()
    view, version = preferences.keep(caller.subject, body, if_match, at=app.now())
    return Document(view, version)
