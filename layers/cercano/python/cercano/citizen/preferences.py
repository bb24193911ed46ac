"""What somebody wants to hear about from the city, through which channels, in which language, and when not."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic.fields import Field

from cercano.citizen.model import Language
from cercano.citizen.rows import PreferencesRow, partition
from cercano.facts.citizen import PreferencesChanged
from cercano.kit.answers import Body, View
from cercano.kit.etags import IfMatch

_SK = "PREFERENCES"
Hour = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["22:00"])]


class Interest(StrEnum):
    """What the city has news about."""

    CULTURE = "culture"
    SPORT = "sport"
    MOBILITY = "mobility"
    ROADWORKS = "roadworks"
    ENVIRONMENT = "environment"
    FAMILIES = "families"
    SENIORS = "seniors"
    YOUTH = "youth"
    COMMERCE = "commerce"
    PARTICIPATION = "participation"
    EMPLOYMENT = "employment"
    EMERGENCIES = "emergencies"


class Channel(StrEnum):
    """How news may come."""

    PUSH = "push"
    EMAIL = "email"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"
    LETTER = "letter"


class QuietHours(Body):
    """From when until when nothing may ring, in Santander's time; it may go over midnight."""

    starts: Hour
    ends: Hour


class Preferences(Body):
    """What somebody says. Sets: the order says nothing."""

    interests: Annotated[frozenset[Interest], Field(strict=False)] = frozenset()
    channels: Annotated[frozenset[Channel], Field(strict=False)] = frozenset()
    quiet_hours: QuietHours | None = None
    language: Annotated[Language | None, Field(strict=False)] = None
    """Of notices; null: as in the profile."""


class QuietHoursView(View):
    """From when until when nothing may ring."""

    starts: str
    ends: str


class PreferencesView(View):
    """What they said, in a fixed order."""

    interests: list[Interest]
    channels: list[Channel]
    quiet_hours: QuietHoursView | None
    language: Language | None


def read(citizen_id: str) -> tuple[PreferencesView, int]:
    """What somebody said, and its version; 0 when they said nothing yet."""
    row = PreferencesRow.find(partition(citizen_id), _SK)
    return (_view(row.said), row.version) if row else (_view(_plain(Preferences())), 0)


def keep(citizen_id: str, said: Preferences, if_match: IfMatch, at: datetime) -> tuple[PreferencesView, int]:
    """Write what somebody says now, over the version they read, and tell that it changed.

    Raises: VersionConflict.
    """
    row = PreferencesRow.find(partition(citizen_id), _SK) or PreferencesRow(partition(citizen_id), _SK)
    if_match.check(row.version)
    row.said = _plain(said)
    row.told = [PreferencesChanged(at=at, citizen_id=citizen_id)]
    row.keep()
    return _view(row.said), row.version


def _plain(said: Preferences) -> dict[str, object]:
    words = said.model_dump(mode="json")
    return {**words, "interests": sorted(words["interests"]), "channels": sorted(words["channels"])}


def _view(said: dict[str, object]) -> PreferencesView:
    return PreferencesView.model_validate(said)
