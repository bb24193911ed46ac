"""GET /citizens?document= and GET /citizens/{citizen_id}: staff find and read a citizen's file, and say what for.

Reads the citizen; writes first, into the citizen's own log, who reads and what for.
"""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.citizen import reading_store, store, verifying
from cercano.citizen.readings import Deed, ReadPurpose
from cercano.citizen.views import ProfileView
from cercano.kit.web import Caller, Document, Page, Service, View

app = Service("citizen")


class FoundCitizen(View):
    """Whose document it is; the file itself is another question."""

    citizen_id: str
    name: str
    level: int


@app.get("/citizens", roles=("staff",))
def find_citizens(
    document: Annotated[str, Field(min_length=8, max_length=20)], purpose: ReadPurpose, caller: Caller
) -> Page[FoundCitizen]:
    """Find whose document this is: one citizen, or none.

    Only documents that were verified are known. The citizen sees that they were looked up.
    """
    citizen_id = store.holder_of(verifying.mark(document))
    if citizen_id is None:
        return Page([])
    known = store.get(citizen_id).citizen
    reading_store.write_down(citizen_id, caller, Deed.FOUND, purpose, app.now())
    return Page([FoundCitizen(citizen_id=citizen_id, name=known.profile.name, level=known.level)])


@app.get("/citizens/{citizen_id}", roles=("staff",))
def read_citizen(citizen_id: str, purpose: ReadPurpose, caller: Caller) -> Document[ProfileView]:
    """Read a citizen's file. The citizen sees who did, when and what for."""
    kept = store.get(citizen_id)
    reading_store.write_down(citizen_id, caller, Deed.READ, purpose, app.now())
    return Document(ProfileView.of(kept.citizen), kept.version)
