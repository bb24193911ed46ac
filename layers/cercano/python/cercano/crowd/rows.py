"""The items of people flow in DynamoDB, as they lie on the shelf. Only store.py, readings.py and their neighbours open
it.

CrowdTable: pk "VENUES" lists the city (one Query), "VENUE#<id>" is the life of one venue, "DEVICE#<id>" where a
counter is fitted, "DIRTY" the days to settle again, "ALERTS" the crossings. ReadingsTable: raw payloads by device and
day, gone after 35 days.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from cercano.kit.table import BinaryAttribute, ExpiryAttribute, IntegerAttribute, JsonAttribute, Row

CITY = "VENUES"
DIRTY = "DIRTY"
EXPORT = "EXPORT"
ALERTS = "ALERTS"
HOUR_FORMAT = "MARKS#%Y-%m-%dT%H"


class VenueRow(Row, discriminator="venue"):
    """What staff say of a venue. `version` is its ETag."""

    document = JsonAttribute()


class NowRow(Row, discriminator="now"):
    """Where a venue stands, and the crossing told with it."""

    standing = JsonAttribute()
    outdated = IntegerAttribute(default=0)
    """1: a count by hand came after it, so that it is to be made anew."""


class MarksRow(Row, discriminator="marks"):
    """One UTC hour of all doors of a venue."""

    packed = BinaryAttribute()


class DayRow(Row, discriminator="day"):
    """A settled business day."""

    document = JsonAttribute()


class AuditRow(Row, discriminator="audit"):
    """A count by hand."""

    document = JsonAttribute()


class FitsRow(Row, discriminator="fits"):
    """Where the lines of a device are and were fitted: a second view of the venues' documents, written with them."""

    fits = JsonAttribute()


class DocumentRow(Row, discriminator="document"):
    """Anything else that is one JSON document: a venue's rhythm, its health, a forecast's score, an alert, a dirty
    day.
    """

    document = JsonAttribute()
    expires_at = ExpiryAttribute(null=True)


class ChunkRow(Row, discriminator="chunk"):
    """Raw messages of one device and hour that came in one batch. Its key is its content: writing it twice is writing
    it once.
    """

    table_setting = "READINGS_TABLE"

    packed = BinaryAttribute()
    expires_at = ExpiryAttribute()


def venue_pk(venue_id: str) -> str:
    """Partition of everything one venue remembers."""
    return f"VENUE#{venue_id}"


def device_pk(device_id: str) -> str:
    """Partition of a device in CrowdTable."""
    return f"DEVICE#{device_id}"


def hour_sk(hour: int) -> str:
    """Sort key of a UTC hour (whole hours since 1970)."""
    return datetime.fromtimestamp(hour * 3600, tz=UTC).strftime(HOUR_FORMAT)


def hour_of_sk(sk: str) -> int:
    """The hour that `hour_sk` wrote."""
    return int(datetime.strptime(sk, HOUR_FORMAT).replace(tzinfo=UTC).timestamp()) // 3600


def day_sk(on: date) -> str:
    """Sort key of a business day."""
    return f"DAY#{on.isoformat()}"


def audit_sk(at: datetime, audit_id: str) -> str:
    """Sort key of a count by hand."""
    return f"AUDIT#{at.astimezone(UTC).isoformat(timespec='seconds')}#{audit_id}"
