"""Which counter hangs at which door: the venue's document and the device's own view of it, always written together.

A venue is saved over the version that was read. The same transaction writes one small item per device whose fits
changed, so that a reading finds its door by its device alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from cercano.crowd import documents
from cercano.crowd.errors import CounterElsewhere, NoSuchVenue, VenueExists
from cercano.crowd.model import Fit, Venue
from cercano.crowd.rows import CITY, FitsRow, VenueRow, device_pk
from cercano.kit import aws
from cercano.kit.errors import VersionConflict
from cercano.kit.settings import setting
from cercano.kit.table import Row


class Fitted(NamedTuple):
    """A fit, and where it is."""

    venue_id: str
    door_id: str
    fit: Fit


def fitted(rows: Iterable[FitsRow]) -> dict[str, list[Fitted]]:
    """The fits of each device, from their rows."""
    return {row.pk.partition("#")[2]: [_from_json(one) for one in row.fits] for row in rows}


def fits_of(device_id: str) -> list[Fitted]:
    """Every door that this device counts or has counted at."""
    row = FitsRow.find(device_pk(device_id), "FITS")
    return [_from_json(one) for one in row.fits] if row else []


def fit_at(fits: Sequence[Fitted], line: int, at: datetime) -> Fitted | None:
    """The fit of a line that holds at this instant; of two (a mistake) the later one."""
    holding = [
        one
        for one in fits
        if one.fit.line == line and one.fit.since <= at and (one.fit.until is None or at < one.fit.until)
    ]
    return max(holding, key=lambda one: (one.fit.since, one.venue_id, one.door_id)) if holding else None


def add_venue(venue: Venue, told: Sequence[Any] = ()) -> Venue:
    """Keep a new venue, as version 1.

    Raises:
        VenueExists: there is one of that id.
    """
    row = VenueRow(CITY, f"{venue.venue_id}#DOC", document=documents.venue_to_json(venue))
    try:
        return _save(row, venue, None, told)
    except VersionConflict:
        if VenueRow.find(CITY, row.sk) is not None:
            raise VenueExists(venue_id=venue.venue_id) from None
        raise


def save_venue(venue: Venue, told: Sequence[Any] = ()) -> Venue:
    """Keep a changed venue over the version it says, and answer it with the next one.

    Raises:
        NoSuchVenue: there is none of that id.
        VersionConflict: somebody changed it, or one of its counters' fits, since; nothing was written.
        CounterElsewhere: a line of a counter would count at two doors at once.
    """
    row = VenueRow.find(CITY, f"{venue.venue_id}#DOC")
    if row is None:
        raise NoSuchVenue(venue_id=venue.venue_id)
    if row.version != venue.version:
        raise VersionConflict
    before = documents.venue_from_json(row.document, row.version)
    row.document = documents.venue_to_json(venue)
    return _save(row, venue, before, told)


def _save(row: VenueRow, venue: Venue, before: Venue | None, told: Sequence[Any]) -> Venue:
    row.told = tuple(told)
    mine, theirs = _by_device(venue), _by_device(before) if before else {}
    changed = sorted(device for device in mine.keys() | theirs.keys() if mine.get(device) != theirs.get(device))
    writes = [_put(row)] + [_put(_fits_row(device, venue.venue_id, mine.get(device, []))) for device in changed]
    client = aws.client("dynamodb")
    try:
        client.transact_write_items(TransactItems=writes)
    except client.exceptions.TransactionCanceledException as refusal:
        reasons = {reason.get("Code") for reason in refusal.response.get("CancellationReasons", [])}
        if reasons & {"ConditionalCheckFailed", "TransactionConflict"}:
            raise VersionConflict from refusal
        raise
    return replace(venue, version=row.version)


def _fits_row(device_id: str, venue_id: str, mine: list[Fitted]) -> FitsRow:
    row = FitsRow.find(device_pk(device_id), "FITS") or FitsRow(device_pk(device_id), "FITS", fits=[])
    others = [one for one in map(_from_json, row.fits) if one.venue_id != venue_id]
    for one in mine:
        for other in others + [same for same in mine if same is not one]:
            if _overlap(one.fit, other.fit):
                raise CounterElsewhere(
                    device_id=device_id, line=one.fit.line, door_id=other.door_id, venue_id=other.venue_id
                )
    row.fits = [_to_json(one) for one in others + mine]
    return row


def _overlap(one: Fit, other: Fit) -> bool:
    return (
        one.line == other.line
        and (one.until is None or other.since < one.until)
        and (other.until is None or one.since < other.until)
    )


def _put(row: Row) -> dict[str, Any]:
    """One write of a transaction: the row over the version that was read, raised by one."""
    read, row.version = row.version, row.version + 1
    put: dict[str, Any] = {"TableName": setting(row.table_setting), "Item": row.serialize()}
    if read:
        put |= {
            "ConditionExpression": "#version = :read",
            "ExpressionAttributeNames": {"#version": "version"},
            "ExpressionAttributeValues": {":read": {"N": str(read)}},
        }
    else:
        put["ConditionExpression"] = "attribute_not_exists(pk)"
    return {"Put": put}


def _by_device(venue: Venue) -> dict[str, list[Fitted]]:
    devices: dict[str, list[Fitted]] = {}
    for door in venue.doors:
        for fit in door.fits:
            one = Fitted(venue_id=venue.venue_id, door_id=door.door_id, fit=fit)
            devices.setdefault(fit.device_id, []).append(one)
    return devices


def _to_json(one: Fitted) -> dict[str, Any]:
    return documents.fit_to_json(one.fit) | {"venue_id": one.venue_id, "door_id": one.door_id}


def _from_json(json: dict[str, Any]) -> Fitted:
    fit = {key: value for key, value in json.items() if key not in ("venue_id", "door_id")}
    return Fitted(venue_id=json["venue_id"], door_id=json["door_id"], fit=documents.fit_from_json(fit))
