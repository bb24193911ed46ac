"""The register of devices on moto: its table, queues, bucket and the policies of infra/devices.yaml, at noon."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from cercano.kit import aws, clock
from tests.support.aws import Domain
from tests.support.http import Answer, call
from tests.support.templates import Template

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def noon() -> Iterator[clock.Frozen]:
    """The clock, stopped."""
    with clock.freeze(NOON) as frozen:
        yield frozen


@pytest.fixture
def devices(city: Callable[[str], Domain], noon: clock.Frozen) -> Domain:
    """The domain, with its policies at AWS IoT."""
    domain = city("devices")
    for properties in policies_of(domain).values():
        aws.client("iot").create_policy(
            policyName=properties["PolicyName"], policyDocument=json.dumps(properties["PolicyDocument"])
        )
    return domain


def policies_of(domain: Domain) -> dict[str, dict[str, Any]]:
    """The IoT policies of the template with their values, by logical id."""
    found: dict[str, dict[str, Any]] = domain.resolve(Template(domain.template.path).of_type("AWS::IoT::Policy"))
    return found


class Register:
    """The register as its staff use it."""

    def __init__(self, domain: Domain) -> None:
        self.domain = domain
        self._functions: dict[str, Any] = {}

    def function(self, use_case: str) -> Any:
        """A use case, loaded once."""
        if use_case not in self._functions:
            self._functions[use_case] = self.domain.function(use_case)
        return self._functions[use_case]

    def ask(self, use_case: str, method: str, path: str, body: Any = None, **options: Any) -> Answer:
        """Call an HTTP use case, as staff unless `roles` says otherwise."""
        function = self.function(use_case)
        with function.running():
            return call(function.handler, method, path, body=body, **{"roles": ("staff",), **options})

    def register(self, device_id: str = "door-1", kind: str = "counter", **body: Any) -> Answer:
        """POST /devices."""
        return self.ask("register_device", "POST", "/devices", {"device_id": device_id, "kind": kind, **body})

    def rotate(self, device_id: str = "door-1", **body: Any) -> Answer:
        """POST /devices/{device_id}/rotate."""
        return self.ask("rotate_device", "POST", f"/devices/{device_id}/rotate", body)

    def revoke(self, device_id: str = "door-1") -> Answer:
        """POST /devices/{device_id}/revoke."""
        return self.ask("revoke_device", "POST", f"/devices/{device_id}/revoke")

    def read(self, device_id: str = "door-1") -> Any:
        """GET /devices/{device_id}."""
        return self.ask("read_devices", "GET", f"/devices/{device_id}").json

    def told(self) -> list[tuple[str, str]]:
        """Every fact that the table's stream would carry now: (name, device)."""
        items = aws.client("dynamodb").scan(TableName=self.domain.ref("DevicesTable"))["Items"]
        envelopes = [e for item in items for e in json.loads(item.get("told", {}).get("S", "[]"))]
        return sorted((envelope["name"], envelope["data"]["device_id"]) for envelope in envelopes)


@pytest.fixture
def register(devices: Domain, monkeypatch: pytest.MonkeyPatch) -> Register:
    """The register; cutting sessions is noted in `cuts`, as moto has no connections."""
    from cercano.devices import broker

    kept = Register(devices)
    cuts: list[str] = []
    monkeypatch.setattr(broker, "cut_session", cuts.append)
    kept.cuts = cuts  # type: ignore[attr-defined]
    return kept


def certificates() -> dict[str, tuple[str, list[str], list[str]]]:
    """Every certificate at AWS IoT: its status, its policies, its things."""
    iot = aws.client("iot")
    found = {}
    for certificate in iot.list_certificates()["certificates"]:
        arn = certificate["certificateArn"]
        policies = [p["policyName"] for p in iot.list_attached_policies(target=arn)["policies"]]
        things = iot.list_principal_things(principal=arn)["things"]
        found[certificate["certificateId"]] = (certificate["status"], policies, things)
    return found


def working() -> list[str]:
    """The certificates that a device could connect with."""
    return [certificate_id for certificate_id, (status, _, _) in certificates().items() if status == "ACTIVE"]
