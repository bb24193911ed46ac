"""Lines and stops as they travel over HTTP: what staff write down, and what everybody reads."""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.kit.answers import Body, View

Word = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,24}$")]
Name = Annotated[str, Field(min_length=1, max_length=80)]


class StopPlace(Body):
    """A stop and where it is (WGS84)."""

    stop: Word
    name: Name
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]


class LineRoute(Body):
    """A line and the stops it serves."""

    line: Word
    name: Name
    stops: Annotated[list[Word], Field(max_length=300)]


class Network(Body):
    """The lines and stops of an operator, as it publishes them."""

    source: Annotated[str, Field(min_length=1, max_length=400)]
    """Who publishes them, and the licence."""
    operator: Word
    operator_name: Annotated[str, Field(max_length=80)] = ""
    """As people call it; without one, its word."""
    operator_url: Annotated[str, Field(max_length=200, pattern=r"^(https?://.+)?$")] = ""
    service: Word
    lines: Annotated[list[LineRoute], Field(max_length=200)]
    stops: Annotated[list[StopPlace], Field(max_length=2_000)]


class BikeStation(Body):
    """A station where bicycles are taken and brought back (WGS84)."""

    station: Word
    name: Name
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    docks: Annotated[int, Field(ge=1, le=500)]
    is_open: bool = True


class BikeStations(Body):
    """A bicycle system, as its operator publishes it."""

    source: Annotated[str, Field(min_length=1, max_length=400)]
    system_id: Word
    name: Name
    service: Word
    """What the fare tables price: "bike"."""
    contact_email: Annotated[str, Field(max_length=120, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
    """Whom planners write to when the feed is wrong."""
    opening_hours: Annotated[str, Field(min_length=1, max_length=120)]
    """As OpenStreetMap writes them: "24/7"."""
    stations: Annotated[list[BikeStation], Field(max_length=500)]


class LineView(View):
    """A line, the stops it serves, and who says so."""

    line: str
    name: str
    stops: list[str]


class StopView(View):
    """A stop, where it is (WGS84), and the lines that call at it."""

    stop: str
    name: str
    lat: float
    lon: float
    lines: list[str]
