"""POST /devices/{device_id}/revoke: a stolen, broken or retired device is cut off for good.

Kills its certificates at AWS IoT, ends its connection, writes the register; tells DeviceRevoked.
"""

from __future__ import annotations

from cercano.devices import enrolment, store
from cercano.devices.broker import STAGE
from cercano.devices.views import DeviceView
from cercano.kit.web import Caller, Service

app = Service("devices")


@app.post("/devices/{device_id}/revoke", roles=("staff",))
def revoke_device(device_id: str, caller: Caller) -> DeviceView:
    """Cut a device off for good.

    Repeating it is harmless, and kills again whatever certificate it may still have. The name is never given
    to another machine.
    """
    device = enrolment.revoke(device_id, at=app.now(), by=caller.subject)
    return DeviceView.of(device, store.presence_of(device_id), STAGE)
