"""What is told when a venue fills up or has room again: to everybody as a list, to its staff by e-mail.

A crossing is one alert, however often and in whatever order its fact arrives. An alert is cleared by the first crossing
of the same venue the other way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from cercano.crowd.model import Venue
from cercano.kit.text import Text

if TYPE_CHECKING:
    from cercano.facts.crowd import VenueEased, VenueFilled

QUIET_FROM, QUIET_UNTIL = time(23), time(7)
"""Local time in which nobody is written to; the list shows the crossing all the same."""
NEWS = timedelta(minutes=30)
"""An older crossing is no news to anybody's mailbox."""


class Crossing(StrEnum):
    """Which way."""

    FILLED = "filled"
    EASED = "eased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One crossing of a venue's limit."""

    venue_id: str
    crossing: Crossing
    at: datetime
    people: int
    capacity: int
    mailed: bool = False
    """Whether its staff were written to."""

    @property
    def key(self) -> str:
        """Sorts by time; the same crossing always has the same key."""
        return f"{self.at:%Y-%m-%dT%H:%M:%SZ}#{self.venue_id}#{self.crossing.value}"


MAIL = {
    Crossing.FILLED: (
        Text(es="{name}: aforo completo", en="{name} is full"),
        Text(
            es="A las {at} había {people} personas en {name}, que admite {capacity}.",
            en="At {at} there were {people} people in {name}, which holds {capacity}.",
        ),
    ),
    Crossing.EASED: (
        Text(es="{name}: vuelve a haber sitio", en="{name} has room again"),
        Text(
            es="A las {at} había {people} personas en {name}, que admite {capacity}.",
            en="At {at} there were {people} people in {name}, which holds {capacity}.",
        ),
    ),
}


def alert_of(fact: VenueFilled | VenueEased) -> Alert:
    """The alert of a crossing that was told."""
    from cercano.facts.crowd import VenueFilled  # those who only read alerts start without it

    crossing = Crossing.FILLED if isinstance(fact, VenueFilled) else Crossing.EASED
    return Alert(venue_id=fact.venue_id, crossing=crossing, at=fact.at, people=fact.people, capacity=fact.capacity)


def is_mail_due(alert: Alert, venue: Venue, at: datetime) -> bool:
    """Whether the venue's staff are to be written to at the instant `at`."""
    if alert.mailed or venue.alert_email is None or at - alert.at > NEWS:
        return False
    local = at.astimezone(ZoneInfo(venue.timezone)).time()
    return QUIET_UNTIL <= local < QUIET_FROM


def mail(alert: Alert, venue: Venue) -> tuple[str, str]:
    """Subject and words of the e-mail, in Spanish and then in English."""
    subject, words = MAIL[alert.crossing]
    when = f"{alert.at.astimezone(ZoneInfo(venue.timezone)):%H:%M}"
    facts: dict[str, Any] = {"at": when, "people": alert.people, "capacity": alert.capacity}
    spanish, english = words.es.format(name=venue.name.es, **facts), words.en.format(name=venue.name.en, **facts)
    return subject.es.format(name=venue.name.es), f"{spanish}\n\n{english}\n"


def cleared(alerts: Iterable[Alert]) -> dict[str, datetime]:
    """When each alert of a venue that filled up was cleared, by key; those that still hold are missing."""
    waiting: dict[str, list[Alert]] = {}
    cleared_at: dict[str, datetime] = {}
    for alert in sorted(alerts, key=lambda one: one.key):
        if alert.crossing is Crossing.FILLED:
            waiting.setdefault(alert.venue_id, []).append(alert)
        else:
            cleared_at.update({filled.key: alert.at for filled in waiting.pop(alert.venue_id, [])})
    return cleared_at


def to_json(alert: Alert) -> dict[str, Any]:
    """As it is kept."""
    return {
        "venue_id": alert.venue_id,
        "crossing": alert.crossing.value,
        "at": alert.at.isoformat(),
        "people": alert.people,
        "capacity": alert.capacity,
        "mailed": alert.mailed,
    }


def from_json(json: dict[str, Any]) -> Alert:
    """What `to_json` wrote."""
    return Alert(**(json | {"crossing": Crossing(json["crossing"]), "at": datetime.fromisoformat(json["at"])}))
