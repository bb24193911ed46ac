"""What hangs on the city's walls: a device, its certificates, and the few ways both may change.

Pure values: no AWS, no clock. Every instant is aware UTC. A change returns a new value or refuses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from cercano.devices.errors import DeviceCannot

DEVICE_ID_PATTERN = r"^[a-z0-9](?:[a-z0-9-]{1,62}[a-z0-9])$"
"""3-64 characters: its name as an AWS IoT thing, its MQTT client id, and a level of its topics."""
NOTE_LENGTH = 200
DEFAULT_GRACE = timedelta(hours=24)
LONGEST_GRACE = timedelta(days=30)


class DeviceKind(StrEnum):
    """What a device is for; what each kind may say stands in topics.py."""

    COUNTER = "counter"
    BRIDGE = "bridge"
    """A LoRaWAN network server that speaks for counters without a certificate of their own."""
    KIOSK = "kiosk"
    READER = "reader"
    BEACON_GATEWAY = "beacon_gateway"


class CertificateState(StrEnum):
    """The life of one certificate."""

    PENDING = "pending"
    """Made, cannot connect yet, and its key has reached nobody."""
    ACTIVE = "active"
    RETIRING = "retiring"
    """Still connects, until its `dies_at`."""
    DEAD = "dead"


class DeviceState(StrEnum):
    """What a device may do, as its certificates say."""

    REGISTERING = "registering"
    ACTIVE = "active"
    ROTATING = "rotating"
    """Works with its new certificate and, for a while, with the old one."""
    REVOKED = "revoked"
    """Cut off for good: its name is never given to another machine."""


class Step(StrEnum):
    """What can be done with a device."""

    PREPARE = "prepare"
    """A new certificate is made."""
    CONFIRM = "confirm"
    """The new certificate works; the one before it begins to retire."""
    SETTLE = "settle"
    """The certificates that retired are dead."""
    REVOKE = "revoke"


NEXT: Mapping[DeviceState, Mapping[Step, DeviceState]] = MappingProxyType(
    {
        DeviceState.REGISTERING: {
            Step.PREPARE: DeviceState.REGISTERING,
            Step.CONFIRM: DeviceState.ACTIVE,
            Step.REVOKE: DeviceState.REVOKED,
        },
        DeviceState.ACTIVE: {
            Step.PREPARE: DeviceState.ACTIVE,
            Step.CONFIRM: DeviceState.ROTATING,
            Step.REVOKE: DeviceState.REVOKED,
        },
        DeviceState.ROTATING: {
            Step.PREPARE: DeviceState.ROTATING,
            Step.CONFIRM: DeviceState.ROTATING,
            Step.SETTLE: DeviceState.ACTIVE,
            Step.REVOKE: DeviceState.REVOKED,
        },
        DeviceState.REVOKED: {},
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One X.509 certificate of a device, by the id AWS IoT gave it (64 hexadecimal digits)."""

    certificate_id: str
    state: CertificateState
    since: datetime
    """When it was made."""
    dies_at: datetime | None = None
    """When a retiring one stops working, or a dead one stopped."""

    @property
    def is_live(self) -> bool:
        """True when a device can connect with it."""
        return self.state in (CertificateState.ACTIVE, CertificateState.RETIRING)

    def retire(self, dies_at: datetime) -> Certificate:
        """This certificate on its way out; one that was retiring already keeps its earlier hour."""
        if self.state is not CertificateState.ACTIVE:
            return self
        return replace(self, state=CertificateState.RETIRING, dies_at=dies_at)

    def die(self, at: datetime) -> Certificate:
        """This certificate, dead since `at` at the latest."""
        return self if self.state is CertificateState.DEAD else replace(self, state=CertificateState.DEAD, dies_at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A device and every certificate it ever had, oldest first."""

    device_id: str
    kind: DeviceKind
    note: str = ""
    registered_at: datetime
    registered_by: str
    """The subject of the person who did it."""
    import_id: str | None = None
    """The installer's file that brought it, if one did."""
    certificates: tuple[Certificate, ...] = ()
    revoked_at: datetime | None = None
    revoked_by: str | None = None

    @property
    def state(self) -> DeviceState:
        """Read off the certificates, so that it can never disagree with them."""
        states = {certificate.state for certificate in self.certificates}
        if self.revoked_at is not None:
            return DeviceState.REVOKED
        if CertificateState.RETIRING in states:
            return DeviceState.ROTATING
        return DeviceState.ACTIVE if CertificateState.ACTIVE in states else DeviceState.REGISTERING

    @property
    def pending(self) -> Certificate | None:
        """The certificate that was made and not confirmed, if there is one."""
        return next((c for c in self.certificates if c.state is CertificateState.PENDING), None)

    def can(self, step: Step) -> bool:
        """Whether this step may follow."""
        return step in NEXT[self.state]

    def require(self, step: Step) -> None:
        """Raises DeviceCannot when this step may not follow."""
        if not self.can(step):
            raise DeviceCannot(device_id=self.device_id, step=step.value, state=self.state.value)

    def prepare(self, certificate_id: str, *, at: datetime) -> Device:
        """With a new certificate that cannot connect yet. One left pending is forgotten: its key reached nobody."""
        self.require(Step.PREPARE)
        kept = tuple(c for c in self.certificates if c.state is not CertificateState.PENDING)
        new = Certificate(certificate_id=certificate_id, state=CertificateState.PENDING, since=at)
        return replace(self, certificates=(*kept, new))

    def abandon(self) -> Device:
        """Without the certificate that was left pending."""
        kept = tuple(c for c in self.certificates if c.state is not CertificateState.PENDING)
        return replace(self, certificates=kept)

    def confirm(self, *, at: datetime, grace: timedelta = timedelta(0)) -> Device:
        """With the pending certificate at work, and those before it retiring until `at` + `grace`."""
        self.require(Step.CONFIRM)
        if self.pending is None:
            raise DeviceCannot(device_id=self.device_id, step=Step.CONFIRM.value, state=self.state.value)
        retired = tuple(c.retire(at + grace) for c in self.certificates[:-1])
        return replace(self, certificates=(*retired, replace(self.pending, state=CertificateState.ACTIVE)))

    def outlived(self, at: datetime) -> tuple[Certificate, ...]:
        """The retiring certificates whose hour has come."""
        return tuple(
            c
            for c in self.certificates
            if c.state is CertificateState.RETIRING and c.dies_at is not None and c.dies_at <= at
        )

    def settle(self, *, at: datetime) -> Device:
        """With every certificate whose hour has come dead."""
        self.require(Step.SETTLE)
        due = self.outlived(at)
        return replace(self, certificates=tuple(c.die(at) if c in due else c for c in self.certificates))

    def revoke(self, *, at: datetime, by: str) -> Device:
        """Cut off for good: every certificate is dead."""
        self.require(Step.REVOKE)
        dead = tuple(c.die(at) for c in self.abandon().certificates)
        return replace(self, certificates=dead, revoked_at=at, revoked_by=by)

    def needs_care_at(self, patience: timedelta) -> datetime | None:
        """When the sweep has something to do here: a retiring certificate's end, a pending one left for `patience`."""
        instants = [c.dies_at for c in self.certificates if c.state is CertificateState.RETIRING and c.dies_at]
        if self.pending is not None:
            instants.append(self.pending.since + patience)
        return min(instants, default=None)
