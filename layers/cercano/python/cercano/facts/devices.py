"""What the register of devices tells the city: a device joined, changed its keys, was cut off, came and went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cercano.kit.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRegistered(Fact):
    """A device got its certificate and may speak on its own topics."""

    is_public: ClassVar[bool] = True
    device_id: str
    kind: str
    """counter, bridge, kiosk..."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRotated(Fact):
    """A device got a new certificate; the old one is cut off."""

    is_public: ClassVar[bool] = True
    device_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRevoked(Fact):
    """A device was cut off: nothing it says after this instant counts."""

    device_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceConnected(Fact):
    """A device opened its connection to the broker."""

    is_public: ClassVar[bool] = True
    device_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceDisconnected(Fact):
    """A device's connection ended."""

    is_public: ClassVar[bool] = True
    device_id: str
    clean: bool = True
    """It said goodbye; False when the broker lost it."""
