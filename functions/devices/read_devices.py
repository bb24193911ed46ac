"""GET /devices and GET /devices/{device_id}: what hangs on the walls, with its certificates and whether it is there.

Reads the register.
"""

from __future__ import annotations

from cercano.devices import store
from cercano.devices.model import DeviceKind, DeviceState
from cercano.devices.views import DeviceView
from cercano.kit.settings import setting
from cercano.kit.web import Page, Paging, Service

app = Service("devices")
STAGE = setting("STAGE")


@app.get("/devices", roles=("staff",))
def read_devices(paging: Paging, kind: DeviceKind | None = None, state: DeviceState | None = None) -> Page[DeviceView]:
    """List devices by name, those of one kind or state if asked."""
    after = paging.after["device_id"] if paging.after else None
    found, last = store.page(paging.limit, after, kind, state)
    views = [DeviceView.of(device, presence, STAGE) for device, presence in found]
    return Page(views, {"device_id": last} if last else None)


@app.get("/devices/{device_id}", roles=("staff",))
def read_device(device_id: str) -> DeviceView:
    """Read one device."""
    device = store.get(device_id).device
    return DeviceView.of(device, store.presence_of(device_id), STAGE)
