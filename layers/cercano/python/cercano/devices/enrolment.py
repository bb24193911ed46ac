"""Giving a device its certificate, changing it, taking it away: in an order that no crash can turn into an open door.

A new certificate is made unable to connect, then written into the register, and only then put to work: one that works
is always known. One that must die is killed first and said dead afterwards. Whoever repeats a command finishes it, and
the sweep buries what nobody came back for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from cercano.devices import broker, store
from cercano.devices.broker import Issued
from cercano.devices.errors import DeviceAlreadyRegistered
from cercano.devices.model import CertificateState, Device, DeviceState, Step
from cercano.devices.store import Kept
from cercano.facts.devices import DeviceRegistered, DeviceRevoked, DeviceRotated
from cercano.kit.errors import VersionConflict
from cercano.kit.facts import Fact
from cercano.kit.log import log

Handover = Callable[[Issued], None]
"""Takes the certificate and key to where the person finds them, before the certificate works."""


def _to_nobody_else(_: Issued) -> None:
    """The answer itself carries them."""


def register(
    wanted: Device, csr: str | None, *, at: datetime, hand_over: Handover = _to_nobody_else
) -> tuple[Device, Issued]:
    """A new device at work, and its certificate.

    A registration that was cut short under the same name, kind and import is begun anew.

    Raises:
        DeviceAlreadyRegistered: the name is taken. BadSigningRequest: AWS refuses the request.
        VersionConflict: somebody else registers it at this very moment.
    """
    kept = _reserve(wanted)
    told = [DeviceRegistered(at=at, device_id=wanted.device_id, kind=wanted.kind.value)]
    return _equip(kept, csr, at=at, grace=timedelta(0), tell=told, hand_over=hand_over)


def rotate(device_id: str, csr: str | None, *, at: datetime, grace: timedelta) -> tuple[Device, Issued]:
    """The device with a new certificate at work; the ones before it work on for `grace` (zero: they die now).

    Raises:
        NoSuchDevice, DeviceCannot: it never was, or was cut off. BadSigningRequest: AWS refuses the request.
        VersionConflict: somebody else changes it at this very moment.
    """
    kept = store.get(device_id)
    kept.device.require(Step.CONFIRM)
    if kept.device.state is DeviceState.REGISTERING:
        told: list[Fact] = [DeviceRegistered(at=at, device_id=device_id, kind=kept.device.kind.value)]
    else:
        told = [DeviceRotated(at=at, device_id=device_id)]
    device, issued = _equip(kept, csr, at=at, grace=grace, tell=told, hand_over=_to_nobody_else)
    if not grace and device.can(Step.SETTLE):
        device = bury(device_id, at=at)
        broker.cut_session(device_id)
    return device, issued


def revoke(device_id: str, *, at: datetime, by: str) -> Device:
    """The device cut off for good. For one already cut off: the same answer, and every certificate killed again.

    Raises:
        NoSuchDevice: it never was. VersionConflict: others changed it again and again meanwhile.
    """

    def decide(device: Device) -> tuple[Device, Sequence[Fact]]:
        for certificate in device.certificates:
            broker.kill(device_id, device.kind, certificate.certificate_id)
        if device.state is DeviceState.REVOKED:
            return device, ()
        return device.revoke(at=at, by=by), [DeviceRevoked(at=at, device_id=device_id)]

    device = store.change(device_id, decide)
    broker.cut_session(device_id)
    return device


def bury(device_id: str, *, at: datetime) -> Device:
    """The device with every certificate dead whose hour has come."""

    def decide(device: Device) -> tuple[Device, Sequence[Fact]]:
        for certificate in device.outlived(at):
            broker.kill(device_id, device.kind, certificate.certificate_id)
        return (device.settle(at=at) if device.can(Step.SETTLE) else device), ()

    return store.change(device_id, decide)


def sweep(*, at: datetime) -> tuple[int, int]:
    """Bury the certificates whose hour has come and what crashes left behind; how many of each."""
    buried = leftovers = 0
    for device in store.in_need_of_care(at):
        if device.outlived(at):
            bury(device.device_id, at=at)
            buried += 1
        if device.pending is not None and device.pending.since <= at - store.PATIENCE:
            _forget_leftover(device.device_id)
            leftovers += 1
    return buried, leftovers


def _reserve(wanted: Device) -> Kept:
    """The row of a new device, or of the same registration that never came to its end."""
    known = store.find(wanted.device_id)
    if known is None:
        return store.begin(wanted)
    same = (known.device.kind, known.device.import_id) == (wanted.kind, wanted.import_id)
    if known.device.state is not DeviceState.REGISTERING or not same:
        raise DeviceAlreadyRegistered(device_id=wanted.device_id, state=known.device.state.value)
    return known


def _equip(
    kept: Kept, csr: str | None, *, at: datetime, grace: timedelta, tell: Sequence[Fact], hand_over: Handover
) -> tuple[Device, Issued]:
    """Make a certificate, note it, hand it over, put it to work, say so."""
    device_id, kind = kept.device.device_id, kept.device.kind
    if kept.device.pending is not None:
        broker.discard(device_id, kind, kept.device.pending.certificate_id)
    issued = broker.issue(csr)
    try:
        kept = kept.keep(kept.device.prepare(issued.certificate_id, at=at))
        hand_over(issued)
        broker.put_to_work(device_id, kind, issued.certificate_id)
        kept = kept.keep(kept.device.confirm(at=at, grace=grace), tell=tell)
    except VersionConflict:
        # Somebody else changed the device meanwhile (cut it off, perhaps): this certificate must not live.
        broker.discard(device_id, kind, issued.certificate_id)
        raise
    log.info("certificate_issued", device_id=device_id, kind=kind.value, certificate_id=issued.certificate_id)
    return kept.device, issued


def _forget_leftover(device_id: str) -> None:
    def decide(device: Device) -> tuple[Device, Sequence[Fact]]:
        for certificate in device.certificates:
            if certificate.state is CertificateState.PENDING:
                broker.discard(device_id, device.kind, certificate.certificate_id)
        return device.abandon(), ()

    store.change(device_id, decide)
