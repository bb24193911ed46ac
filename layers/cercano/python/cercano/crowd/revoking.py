"""A device that was cut off counts at no door any more: its fits, and those of all that spoke through it, end there."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cercano.crowd.model import Door, Fit, Venue


def without(venue: Venue, device_id: str, at: datetime) -> Venue:
    """The venue with every fit of this device that held at `at` ended at that instant; later fits are left alone.

    A bridge takes the counters behind it (`<bridge>:<devEUI>`) along.
    """
    doors = tuple(_door_without(door, device_id, at) for door in venue.doors)
    return venue if doors == venue.doors else replace(venue, doors=doors)


def _door_without(door: Door, device_id: str, at: datetime) -> Door:
    return replace(door, fits=tuple(_ended(fit, at) if _speaks(fit, device_id, at) else fit for fit in door.fits))


def _speaks(fit: Fit, device_id: str, at: datetime) -> bool:
    is_it = fit.device_id == device_id or fit.device_id.startswith(f"{device_id}:")
    return is_it and fit.since <= at and (fit.until is None or fit.until > at)


def _ended(fit: Fit, at: datetime) -> Fit:
    return replace(fit, until=at)
