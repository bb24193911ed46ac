"""POST /devices: somebody who installs a device gets its certificate, and once, its private key.

Reads and writes the register; makes the thing and its certificate at AWS IoT; tells DeviceRegistered.
"""

from __future__ import annotations

from cercano.devices import enrolment
from cercano.devices.broker import STAGE
from cercano.devices.model import Device, DeviceKind
from cercano.devices.views import DeviceId, DeviceView, EquippedDeviceView, Note, signing_request
from cercano.kit.web import Body, Caller, Created, Service

app = Service("devices")


class RegisterDevice(Body):
    """What is going to hang on the wall."""

    device_id: DeviceId
    kind: DeviceKind
    note: Note = ""
    csr: str | None = None
    """A PEM signing request: then the private key never leaves the device."""


@app.post("/devices", roles=("staff",), secret_answer=True)
def register_device(body: RegisterDevice, caller: Caller) -> Created[EquippedDeviceView]:
    """Register a device and get its certificate.

    Without `csr` the answer holds a new private key, said here and never again: lost means rotating the certificate.
    A registration that was interrupted can be repeated; one that came to its end cannot (409).
    """
    wanted = Device(
        device_id=body.device_id,
        kind=body.kind,
        note=body.note,
        registered_at=app.now(),
        registered_by=caller.subject,
    )
    device, issued = enrolment.register(wanted, signing_request(body.csr), at=app.now())
    view = EquippedDeviceView(
        device=DeviceView.of(device, None, STAGE),
        certificate_pem=issued.certificate_pem,
        private_key=issued.private_key,
    )
    return Created(view, location=f"/devices/{device.device_id}")
