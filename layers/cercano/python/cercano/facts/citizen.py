"""What the register of citizens tells the city: somebody joined, was verified, looks after a child, left. Ids alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from cercano.kit.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenRegistered(Fact):
    """Somebody who signed in was seen for the first time."""

    is_public: ClassVar[bool] = True
    citizen_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenVerified(Fact):
    """The city knows better than before who somebody is."""

    is_public: ClassVar[bool] = True
    citizen_id: str
    level: int
    """1: an account. 2: the municipal register knows them. 3: seen in person, with their document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenErased(Fact):
    """Somebody's data here was erased; whoever holds more of theirs forgets it, or names the law that keeps it."""

    is_public: ClassVar[bool] = True
    citizen_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianshipGranted(Fact):
    """A guardian answers for a child from now on."""

    is_public: ClassVar[bool] = True
    guardian_id: str
    child_id: str
    ends_at: datetime | None = None
    """The child comes of age: from this instant on it is over, also before GuardianshipEnded says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianshipEnded(Fact):
    """A guardian answers for a child no longer: the child came of age, or the bond was undone."""

    is_public: ClassVar[bool] = True
    guardian_id: str
    child_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationGranted(Fact):
    """Somebody accepted that another acts for them, in these matters and until then."""

    is_public: ClassVar[bool] = True
    representative_id: str
    represented_id: str
    scope: tuple[str, ...]
    """card, wallet, procedures, participation_news."""
    ends_at: datetime
    """From this instant on it is over, whether or not RepresentationEnded is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationEnded(Fact):
    """A representation was ended before its day, by either of the two."""

    is_public: ClassVar[bool] = True
    representative_id: str
    represented_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesChanged(Fact):
    """Somebody said anew how and about what they want to hear from the city."""

    is_public: ClassVar[bool] = True
    citizen_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAsked(Fact):
    """Somebody wants a copy of all the city holds of them; every domain may add its part under this export."""

    is_public: ClassVar[bool] = True
    citizen_id: str
    export_id: str
