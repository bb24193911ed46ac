"""POST /me/verification: the municipal register confirms who somebody is, without their leaving home (level 2).

Reads the register; reads and writes the citizen and whose document it is; tells CitizenVerified.
"""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.citizen import store, verifying
from cercano.citizen.documents import normal
from cercano.citizen.errors import NoSuchDocument
from cercano.citizen.register import Claim
from cercano.citizen.seeded_register import SeededRegister
from cercano.citizen.views import BirthDate, Postcode, ProfileView
from cercano.kit.web import Body, Caller, Document, Service

app = Service("citizen")
register = SeededRegister()


class VerifyResidence(Body):
    """What the register is asked about. None of it is kept but the birth date."""

    document: Annotated[str, Field(min_length=8, max_length=20, examples=["00000000T"])]
    """DNI or NIE, with its letter."""
    birth_date: BirthDate
    postcode: Postcode | None = None


@app.post("/me/verification", secret_answer=True)
def verify_residence(body: VerifyResidence, caller: Caller) -> Document[ProfileView]:
    """Let the municipal register confirm who I am.

    Five tries a day. Which part does not fit is never said.
    """
    written = normal(body.document)
    if written is None:
        raise NoSuchDocument(errors=[{"pointer": "/document"}])
    claim = Claim(document=written, birth_date=body.birth_date, postcode=body.postcode)
    kept = store.at_first_sight(caller.subject, app.language, app.now())
    kept = verifying.by_register(kept, claim, register, at=app.now())
    return Document(ProfileView.of(kept.citizen), kept.version)
