"""What each kind of device may say, and where: its own topics and nobody else's.

The policies in infra/devices.yaml grant exactly these (a test compares both).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cercano.devices.model import DeviceKind

THING = "{thing}"

SAYS: Mapping[DeviceKind, tuple[str, ...]] = MappingProxyType(
    {
        DeviceKind.COUNTER: (f"cercano/counters/{THING}/counts",),
        DeviceKind.BRIDGE: (f"cercano/networks/{THING}/chirpstack", f"cercano/networks/{THING}/ttn"),
        DeviceKind.KIOSK: (),
        DeviceKind.READER: (f"cercano/readers/{THING}/taps",),
        DeviceKind.BEACON_GATEWAY: (),
    }
)
"""Topics a device publishes to. A kind without any may only connect, which already tells whether it is there."""

RULES: Mapping[DeviceKind, str] = MappingProxyType(
    {
        DeviceKind.COUNTER: "{stage}_crowd_counts",
        DeviceKind.BRIDGE: "{stage}_crowd_networks",
        DeviceKind.READER: "{stage}_access_taps",
    }
)
"""The rule that takes each kind's messages: a device may send to it directly
(`$aws/rules/<rule>/<topic>`), which costs less."""


def topics_of(kind: DeviceKind, device_id: str, stage: str) -> tuple[str, ...]:
    """Every topic the device may publish to, the cheaper way first."""
    plain = tuple(topic.replace(THING, device_id) for topic in SAYS[kind])
    rule = RULES.get(kind)
    direct = tuple(f"$aws/rules/{rule.format(stage=stage)}/{topic}" for topic in plain) if rule else ()
    return direct + plain
