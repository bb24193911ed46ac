"""GET and POST /me/family, DELETE /me/family/{bond_id}: whom I answer for, who answers for me, and an end to it.

Reads and writes bonds, and the profile of a child that is new; tells GuardianshipGranted, and
GuardianshipEnded or RepresentationEnded.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic.fields import Field

from cercano.citizen import family_store, households, store
from cercano.citizen.ages import day_of
from cercano.citizen.family import Bond, Scope, representation
from cercano.citizen.family_views import BondView
from cercano.citizen.model import Citizen, Language, Profile
from cercano.citizen.views import BirthDate, Name
from cercano.kit.ids import new_id
from cercano.kit.web import Body, Caller, Created, NoContent, Page, Service

app = Service("citizen")


class NewChild(Body):
    """A child under 14 without an account."""

    kind: Literal["new_child"]
    name: Annotated[Name, Field(min_length=1)]
    birth_date: BirthDate


class LinkChild(Body):
    """A minor with an account of their own, who gave the guardian a code."""

    kind: Literal["child_with_code"]
    code: Annotated[str, Field(pattern=r"^[0-9A-Za-z]{10}$")]


class Represent(Body):
    """Somebody whom I want to act for; nothing holds until they accept."""

    kind: Literal["representation"]
    represented_id: Annotated[str, Field(min_length=1, max_length=128)]
    scope: Annotated[frozenset[Scope], Field(min_length=1, strict=False)]
    until: BirthDate
    """The first day on which it no longer holds; within five years."""


Asked = Annotated[NewChild | LinkChild | Represent, Field(discriminator="kind")]


@app.get("/me/family")
def read_family(caller: Caller) -> Page[BondView]:
    """Read whom I answer for and who answers for me. What is over is not shown."""
    store.at_first_sight(caller.subject, app.language, app.now())
    return Page(households.views_of(caller.subject, day_of(app.now())))


@app.post("/me/family", secret_answer=True)
def keep_family(body: Asked, caller: Caller) -> Created[BondView]:
    """Add a child, or ask to act for somebody.

    Guardians and representatives are adults whom the register or a desk verified (level 2).
    """
    me = store.at_first_sight(caller.subject, app.language, app.now()).citizen
    me.refuse_if_leaving()
    today, bond_id = day_of(app.now()), new_id("bond")
    if isinstance(body, NewChild):
        return _created(*households.add_child(me, _child(body, me.profile.language), bond_id, app.now()), caller)
    if isinstance(body, LinkChild):
        return _created(*households.link_child(me, body.code, bond_id, app.now()), caller)
    bond = representation(bond_id, me, body.represented_id, tuple(body.scope), today, body.until)
    return _created(*households.ask_representation(bond, app.now()), caller)


@app.delete("/me/family/{bond_id}")
def end_bond(bond_id: str, caller: Caller) -> NoContent:
    """End a bond of mine, or say no to one I was asked for."""
    family_store.keep(family_store.get(caller.subject, bond_id).end(), at=app.now())
    return NoContent()


def _child(body: NewChild, language: Language) -> Citizen:
    profile = Profile(name=body.name, birth_date=body.birth_date, language=language)
    return Citizen(citizen_id=new_id("citizen"), registered_at=app.now(), profile=profile, has_account=False)


def _created(bond: Bond, other: Citizen, caller: Caller) -> Created[BondView]:
    return Created(BondView.of(bond, caller.subject, other), location=f"/me/family/{bond.bond_id}")
