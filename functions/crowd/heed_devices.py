"""A device was cut off by those who keep the register: from that very instant it counts at no door.

Hears DeviceRevoked from the bus. Reads all venues; writes those where the device, or a counter that speaks through it,
was fitted, with the device's own FITS item: CrowdTable, partitions VENUES, VENUE#*, DEVICE#* and DIRTY. Tells
VenueChanged.
"""

from __future__ import annotations

from cercano.crowd import desk, store
from cercano.crowd.revoking import without
from cercano.facts.devices import DeviceRevoked
from cercano.kit.clock import now
from cercano.kit.log import log
from cercano.kit.queue import Message, each_message


@each_message
def handler(message: Message) -> None:
    """End the fits of one device. Heard again it changes nothing, nor does it touch a later fit."""
    revoked = message.fact(DeviceRevoked)
    for venue in store.venues():
        if without(venue, revoked.device_id, revoked.at) == venue:
            continue
        desk.change(venue.venue_id, lambda read: without(read, revoked.device_id, revoked.at), at=now(), if_match=None)
        log.info("counter_taken_down", venue_id=venue.venue_id, device_id=revoked.device_id)
