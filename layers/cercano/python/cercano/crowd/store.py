"""What the city remembers of its venues: their documents, where they stand, their marks, days and counts by hand.

The only door to these items, with its neighbours fits.py (which counter is where) and readings.py (raw payloads).
Reads and writes CrowdTable; the layout is in rows.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from cercano.crowd import asks, documents
from cercano.crowd.errors import NoSuchVenue
from cercano.crowd.marks import Marks, hour_of, merged, minute_of, unpack
from cercano.crowd.model import Audit, DaySettled, Venue
from cercano.crowd.present import Live
from cercano.crowd.rows import (
    CITY,
    DIRTY,
    AuditRow,
    DayRow,
    DocumentRow,
    MarksRow,
    NowRow,
    VenueRow,
    audit_sk,
    day_sk,
    hour_of_sk,
    hour_sk,
    venue_pk,
)
from cercano.crowd.shelf import live_from_json
from cercano.kit.batch import find_many, put_many
from cercano.kit.errors import VersionConflict
from cercano.kit.table import Row


class Place(NamedTuple):
    """A venue with what is known of it at the moment."""

    venue: Venue
    live: Live | None
    """None until the first reading."""
    health: Any = None
    """What watch_counters found last (JSON), None until it looked."""


def places() -> list[Place]:
    """The whole city, by venue id: one Query."""
    gathered: dict[str, dict[str, Row]] = {}
    for row in Row.every(CITY):
        venue_id, _, what = row.sk.rpartition("#")
        gathered.setdefault(venue_id, {})[what] = row
    return [_place(rows) for rows in gathered.values() if "DOC" in rows]


def place(venue_id: str) -> Place:
    """One venue.

    Raises:
        NoSuchVenue: there is none.
    """
    keys = [(CITY, f"{venue_id}#{what}") for what in ("DOC", "NOW", "HEALTH")]
    rows = {row.sk.rpartition("#")[2]: row for row in find_many(Row, keys)}
    if "DOC" not in rows:
        raise NoSuchVenue(venue_id=venue_id)
    return _place(rows)


def venues() -> list[Venue]:
    """All venues, by id."""
    return [found.venue for found in places()]


def venue(venue_id: str) -> Venue:
    """One venue's document.

    Raises:
        NoSuchVenue: there is none.
    """
    row = VenueRow.find(CITY, f"{venue_id}#DOC")
    if row is None:
        raise NoSuchVenue(venue_id=venue_id)
    return venue_of(row)


def venue_of(row: VenueRow) -> Venue:
    """The venue in its row."""
    return documents.venue_from_json(row.document, row.version)


def marks(venue_id: str, since: datetime, until: datetime) -> Marks:
    """The marks of every minute that ends after `since` and not after `until`. Strongly consistent."""
    first, last = minute_of(since) + 1, minute_of(until)
    where = MarksRow.sk.between(hour_sk(hour_of(first)), hour_sk(hour_of(last)))
    rows = MarksRow.every(venue_pk(venue_id), where, consistent=True)
    found = merged(unpack(hour_of_sk(row.sk), row.packed) for row in rows)
    return {
        door_id: {minute: mark for minute, mark in door.items() if first <= minute <= last}
        for door_id, door in found.items()
    }


def day(venue_id: str, on: date) -> DaySettled | None:
    """A settled business day, None when it is not settled yet."""
    row = DayRow.find(venue_pk(venue_id), day_sk(on))
    return documents.day_from_json(venue_id, on, row.document) if row else None


def days(venue_id: str, first: date, last: date) -> list[DaySettled]:
    """The settled days from `first` to `last`, both included, in order; none when `last` comes before `first`."""
    if last < first:  # DynamoDB refuses such a range, where moto finds nothing in it
        return []
    rows = DayRow.every(venue_pk(venue_id), DayRow.sk.between(day_sk(first), day_sk(last)), consistent=True)
    return [documents.day_from_json(venue_id, date.fromisoformat(row.sk[4:]), row.document) for row in rows]


def save_day(settled: DaySettled, told: Sequence[Any] = ()) -> None:
    """Keep a day over whatever was there, and tell the facts of it. Settling the same readings again writes the
    same.
    """
    row = DayRow.find(venue_pk(settled.venue_id), day_sk(settled.date)) or DayRow(
        venue_pk(settled.venue_id), day_sk(settled.date)
    )
    row.document, row.told = documents.day_to_json(settled), told
    row.keep()


def audits(venue_id: str, since: datetime, until: datetime) -> list[Audit]:
    """Counts by hand at instants from `since` to `until`, both included, in order."""
    where = AuditRow.sk.between(audit_sk(since, ""), audit_sk(until, "~"))
    rows = AuditRow.every(venue_pk(venue_id), where, consistent=True)
    return [documents.audit_from_json(row.document) for row in rows]


def save_audit(venue_id: str, audit: Audit) -> None:
    """Keep a count by hand; the venue's standing is made anew with the next reading, or by live.bring_up_to_date."""
    put_many(
        [AuditRow(venue_pk(venue_id), audit_sk(audit.at, audit.audit_id), document=documents.audit_to_json(audit))]
    )
    outdate(venue_id)


def outdate(venue_id: str) -> None:
    """Ask for a venue's standing to be made anew: what it was made from has changed."""
    while (row := NowRow.find(CITY, f"{venue_id}#NOW")) is not None and not row.outdated:
        row.outdated = 1
        try:
            row.keep()
        except VersionConflict:
            continue


def first_heard(venue_id: str, since: datetime) -> datetime | None:
    """The start of the first hour not before `since` in which a counter of the venue spoke."""
    where = MarksRow.sk.between(hour_sk(hour_of(minute_of(since))), "MARKS~")
    rows, _ = MarksRow.page(venue_pk(venue_id), where, limit=1)
    return datetime.fromtimestamp(hour_of_sk(rows[0].sk) * 3600, tz=UTC) if rows else None


def are_settled(days_of: Iterable[tuple[str, date]]) -> set[tuple[str, date]]:
    """Those of these (venue id, date) that are settled."""
    rows = find_many(DayRow, [(venue_pk(venue_id), day_sk(on)) for venue_id, on in days_of])
    return {(row.pk.partition("#")[2], date.fromisoformat(row.sk[4:])) for row in rows}


def mark_dirty(venue_id: str, dates: Iterable[date]) -> None:
    """Ask for ended days to be settled again, after what changed them was written. Asking twice is asking once."""
    asks.ask(DIRTY, [f"{venue_id}#{on.isoformat()}" for on in dates])


def _place(rows: dict[str, Row]) -> Place:
    doc, now, health = rows["DOC"], rows.get("NOW"), rows.get("HEALTH")
    return Place(
        venue=venue_of(doc) if isinstance(doc, VenueRow) else _impossible(doc),
        live=live_from_json(now.standing) if isinstance(now, NowRow) else None,
        health=health.document if isinstance(health, DocumentRow) else None,
    )


def _impossible(row: Row) -> Venue:
    raise TypeError(f"{row.sk} is not a venue")
