"""Where the city's bicycles stand: the last thing a dock said of each. And the stations, as staff wrote them down.

A dock's word that comes late or twice changes nothing: the newest tap of a bicycle says where it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from cercano.access.gbfs import Bike
from cercano.access.model import Tap, TapKind
from cercano.access.rows import BIKES, NETWORK, STATIONS, BikeRow, NetworkRow
from cercano.kit.errors import VersionConflict
from cercano.kit.etags import IfMatch


def read() -> tuple[dict[str, Any], int]:
    """The system and its stations, and the version of that; version 0 before staff wrote any."""
    row = NetworkRow.find(NETWORK, STATIONS, consistent=False)
    return (row.document, row.version) if row else ({}, 0)


def put(document: dict[str, Any], if_match: IfMatch) -> int:
    """Keep the stations over the version that was read; answers the new one."""
    row = NetworkRow.find(NETWORK, STATIONS) or NetworkRow(NETWORK, STATIONS)
    if_match.check(row.version)
    row.document = document
    return row.keep().version


def follow(taps: Iterable[Tap], refused: Iterable[str]) -> None:
    """Remember where each bicycle of these taps is now; cars are nobody's business.

    A start that was `refused` (tap ids) let none go.
    """
    stayed = set(refused)
    newest: dict[str, Tap] = {}
    for tap in sorted(taps):
        moves = tap.kind is TapKind.OFF or (tap.kind is TapKind.ON and tap.tap_id not in stayed)
        if moves and tap.place.vehicle and tap.place.stop:
            newest[tap.place.vehicle] = tap
    service = read()[0].get("service") if newest else None
    for tap in newest.values():
        while tap.place.service == service and not _written(tap):
            pass


def all_of_them() -> list[Bike]:
    """Every bicycle that a dock ever spoke of."""
    return [
        Bike(row.station, bool(row.is_docked), datetime.fromtimestamp(int(row.tap_id[:12], 16) / 1000, UTC))
        for row in BikeRow.every(BIKES)
    ]


def _written(tap: Tap) -> bool:
    """Whether the row now says what the tap, or a newer one, does."""
    row = BikeRow.find(BIKES, tap.place.vehicle) or BikeRow(BIKES, tap.place.vehicle, tap_id="")
    if row.tap_id >= tap.tap_id:
        return True
    row.tap_id, row.station, row.is_docked = tap.tap_id, tap.place.stop, int(tap.kind is TapKind.OFF)
    try:
        row.keep()
    except VersionConflict:
        return False
    return True
