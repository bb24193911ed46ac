"""How the register of devices looks to the people who keep it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic.fields import Field
from pydantic.functional_validators import AfterValidator

from cercano.devices.errors import BadSigningRequest
from cercano.devices.model import DEVICE_ID_PATTERN, NOTE_LENGTH, CertificateState, Device, DeviceKind, DeviceState
from cercano.devices.presence import Presence
from cercano.devices.roster import as_pem
from cercano.devices.topics import topics_of
from cercano.kit.answers import Instant, View

DeviceId = Annotated[str, Field(pattern=DEVICE_ID_PATTERN, examples=["centro-botin-door-1"])]


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("control characters")
    return text


Note = Annotated[str, Field(max_length=NOTE_LENGTH), AfterValidator(_printable)]


def signing_request(csr: str | None) -> str | None:
    """The CSR as AWS reads it.

    Raises:
        BadSigningRequest: it is neither PEM nor base64.
    """
    if csr is None:
        return None
    pem = as_pem(csr)
    if pem is None:
        raise BadSigningRequest
    return pem


class CertificateView(View):
    """One certificate of a device, of those that work or soon will not."""

    certificate_id: str
    state: CertificateState
    since: Instant
    dies_at: Instant | None

    @classmethod
    def list_of(cls, device: Device) -> list[CertificateView]:
        """All of them, oldest first."""
        return [
            cls(certificate_id=c.certificate_id, state=c.state, since=c.since, dies_at=c.dies_at)
            for c in device.certificates
        ]


class PresenceView(View):
    """Whether the device is connected, and since when."""

    state: Literal["online", "offline", "never_seen"]
    since: Instant | None
    reason: str | None

    @classmethod
    def of(cls, presence: Presence | None) -> PresenceView:
        """As the broker last said."""
        if presence is None:
            return cls(state="never_seen", since=None, reason=None)
        return cls(state="online" if presence.is_online else "offline", since=presence.since, reason=presence.reason)


class DeviceView(View):
    """A device, what it may say, its certificates and its presence."""

    device_id: str
    kind: DeviceKind
    note: str
    state: DeviceState
    registered_at: Instant
    revoked_at: Instant | None
    import_id: str | None
    certificates: list[CertificateView]
    topics: list[str]
    presence: PresenceView

    @classmethod
    def of(cls, device: Device, presence: Presence | None, stage: str) -> DeviceView:
        """The device as it was read, with what is known of its connection."""
        return cls(
            device_id=device.device_id,
            kind=device.kind,
            note=device.note,
            state=device.state,
            registered_at=device.registered_at,
            revoked_at=device.revoked_at,
            import_id=device.import_id,
            certificates=CertificateView.list_of(device),
            topics=[] if device.state is DeviceState.REVOKED else list(topics_of(device.kind, device.device_id, stage)),
            presence=PresenceView.of(presence),
        )


class EquippedDeviceView(View):
    """A device with its new certificate. The private key is said here and never again; nobody keeps it."""

    device: DeviceView
    certificate_pem: str
    private_key: str | None
    """PEM; null when the device made its own key and sent a signing request."""
