"""Deploys nested applications as stacks of their own, one after the other, each given what the others said.

The local CloudFormation forgets the attributes of unchanged resources when it updates a nested stack (MiniStack 1.5.33:
the second update of a child fails with "Requested attribute Arn does not exist"), but not those of a top-level one.
The templates stay as they are; only the nesting is done here instead of there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from infra.local.expand import Expanded, Template

STACK_TYPE = "AWS::CloudFormation::Stack"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nested:
    """A child of the root: its template, and where the values of its parameters come from."""

    name: str
    child: Expanded
    asked: dict[str, str]
    """Parameter -> the output of the shared stack that holds its value."""
    borrowed: dict[str, tuple[str, str]]
    """Parameter -> (another child, its output)."""

    @property
    def waits_for(self) -> set[str]:
        """The children that must be there first."""
        return {child for child, _ in self.borrowed.values()}


def unnest(city: Expanded) -> tuple[Template, list[Nested]]:
    """The root's own template, with an output for each value its children ask for, and the children in order.

    A child under a condition that does not hold gets no outputs, `is_wanted` then says no.
    """
    resources = city.template["Resources"]
    stacks = {name: one for name, one in resources.items() if one["Type"] == STACK_TYPE}
    outputs = {
        name: one for name, one in city.template.get("Outputs", {}).items() if _borrowed(one["Value"], stacks) is None
    }
    children = []
    for name, stack in stacks.items():
        nested = _nested(name, stack, city.children[name], stacks)
        condition = {"Condition": stack["Condition"]} if "Condition" in stack else {}
        outputs[_mark(name)] = {"Value": "wanted", **condition}
        for parameter, output in nested.asked.items():
            outputs[output] = {"Value": stack["Properties"]["Parameters"][parameter], **condition}
        children.append(nested)
    own = {name: one for name, one in resources.items() if name not in stacks}
    return {**city.template, "Resources": own, "Outputs": outputs}, _in_order(children)


def is_wanted(nested: Nested, said: dict[str, str]) -> bool:
    """True when the condition of this child holds, as the shared stack's outputs tell."""
    return _mark(nested.name) in said


def parameters(nested: Nested, said: dict[str, str], of_others: dict[str, dict[str, str]]) -> dict[str, str]:
    """The values of a child's parameters. A child that was left out lends nothing; its words stand in."""
    asked = {parameter: said[output] for parameter, output in nested.asked.items()}
    borrowed = {
        parameter: of_others.get(child, {}).get(output, f"left-out-{child}")
        for parameter, (child, output) in nested.borrowed.items()
    }
    declared = nested.child.template.get("Parameters", {})
    return {name: value for name, value in (asked | borrowed).items() if name in declared}


def lent(city: Expanded, of_children: dict[str, dict[str, str]]) -> dict[str, str]:
    """The root's outputs that only repeat what a child says."""
    found = {}
    for name, one in city.template.get("Outputs", {}).items():
        source = _borrowed(one["Value"], of_children)
        if source is not None and source[1] in of_children.get(source[0], {}):
            found[name] = of_children[source[0]][source[1]]
    return found


def _nested(name: str, stack: dict[str, Any], child: Expanded, stacks: dict[str, Any]) -> Nested:
    asked, borrowed = {}, {}
    for parameter, value in stack["Properties"].get("Parameters", {}).items():
        source = _borrowed(value, stacks)
        if source is None:
            asked[parameter] = f"{name}0{parameter}"
        else:
            borrowed[parameter] = source
    return Nested(name=name, child=child, asked=asked, borrowed=borrowed)


def _borrowed(value: Any, stacks: dict[str, Any]) -> tuple[str, str] | None:
    """(child, output) when the value is `!GetAtt Child.Outputs.Name`."""
    got = value.get("Fn::GetAtt") if isinstance(value, dict) else None
    parts = got.split(".") if isinstance(got, str) else [piece for one in got or [] for piece in str(one).split(".")]
    return (parts[0], parts[2]) if len(parts) == 3 and parts[0] in stacks and parts[1] == "Outputs" else None


def _mark(name: str) -> str:
    return f"{name}0"


def _in_order(children: list[Nested]) -> list[Nested]:
    ordered: list[Nested] = []
    waiting = list(children)
    names = {child.name for child in children}
    while waiting:
        done = {one.name for one in ordered}
        ready = [one for one in waiting if (one.waits_for & names) <= done]
        if not ready:
            raise ValueError("Nested applications ask each other in a circle: " + ", ".join(o.name for o in waiting))
        ordered += ready
        waiting = [one for one in waiting if one not in ready]
    return ordered
