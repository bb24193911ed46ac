"""Nobody may do more than their work: no wildcard in an action, none as a resource."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.house.rules.rule import rule
from tests.house.tree import Tree

ON_NO_RESOURCE = {
    "iot:CreateKeysAndCertificate",
    "iot:CreateCertificateFromCsr",
    "iot:RegisterCertificate",
    "iot:DescribeEndpoint",
    "cloudwatch:PutMetricData",
}
"""Actions for which AWS knows no resource: "*" is the only thing one can say (Service Authorization Reference)."""


@rule
def nobody_may_do_everything(tree: Tree) -> Iterator[str]:
    """No allowed action holds a `*`, and no resource is `*` where AWS lets us name one."""
    for template in [tree.index, *tree.templates.values()]:
        for where, statement in _allowed(template.resources, str(template)):
            actions = _list(statement.get("Action", []))
            for action in actions:
                if "*" in str(action):
                    yield f"{where}: allows {action}"
            if "*" in _list(statement.get("Resource", [])) and not set(actions) <= ON_NO_RESOURCE:
                yield f'{where}: allows {", ".join(map(str, actions))} on Resource: "*"'


@rule
def nobody_borrows_a_policy_of_aws(tree: Tree) -> Iterator[str]:
    """Rights are written out where they are given: no managed policies, no SAM policy templates."""
    for template in [tree.index, *tree.templates.values()]:
        for name, properties in template.of_type("AWS::Serverless::Function").items():
            for policy in _list(properties.get("Policies") or []):
                if not isinstance(policy, dict) or "Statement" not in policy:
                    yield f"{template}: {name} takes its rights from {policy}"


def _allowed(part: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(part, dict):
        if part.get("Effect") == "Allow":
            yield where, part
        for name, inner in part.items():
            yield from _allowed(inner, f"{where} {name}" if where.startswith("infra/") and " " not in where else where)
    elif isinstance(part, list):
        for inner in part:
            yield from _allowed(inner, where)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
