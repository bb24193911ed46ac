"""The city's dealings with AWS IoT: certificates are made harmless, and work only once the register knows them.

The only code that knows things, principals and policies. One policy for each kind of device (infra/devices.yaml) holds
the topics; its variables bind it to the thing whose certificate and client id the connection shows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from cercano.devices.errors import BadSigningRequest
from cercano.devices.model import DeviceKind
from cercano.kit import aws
from cercano.kit.log import log
from cercano.kit.settings import setting

if TYPE_CHECKING:
    from types_boto3_iot import IoTClient
    from types_boto3_iot_data import IoTDataPlaneClient

STAGE = setting("STAGE")
CERTIFICATES_ARN = setting("CERTIFICATES_ARN")
"""arn:aws:iot:<region>:<account>:cert"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A new certificate, and its private key when AWS made it: nobody keeps that, so it is said once."""

    certificate_id: str
    certificate_pem: str
    private_key: str | None = field(default=None, repr=False)


def issue(csr: str | None) -> Issued:
    """A certificate that cannot connect yet, over the device's own signing request or with a new RSA key.

    Raises:
        BadSigningRequest: AWS cannot read the request, or its key is too weak.
    """
    if csr is None:
        made = _iot().create_keys_and_certificate(setAsActive=False)
        key = made["keyPair"]["PrivateKey"]
        return Issued(certificate_id=made["certificateId"], certificate_pem=made["certificatePem"], private_key=key)
    try:
        signed = _iot().create_certificate_from_csr(certificateSigningRequest=csr, setAsActive=False)
    except ClientError as refusal:
        if _code(refusal) in ("InvalidRequestException", "CertificateValidationException"):
            raise BadSigningRequest from refusal
        raise
    return Issued(certificate_id=signed["certificateId"], certificate_pem=signed["certificatePem"])


def put_to_work(device_id: str, kind: DeviceKind, certificate_id: str) -> None:
    """Let the certificate connect as this device, and speak on this kind's topics. Safe to repeat."""
    iot = _iot()
    iot.create_thing(thingName=device_id)
    iot.attach_thing_principal(thingName=device_id, principal=_arn(certificate_id))
    iot.attach_policy(policyName=_policy(kind), target=_arn(certificate_id))
    iot.update_certificate(certificateId=certificate_id, newStatus="ACTIVE")


def kill(device_id: str, kind: DeviceKind, certificate_id: str) -> None:
    """The certificate connects no more, and may do nothing where it is still connected. Safe to repeat."""
    iot = _iot()
    _unless_gone(lambda: iot.detach_policy(policyName=_policy(kind), target=_arn(certificate_id)))
    _unless_gone(lambda: iot.update_certificate(certificateId=certificate_id, newStatus="REVOKED"))
    _unless_gone(lambda: iot.detach_thing_principal(thingName=device_id, principal=_arn(certificate_id)))


def discard(device_id: str, kind: DeviceKind, certificate_id: str) -> None:
    """Delete a certificate whose key reached nobody, so that nothing can bring it to life again. Safe to repeat."""
    kill(device_id, kind, certificate_id)
    try:
        _unless_gone(lambda: _iot().delete_certificate(certificateId=certificate_id, forceDelete=True))
    except ClientError as refusal:
        # AWS detaches things a few seconds later; until then it keeps the certificate, dead.
        if _code(refusal) != "DeleteConflictException":
            raise


def cut_session(device_id: str) -> None:
    """End the device's connection at once. Where the broker cannot, the dead certificate does, minutes later."""
    data: IoTDataPlaneClient = aws.client("iot-data")
    try:
        data.delete_connection(clientId=device_id, cleanSession=True, preventWillMessage=True)
    except ClientError as refusal:
        if _code(refusal) != "ResourceNotFoundException":
            log.warning("session_not_cut", device_id=device_id, error=_code(refusal))


def _iot() -> IoTClient:
    client: IoTClient = aws.client("iot")
    return client


def _arn(certificate_id: str) -> str:
    return f"{CERTIFICATES_ARN}/{certificate_id}"


def _policy(kind: DeviceKind) -> str:
    """The name infra/devices.yaml gives each kind's policy."""
    return f"{STAGE}-devices-{kind.value.replace('_', '-')}"


def _code(error: ClientError) -> str:
    return str(error.response["Error"]["Code"])


def _unless_gone(call: Callable[[], object]) -> None:
    try:
        call()
    except ClientError as refusal:
        if _code(refusal) != "ResourceNotFoundException":
            raise
