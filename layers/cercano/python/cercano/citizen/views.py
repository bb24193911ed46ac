"""How somebody's own data looks to them, and what they may write of it."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Annotated

from pydantic.fields import Field
from pydantic.functional_validators import AfterValidator

from cercano.citizen.model import Citizen, CitizenState, Language, Profile
from cercano.kit.answers import Body, Instant, View


def _plain(text: str) -> str:
    """One way to write each letter, nothing that hides, no space at the ends."""
    composed = unicodedata.normalize("NFC", text).strip()
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for letter in composed):
        raise ValueError("control characters")
    return composed


Name = Annotated[str, Field(max_length=120), AfterValidator(_plain)]
Line = Annotated[str, Field(max_length=200), AfterValidator(_plain)]
Postcode = Annotated[str, Field(pattern=r"^[0-9]{5}$", examples=["39001"])]
BirthDate = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2100, 1, 1), strict=False)]


class Address(Body):
    """Where letters go."""

    street: Line = ""
    postcode: Postcode | None = None
    town: Line = ""


class ProfileBody(Body):
    """What somebody says of themselves."""

    name: Name
    birth_date: BirthDate | None = None
    address: Address = Address()
    language: Annotated[Language, Field(strict=False)] = Language.ES

    def profile(self) -> Profile:
        """As the model has it."""
        return Profile(
            name=self.name,
            birth_date=self.birth_date,
            street=self.address.street,
            postcode=self.address.postcode or "",
            town=self.address.town,
            language=self.language,
        )


class AddressView(View):
    """Where letters go."""

    street: str
    postcode: str | None
    town: str


class ProfileView(View):
    """A citizen, as they and the staff who serve them see it."""

    citizen_id: str
    name: str
    birth_date: date | None
    address: AddressView
    language: Language
    level: int
    """1: an account. 2: the municipal register knows them. 3: seen in person."""
    is_verified: bool
    """Level 2 or 3."""
    verified_at: Instant | None
    registered_at: Instant
    state: CitizenState
    erase_at: Instant | None
    """When the erasure they asked for is carried out."""

    @classmethod
    def of(cls, citizen: Citizen) -> ProfileView:
        """From the model."""
        said = citizen.profile
        return cls(
            citizen_id=citizen.citizen_id,
            name=said.name,
            birth_date=said.birth_date,
            address=AddressView(street=said.street, postcode=said.postcode or None, town=said.town),
            language=said.language,
            level=citizen.level,
            is_verified=citizen.level > 1,
            verified_at=citizen.verified_at,
            registered_at=citizen.registered_at,
            state=citizen.state,
            erase_at=citizen.erase_at,
        )
