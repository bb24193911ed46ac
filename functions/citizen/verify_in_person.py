"""POST /citizens/{citizen_id}/verification: staff saw somebody and their document at the desk (level 3).

Reads and writes the citizen, whose document it is, and the log of readers; tells CitizenVerified.
"""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.citizen import reading_store, store, verifying
from cercano.citizen.errors import NotForOneself
from cercano.citizen.readings import Deed, ReadPurpose
from cercano.citizen.views import BirthDate, Name, ProfileView
from cercano.kit.web import Body, Caller, Document, Service

app = Service("citizen")


class VerifyInPerson(Body):
    """What the document says, as staff read it. Its number is not kept."""

    document: Annotated[str, Field(min_length=8, max_length=20, examples=["00000000T"])]
    name: Annotated[Name, Field(min_length=1)]
    birth_date: BirthDate


@app.post("/citizens/{citizen_id}/verification", roles=("staff",), secret_answer=True)
def verify_in_person(citizen_id: str, body: VerifyInPerson, caller: Caller) -> Document[ProfileView]:
    """Confirm at the desk who somebody is. They see in their log who did."""
    if caller.subject == citizen_id:
        raise NotForOneself
    kept = store.get(citizen_id)
    purpose = ReadPurpose.IN_PERSON_VERIFICATION
    reading_store.write_down(citizen_id, caller, Deed.VERIFIED_IN_PERSON, purpose, app.now())
    kept = verifying.in_person(kept, body.document, body.name, body.birth_date, at=app.now())
    return Document(ProfileView.of(kept.citizen), kept.version)
