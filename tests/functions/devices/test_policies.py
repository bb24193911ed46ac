"""The template grants each kind of device what topics.py says, and nothing else."""

from __future__ import annotations

import json

import pytest

from cercano.devices.model import DeviceKind
from cercano.devices.topics import topics_of
from tests.functions.devices.conftest import policies_of
from tests.support.aws import ACCOUNT, REGION, Domain

BASE = f"arn:aws:iot:{REGION}:{ACCOUNT}"
THING = "${iot:Connection.Thing.ThingName}"


@pytest.mark.parametrize("kind", DeviceKind)
def test_a_kind_may_connect_as_itself_and_publish_on_its_own_topics_only(devices: Domain, kind: DeviceKind) -> None:
    name = f"test-devices-{kind.value.replace('_', '-')}"
    (policy,) = (p for p in policies_of(devices).values() if p["PolicyName"] == name)
    statements = json.loads(json.dumps(policy["PolicyDocument"]).replace("${!", "${"))["Statement"]

    connect = {
        "Effect": "Allow",
        "Action": "iot:Connect",
        "Resource": f"{BASE}:client/{THING}",
        "Condition": {"Bool": {"iot:Connection.Thing.IsAttached": "true"}},
    }
    topics = [f"{BASE}:topic/{topic}" for topic in topics_of(kind, THING, "test")]
    publish = [{"Effect": "Allow", "Action": "iot:Publish", "Resource": topics}] if topics else []
    assert statements == [connect, *publish]


def test_the_rules_that_devices_send_to_exist() -> None:
    from tests.support.templates import ROOT, Template

    templates = [Template(ROOT / "infra" / f"{domain}.yaml") for domain in ("crowd", "access")]
    rules = [rule for template in templates for rule in template.of_type("AWS::IoT::TopicRule").values()]
    names = {rule["RuleName"]["Fn::Sub"].replace("${Stage}", "test") for rule in rules}

    for kind in DeviceKind:
        for topic in topics_of(kind, "door-1", "test"):
            if topic.startswith("$aws/rules/"):
                assert topic.split("/")[2] in names
