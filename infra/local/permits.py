"""Lets the local cloud check four IoT permissions in its own way, without widening them where it counts, on AWS.

AWS checks attaching and detaching against the certificate. MiniStack 1.5.33 checks a policy's attachment against "*"
and a thing's against the thing, so the templates' least privilege would refuse what AWS allows. All else is enforced.
"""

from __future__ import annotations

from typing import Any

from infra.local.expand import Template

CHECKED_OTHERWISE = {
    "iot:AttachPolicy",
    "iot:DetachPolicy",
    "iot:AttachThingPrincipal",
    "iot:DetachThingPrincipal",
}


def permit(template: Template) -> Template:
    """The template with a statement of its own for those actions in every role that has one of them."""
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::IAM::Role":
            for policy in resource["Properties"].get("Policies", []):
                _widen(policy["PolicyDocument"])
    return template


def _widen(document: dict[str, Any]) -> None:
    allowed = {action for statement in document["Statement"] for action in _actions(statement)} & CHECKED_OTHERWISE
    if allowed:
        document["Statement"].append({"Effect": "Allow", "Action": sorted(allowed), "Resource": "*"})


def _actions(statement: dict[str, Any]) -> list[str]:
    action = statement.get("Action", [])
    return [action] if isinstance(action, str) else action
