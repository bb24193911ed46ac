"""A citizen as the city knows them: what they said of themselves, how sure we are, and whether they are leaving.

Levels: 1, an account; 2, the municipal register knows them; 3, seen in person with their document.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from cercano.citizen.errors import AlreadyVerified, CitizenGone, CitizenLeaving, NotLeaving, VerifiedDataStays

GRACE = timedelta(days=7)
"""How long an erasure can be called back."""
BY_REGISTER = 2
IN_PERSON = 3


class Language(StrEnum):
    """What the city writes in."""

    ES = "es"
    EN = "en"


class CitizenState(StrEnum):
    """Where somebody stands with the city."""

    ACTIVE = "active"
    LEAVING = "leaving"
    """They asked to be erased, and may still call it back."""
    ERASED = "erased"


class Step(StrEnum):
    """What may happen to a citizen."""

    CHANGE = "change"
    ASK_ERASURE = "ask_erasure"
    CALL_BACK = "call_back"
    ERASE = "erase"


STEPS: dict[CitizenState, dict[Step, CitizenState]] = {
    CitizenState.ACTIVE: {Step.CHANGE: CitizenState.ACTIVE, Step.ASK_ERASURE: CitizenState.LEAVING},
    CitizenState.LEAVING: {Step.CALL_BACK: CitizenState.ACTIVE, Step.ERASE: CitizenState.ERASED},
    CitizenState.ERASED: {},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What somebody says of themselves. All of it is personal data and goes when they go."""

    name: str = ""
    birth_date: date | None = None
    street: str = ""
    postcode: str = ""
    town: str = ""
    language: Language = Language.ES


@dataclass(frozen=True, slots=True, kw_only=True)
class Citizen:
    """One person. `citizen_id` is the subject of their account, or an id of its own for a child without one."""

    citizen_id: str
    registered_at: datetime
    profile: Profile = Profile()
    state: CitizenState = CitizenState.ACTIVE
    level: int = 1
    """1, 2 or 3; 0 once erased."""
    verified_at: datetime | None = None
    document_mark: str | None = None
    """The keyed fingerprint of their document, once verified."""
    has_account: bool = True
    """False for a child whose guardian made the profile."""
    erase_at: datetime | None = None
    """When the erasure they asked for is carried out."""
    erased_at: datetime | None = None

    def refuse_if_leaving(self) -> None:
        """Raises CitizenLeaving or CitizenGone: who is on the way out changes nothing any more."""
        self._after(Step.CHANGE)

    def edit(self, profile: Profile) -> Citizen:
        """With another profile.

        Raises:
            VerifiedDataStays: it changes what was verified: the birth date from level 2, the name at level 3.
            CitizenLeaving, CitizenGone.
        """
        changed = self._after(Step.CHANGE)
        if self.level >= BY_REGISTER and profile.birth_date != self.profile.birth_date:
            raise VerifiedDataStays(errors=[{"pointer": "/birth_date"}])
        if self.level >= IN_PERSON and profile.name != self.profile.name:
            raise VerifiedDataStays(errors=[{"pointer": "/name"}])
        return replace(changed, profile=profile)

    def verify(self, level: int, profile: Profile, document_mark: str, at: datetime) -> Citizen:
        """Known better than before: `profile` with what was verified in it. A level never falls.

        Raises:
            AlreadyVerified: known at least as well already. CitizenLeaving, CitizenGone.
        """
        changed = self._after(Step.CHANGE)
        if level <= self.level:
            raise AlreadyVerified(level=self.level)
        return replace(changed, level=level, profile=profile, document_mark=document_mark, verified_at=at)

    def ask_erasure(self, at: datetime) -> Citizen:
        """About to be erased, a week from `at`.

        Raises: CitizenLeaving, CitizenGone.
        """
        return replace(self._after(Step.ASK_ERASURE), erase_at=at + GRACE)

    def call_back(self) -> Citizen:
        """Here to stay after all.

        Raises: NotLeaving, CitizenGone.
        """
        return replace(self._after(Step.CALL_BACK), erase_at=None)

    def erase(self, at: datetime) -> Citizen:
        """What is left of them: that there was somebody of this id, and when they left.

        Raises: NotLeaving, CitizenGone.
        """
        return Citizen(
            citizen_id=self.citizen_id,
            registered_at=self.registered_at,
            state=self._after(Step.ERASE).state,
            level=0,
            has_account=self.has_account,
            erased_at=at,
        )

    def is_due(self, now: datetime) -> bool:
        """Whether the days to call the erasure back are over."""
        return self.state is CitizenState.LEAVING and self.erase_at is not None and self.erase_at <= now

    def _after(self, step: Step) -> Citizen:
        target = STEPS[self.state].get(step)
        if target is not None:
            return replace(self, state=target)
        if self.state is CitizenState.ERASED:
            raise CitizenGone
        raise CitizenLeaving if self.state is CitizenState.LEAVING else NotLeaving
