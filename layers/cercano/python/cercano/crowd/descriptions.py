"""The description of a venue as staff read and write it: the shape of its JSON, and the way to and from the model.

The seed of a city (infra/seed) is written in the same shape.
"""

from __future__ import annotations

from datetime import date, time
from typing import Annotated

from pydantic.fields import Field

from cercano.crowd.model import Closure, Door, Fit, Opening, Venue, VenueKind
from cercano.kit.answers import Body, View
from cercano.kit.text import Text

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", min_length=2, max_length=60)]
"""Lower-case letters and digits, words joined by single hyphens: it stands in addresses and never changes."""
DeviceId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_:.-]{0,127}$")]
"""As in the register of devices; behind a network bridge `<bridge>:<devEUI>`."""
ClockTime = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""Local time of day, "09:30"."""
Email = Annotated[str, Field(pattern=r"^[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[a-z]{2,}$", max_length=254)]
Sentence = Annotated[str, Field(min_length=1, max_length=200)]


class TextBody(Body):
    """The same words in the city's languages."""

    es: Sentence
    en: Sentence

    def model(self) -> Text:
        """As the rules know it."""
        return Text(es=self.es, en=self.en)


class LocationBody(Body):
    """A point in WGS 84 degrees."""

    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]


class OpeningBody(Body):
    """A stretch of opening; `closes` not after `opens` means on the next day."""

    opens: ClockTime
    closes: ClockTime

    def model(self) -> Opening:
        """As the rules know it."""
        return Opening(opens=time.fromisoformat(self.opens), closes=time.fromisoformat(self.closes))


DayBody = Annotated[tuple[OpeningBody, ...], Field(max_length=4)]
WeekBody = Annotated[tuple[DayBody, ...], Field(min_length=7, max_length=7)]


class ClosureBody(Body):
    """Days, both included, with hours of their own; no openings means closed."""

    first: date
    last: date
    reason: TextBody
    openings: DayBody = ()

    def model(self) -> Closure:
        """As the rules know it."""
        openings = tuple(opening.model() for opening in self.openings)
        return Closure(first=self.first, last=self.last, reason=self.reason.model(), openings=openings)


class DoorBody(Body):
    """A way in and out. Its counters are hung and taken down at its own address."""

    name: TextBody
    max_per_minute: Annotated[int, Field(ge=1, le=1000)] = 120


class NamedDoorBody(DoorBody):
    """A door inside the description of a new venue."""

    door_id: Slug


class EditVenue(Body):
    """What a venue is. Hours, closures and doors that are left out stay as they are."""

    name: TextBody
    kind: VenueKind
    address: Sentence
    location: LocationBody
    capacity: Annotated[int, Field(ge=1, le=200_000)]
    timezone: Annotated[str, Field(max_length=60)] = "Europe/Madrid"
    report_every_s: Annotated[int, Field(ge=10, le=3600)] = 60
    holidays_closed: bool = True
    alert_email: Email | None = None
    """Where the venue's staff read that it filled up or eased: a shared mailbox, never a person's own."""
    weekly: WeekBody | None = None
    closures: Annotated[tuple[ClosureBody, ...], Field(max_length=60)] | None = None

    def over(self, venue: Venue) -> Venue:
        """`venue` with this description; its doors, its counters and its version are left alone."""
        weekly = venue.weekly if self.weekly is None else week(self.weekly)
        closures = venue.closures if self.closures is None else tuple(one.model() for one in self.closures)
        return Venue(
            venue_id=venue.venue_id,
            name=self.name.model(),
            kind=self.kind,
            address=self.address,
            lat=self.location.lat,
            lon=self.location.lon,
            capacity=self.capacity,
            timezone=self.timezone,
            weekly=weekly,
            holidays_closed=self.holidays_closed,
            closures=closures,
            doors=venue.doors,
            report_every_s=self.report_every_s,
            alert_email=self.alert_email,
            version=venue.version,
        )


class NewVenue(EditVenue):
    """A venue that the city does not know yet."""

    venue_id: Slug
    doors: Annotated[tuple[NamedDoorBody, ...], Field(max_length=40)] = ()

    def model(self) -> Venue:
        """As the rules know it; of doors with one name the last holds."""
        doors = {
            door.door_id: Door(door_id=door.door_id, name=door.name.model(), max_per_minute=door.max_per_minute)
            for door in self.doors
        }
        bare = Venue(
            venue_id=self.venue_id,
            name=self.name.model(),
            kind=self.kind,
            address=self.address,
            lat=self.location.lat,
            lon=self.location.lon,
            capacity=self.capacity,
            doors=tuple(doors.values()),
        )
        return self.over(bare)


class TextView(View):
    """The same words in the city's languages."""

    es: str
    en: str

    @classmethod
    def of(cls, text: Text) -> TextView:
        """From the model."""
        return cls(es=text.es, en=text.en)


class LocationView(View):
    """A point in WGS 84 degrees."""

    lat: float
    lon: float


class OpeningTimesView(View):
    """A stretch of opening in local time."""

    opens: str
    closes: str

    @classmethod
    def of(cls, opening: Opening) -> OpeningTimesView:
        """From the model."""
        return cls(opens=f"{opening.opens:%H:%M}", closes=f"{opening.closes:%H:%M}")


class ClosureView(View):
    """Days with hours of their own."""

    first: date
    last: date
    reason: TextView
    openings: tuple[OpeningTimesView, ...]

    @classmethod
    def of(cls, closure: Closure) -> ClosureView:
        """From the model."""
        openings = tuple(OpeningTimesView.of(opening) for opening in closure.openings)
        return cls(first=closure.first, last=closure.last, reason=TextView.of(closure.reason), openings=openings)


class FitView(View):
    """A counter that hangs or hung at a door."""

    fit_no: int
    device_id: str
    line: int
    reversed: bool
    since: str
    until: str | None

    @classmethod
    def of(cls, fit: Fit) -> FitView:
        """From the model."""
        since = f"{fit.since:%Y-%m-%dT%H:%M:%SZ}"
        until = f"{fit.until:%Y-%m-%dT%H:%M:%SZ}" if fit.until else None
        return cls(
            fit_no=fit.fit_no, device_id=fit.device_id, line=fit.line, reversed=fit.reversed, since=since, until=until
        )


class DoorView(View):
    """A way in and out, with what hangs there now and what hung there before."""

    door_id: str
    name: TextView
    max_per_minute: int
    counter: FitView | None
    fits: tuple[FitView, ...]

    @classmethod
    def of(cls, door: Door) -> DoorView:
        """From the model."""
        fits = tuple(FitView.of(fit) for fit in door.fits)
        counter = next((fit for fit in fits if fit.until is None), None)
        return cls(
            door_id=door.door_id,
            name=TextView.of(door.name),
            max_per_minute=door.max_per_minute,
            counter=counter,
            fits=fits,
        )


class VenueDocument(View):
    """All that staff have said of a venue."""

    venue_id: str
    version: int
    """The number in the ETag."""
    name: TextView
    kind: VenueKind
    address: str
    location: LocationView
    capacity: int
    timezone: str
    report_every_s: int
    holidays_closed: bool
    alert_email: str | None
    weekly: tuple[tuple[OpeningTimesView, ...], ...]
    closures: tuple[ClosureView, ...]
    doors: tuple[DoorView, ...]

    @classmethod
    def of(cls, venue: Venue) -> VenueDocument:
        """From the model."""
        return cls(
            venue_id=venue.venue_id,
            version=venue.version,
            name=TextView.of(venue.name),
            kind=venue.kind,
            address=venue.address,
            location=LocationView(lat=venue.lat, lon=venue.lon),
            capacity=venue.capacity,
            timezone=venue.timezone,
            report_every_s=venue.report_every_s,
            holidays_closed=venue.holidays_closed,
            alert_email=venue.alert_email,
            weekly=tuple(tuple(OpeningTimesView.of(opening) for opening in day) for day in venue.weekly),
            closures=tuple(ClosureView.of(closure) for closure in venue.closures),
            doors=tuple(DoorView.of(door) for door in venue.doors),
        )


def week(days: tuple[tuple[OpeningBody, ...], ...]) -> tuple[tuple[Opening, ...], ...]:
    """The ordinary week as the rules know it."""
    return tuple(tuple(opening.model() for opening in day) for day in days)
