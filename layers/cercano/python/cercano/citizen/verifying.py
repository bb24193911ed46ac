"""How somebody becomes known to the city: by the municipal register, or in person at a desk.

One document stands for one account. Its number is read here, and only its keyed fingerprint is kept.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from cercano.citizen import store
from cercano.citizen.documents import mark_of, normal
from cercano.citizen.errors import DocumentOfAnother, NoSuchDocument, NotConfirmed
from cercano.citizen.model import BY_REGISTER, IN_PERSON, Citizen
from cercano.citizen.register import Claim, MunicipalRegister
from cercano.citizen.rows import partition
from cercano.citizen.tries import OF_A_DOCUMENT, OF_A_PERSON
from cercano.facts.citizen import CitizenVerified
from cercano.kit.facts import Fact
from cercano.kit.settings import setting

DOCUMENT_KEY = setting("DOCUMENT_KEY")


def mark(document: str) -> str:
    """The fingerprint under which a document's holder is kept.

    Raises:
        NoSuchDocument: no document has this number.
    """
    written = normal(document)
    if written is None:
        raise NoSuchDocument(errors=[{"pointer": "/document"}])
    return mark_of(written, DOCUMENT_KEY)


def by_register(kept: store.Kept, claim: Claim, register: MunicipalRegister, at: datetime) -> store.Kept:
    """Somebody at level 2, when the register confirms all they said and no other account has the document.

    Raises:
        TooManyTries: of this account or about this document. NotConfirmed: whatever the reason. AlreadyVerified.
    """
    citizen_id = kept.citizen.citizen_id
    document_mark = mark_of(claim.document, DOCUMENT_KEY)
    profile = replace(kept.citizen.profile, birth_date=claim.birth_date)
    kept.citizen.verify(BY_REGISTER, profile, document_mark, at)
    store.spend_try(partition(citizen_id), OF_A_PERSON, at)
    store.spend_try(f"DOCUMENT#{document_mark}", OF_A_DOCUMENT, at)
    if not register.confirms(claim) or store.claim_document(document_mark, citizen_id) != citizen_id:
        raise NotConfirmed
    return _keep(kept, BY_REGISTER, None, claim.birth_date, document_mark, at)


def in_person(kept: store.Kept, document: str, name: str, birth_date: date, at: datetime) -> store.Kept:
    """Somebody at level 3: staff saw the document and wrote down what it says.

    Raises:
        NoSuchDocument, AlreadyVerified. DocumentOfAnother: it stands for another account.
    """
    document_mark = mark(document)
    before = kept.citizen
    before.verify(IN_PERSON, before.profile, document_mark, at)
    holder = store.claim_document(document_mark, before.citizen_id)
    if holder != before.citizen_id:
        raise DocumentOfAnother(citizen_id=holder)
    done = _keep(kept, IN_PERSON, name, birth_date, document_mark, at)
    if before.document_mark not in (None, document_mark):
        store.free_document(str(before.document_mark), before.citizen_id)
    return done


def _keep(
    kept: store.Kept, level: int, name: str | None, birth_date: date, document_mark: str, at: datetime
) -> store.Kept:
    def decide(citizen: Citizen) -> tuple[Citizen, list[Fact]]:
        said = citizen.profile
        profile = replace(said, birth_date=birth_date, name=said.name if name is None else name)
        verified = citizen.verify(level, profile, document_mark, at)
        return verified, [CitizenVerified(at=at, citizen_id=citizen.citizen_id, level=level)]

    return store.change(kept, decide)
