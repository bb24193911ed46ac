"""Where the register of devices is kept: one row for each device, one beside it for its presence.

Keys: pk "DEVICES", sk "<device_id>#DOC" or "<device_id>#PRESENCE", so that one query reads the list with who is there.
Presence has its own row because the broker writes it whenever it likes, also in the middle of a rotation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from cercano.devices.errors import DeviceAlreadyRegistered, NoSuchDevice
from cercano.devices.model import Certificate, CertificateState, Device, DeviceKind, DeviceState
from cercano.devices.presence import Presence
from cercano.kit.errors import VersionConflict
from cercano.kit.facts import Fact, instant
from cercano.kit.table import EnumAttribute, IntegerAttribute, JsonAttribute, Row, TextAttribute, UtcAttribute

PATIENCE = timedelta(minutes=15)
"""After this, a certificate that was made and not confirmed is taken for the leftover of a crash."""
_PK = "DEVICES"


class DeviceRow(Row, discriminator="device"):
    """A device's document."""

    device_kind = EnumAttribute(DeviceKind)
    note = TextAttribute(default="")
    registered_at = UtcAttribute()
    registered_by = TextAttribute()
    import_id = TextAttribute(null=True)
    certificates: JsonAttribute = JsonAttribute(default=list)
    revoked_at = UtcAttribute(null=True)
    revoked_by = TextAttribute(null=True)
    care_at = UtcAttribute(null=True)
    """When the sweep has something to do here."""


class PresenceRow(Row, discriminator="presence"):
    """Whether a device is connected."""

    is_online = IntegerAttribute()
    since = UtcAttribute()
    series_no = IntegerAttribute()
    session = TextAttribute()
    reason = TextAttribute(null=True)


@dataclass(frozen=True, slots=True)
class Kept:
    """A device as it was read, with the row that its change is written over."""

    device: Device
    row: DeviceRow

    def keep(self, device: Device, *, tell: Sequence[Fact] = ()) -> Kept:
        """Write the changed device and tell what happened, in one write.

        Raises:
            VersionConflict: somebody else changed it since it was read; nothing was written or told.
        """
        row = self.row
        row.certificates = [_certificate_json(c) for c in device.certificates]
        row.note = device.note
        row.import_id, row.registered_at, row.registered_by = (
            device.import_id,
            device.registered_at,
            device.registered_by,
        )
        row.revoked_at, row.revoked_by = device.revoked_at, device.revoked_by
        row.care_at = device.needs_care_at(PATIENCE)
        row.told = tuple(tell)
        row.keep()
        return Kept(device, row)


def find(device_id: str) -> Kept | None:
    """The device of this name, or None."""
    row = DeviceRow.find(_PK, f"{device_id}#DOC")
    return Kept(_device(row), row) if row else None


def get(device_id: str) -> Kept:
    """The device of this name.

    Raises:
        NoSuchDevice: nothing is registered under it.
    """
    kept = find(device_id)
    if kept is None:
        raise NoSuchDevice(device_id=device_id)
    return kept


def begin(device: Device) -> Kept:
    """A new device, reserved before anything is made for it at AWS.

    Raises:
        DeviceAlreadyRegistered: the name is taken.
    """
    row = DeviceRow(_PK, f"{device.device_id}#DOC", device_kind=device.kind)
    try:
        return Kept(device, row).keep(device)
    except VersionConflict:
        state = get(device.device_id).device.state.value
        raise DeviceAlreadyRegistered(device_id=device.device_id, state=state) from None


def change(device_id: str, decide: Callable[[Device], tuple[Device, Sequence[Fact]]], attempts: int = 5) -> Device:
    """Read, decide, keep; again from the reading when somebody else was faster.

    Raises:
        NoSuchDevice: nothing is registered under it. VersionConflict: others were faster every time.
    """
    for attempt in range(attempts):
        kept = get(device_id)
        device, told = decide(kept.device)
        try:
            return kept.keep(device, tell=told).device
        except VersionConflict:
            if attempt == attempts - 1:
                raise
    raise AssertionError("attempts is at least 1")


def in_need_of_care(now: datetime) -> Iterator[Device]:
    """Devices with a certificate to bury, or the leftover of a crash."""
    where = DeviceRow.care_at <= now
    for row in DeviceRow.query(_PK, filter_condition=where, consistent_read=True):
        yield _device(row)


def page(
    limit: int, after: str | None, kind: DeviceKind | None = None, state: DeviceState | None = None
) -> tuple[list[tuple[Device, Presence | None]], str | None]:
    """At most `limit` devices by name, after the one called `after`; and the name to go on after, if there are more."""
    where = Row.sk > f"{after}#~" if after else None
    found: list[tuple[Device, Presence | None]] = []
    for _, rows in groupby(Row.query(_PK, where), key=lambda row: row.sk.partition("#")[0]):
        device, presence = _pair(rows)
        if device is None or kind not in (None, device.kind) or state not in (None, device.state):
            continue
        if len(found) == limit:
            return found, found[-1][0].device_id
        found.append((device, presence))
    return found, None


def presence_of(device_id: str) -> Presence | None:
    """What is known of the device's connection."""
    row = _presence_row(device_id)
    return _presence(row) if row else None


def keep_presence(device_id: str, presence: Presence, tell: Callable[[Presence | None], Sequence[Fact]]) -> bool:
    """Keep what the broker said if it is news; False when something newer is known.

    Raises:
        VersionConflict: another event was kept at the same moment; read and try again.
    """
    row = _presence_row(device_id)
    known = _presence(row) if row else None
    if not presence.is_newer_than(known):
        return False
    row = row or PresenceRow(_PK, f"{device_id}#PRESENCE")
    row.is_online, row.since, row.reason = int(presence.is_online), presence.since, presence.reason
    row.series_no, row.session = presence.series_no, presence.session
    row.told = tuple(tell(known))
    row.keep()
    return True


def _presence_row(device_id: str) -> PresenceRow | None:
    return PresenceRow.find(_PK, f"{device_id}#PRESENCE")


def _pair(rows: Iterator[Any]) -> tuple[Device | None, Presence | None]:
    device, presence = None, None
    for row in rows:
        if isinstance(row, DeviceRow):
            device = _device(row)
        else:
            presence = _presence(row)
    return device, presence


def _presence(row: PresenceRow) -> Presence:
    return Presence(
        is_online=bool(row.is_online), since=row.since, series_no=row.series_no, session=row.session, reason=row.reason
    )


def _device(row: DeviceRow) -> Device:
    return Device(
        device_id=row.sk.partition("#")[0],
        kind=row.device_kind,
        note=row.note,
        registered_at=row.registered_at,
        registered_by=row.registered_by,
        import_id=row.import_id,
        certificates=tuple(_certificate(entry) for entry in row.certificates),
        revoked_at=row.revoked_at,
        revoked_by=row.revoked_by,
    )


def _certificate_json(certificate: Certificate) -> dict[str, str]:
    words = {"id": certificate.certificate_id, "state": certificate.state.value, "since": instant(certificate.since)}
    return words | ({"dies_at": instant(certificate.dies_at)} if certificate.dies_at else {})


def _certificate(words: dict[str, str]) -> Certificate:
    return Certificate(
        certificate_id=words["id"],
        state=CertificateState(words["state"]),
        since=datetime.fromisoformat(words["since"]),
        dies_at=datetime.fromisoformat(words["dies_at"]) if "dies_at" in words else None,
    )
