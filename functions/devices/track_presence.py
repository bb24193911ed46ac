"""The broker says that a device came or went; the register keeps the newest, in whatever order that is heard.

Reads and writes the register; tells DeviceConnected and DeviceDisconnected.
"""

from __future__ import annotations

from cercano.devices import store
from cercano.devices.presence import Presence, read_presence
from cercano.facts.devices import DeviceConnected, DeviceDisconnected
from cercano.kit.facts import Fact
from cercano.kit.log import log
from cercano.kit.metrics import count
from cercano.kit.queue import Message, each_message


@each_message
def handler(message: Message) -> None:
    """One lifecycle event of AWS IoT, as its rule put it into the queue."""
    event = read_presence(message.json())
    if event is None:
        count("ConnectionsRefused")
        return
    device_id, presence = event
    if store.find(device_id) is None:
        count("StrangersSeen")
        return
    if store.keep_presence(device_id, presence, lambda known: _told(device_id, presence, known)):
        log.info("presence_kept", device_id=device_id, is_online=presence.is_online)


def _told(device_id: str, presence: Presence, known: Presence | None) -> list[Fact]:
    """A new connection that took over from the old one is no coming."""
    if known is not None and known.is_online == presence.is_online:
        return []
    if presence.is_online:
        return [DeviceConnected(at=presence.since, device_id=device_id)]
    is_clean = presence.reason == "CLIENT_INITIATED_DISCONNECT"
    return [DeviceDisconnected(at=presence.since, device_id=device_id, clean=is_clean)]
