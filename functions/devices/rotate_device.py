"""POST /devices/{device_id}/rotate: a device gets a new certificate; the old one dies after a while, or at once.

Reads and writes the register; makes and kills certificates at AWS IoT; tells DeviceRotated.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic.fields import Field

from cercano.devices import enrolment, store
from cercano.devices.broker import STAGE
from cercano.devices.model import DEFAULT_GRACE, LONGEST_GRACE
from cercano.devices.views import DeviceView, EquippedDeviceView, signing_request
from cercano.kit.web import Answer, Body, Service

app = Service("devices")


class RotateDevice(Body):
    """How the change of certificates goes."""

    grace_s: Annotated[int, Field(ge=0, le=int(LONGEST_GRACE.total_seconds()))] = int(DEFAULT_GRACE.total_seconds())
    """How long the old certificate goes on working, in seconds; 0 kills it now and ends its connection."""
    csr: str | None = None
    """A PEM signing request: then the private key never leaves the device."""


@app.post("/devices/{device_id}/rotate", roles=("staff",), secret_answer=True)
def rotate_device(device_id: str, body: RotateDevice) -> Answer[EquippedDeviceView]:
    """Give a device a new certificate.

    The way to a new certificate, too, when the answer of a registration or rotation was lost. Both certificates are
    listed with their state until the old one is dead.
    """
    grace = timedelta(seconds=body.grace_s)
    device, issued = enrolment.rotate(device_id, signing_request(body.csr), at=app.now(), grace=grace)
    return Answer(
        EquippedDeviceView(
            device=DeviceView.of(device, store.presence_of(device_id), STAGE),
            certificate_pem=issued.certificate_pem,
            private_key=issued.private_key,
        )
    )
