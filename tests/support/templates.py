"""Reads infra/*.yaml as the deployer does, so that tests have no second description of the cloud."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
SHORT = {"Ref": "Ref", "Condition": "Condition"}


class _Loader(yaml.CSafeLoader):
    """YAML with CloudFormation's short forms: !Ref x is {"Ref": "x"}, !GetAtt a.b is {"Fn::GetAtt": ["a", "b"]}."""


def _short_form(loader: yaml.CSafeLoader, name: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
        if name == "GetAtt":
            value = value.split(".", 1)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)
        value = loader.construct_mapping(node, deep=True)
    return {SHORT.get(name, f"Fn::{name}"): value}


_Loader.add_multi_constructor("!", _short_form)


def read(path: Path) -> dict[str, Any]:
    """A template with its short forms written out."""
    parsed = yaml.load(path.read_text(), _Loader)  # a SafeLoader with CloudFormation's tags
    assert isinstance(parsed, dict), f"{path} is not a template"
    return parsed


class Template:
    """One template file, and what it gives its functions."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.document = read(path)
        self.resources: dict[str, dict[str, Any]] = self.document.get("Resources") or {}

    def __repr__(self) -> str:
        return f"infra/{self.path.name}"

    @property
    def domain(self) -> str:
        """The file's own name: infra/crowd.yaml is crowd's."""
        return self.path.stem

    def of_type(self, kind: str) -> dict[str, dict[str, Any]]:
        """Properties of each resource of a CloudFormation type, by logical id."""
        return {name: r.get("Properties") or {} for name, r in self.resources.items() if r.get("Type") == kind}

    @cached_property
    def globals(self) -> dict[str, Any]:
        """What every function gets."""
        found: dict[str, Any] = (self.document.get("Globals") or {}).get("Function") or {}
        return found

    @cached_property
    def functions(self) -> dict[str, dict[str, Any]]:
        """Properties of each function with the Globals merged in, by use case (`read_venues`)."""
        return {
            str(own["Handler"]).rpartition(".")[0]: {
                **self.globals,
                **own,
                "Environment": self._variables(own),
                "LogicalId": name,
            }
            for name, own in self.of_type("AWS::Serverless::Function").items()
            if "Handler" in own
        }

    def _variables(self, own: Mapping[str, Any]) -> dict[str, Any]:
        shared = (self.globals.get("Environment") or {}).get("Variables") or {}
        return {**shared, **((own.get("Environment") or {}).get("Variables") or {})}


class Resolver:
    """Turns intrinsics into values, given what Ref and GetAtt of each name are."""

    def __init__(self, ref: Callable[[str], Any], get_att: Callable[[str, str], Any]) -> None:
        self._ref = ref
        self._get_att = get_att

    def value(self, part: Any) -> Any:
        """The part of a template with every intrinsic replaced by its value. Conditions do not hold."""
        if isinstance(part, list):
            return [self.value(one) for one in part]
        if not isinstance(part, dict):
            return part
        if len(part) == 1:
            ((name, argument),) = part.items()
            if name == "Ref":
                return self._ref(argument)
            if name.startswith("Fn::"):
                return self._call(name[4:], argument)
        return {name: self.value(one) for name, one in part.items()}

    def _call(self, name: str, argument: Any) -> Any:
        if name == "GetAtt":
            return self._get_att(argument[0], argument[1])
        if name == "Sub":
            return self._substitute(argument)
        if name == "If":
            return self.value(argument[2])
        if name == "Join":
            return self.value(argument[0]).join(self.value(argument[1]))
        if name == "Select":
            return self.value(argument[1])[int(argument[0])]
        if name == "Split":
            return self.value(argument[1]).split(argument[0])
        raise NotImplementedError(f"tests do not resolve Fn::{name} yet: teach tests/support/templates.py")

    def _substitute(self, argument: Any) -> str:
        text, given = argument if isinstance(argument, list) else (argument, {})

        def one(match: re.Match[str]) -> str:
            name = match[1]
            if name in given:
                return str(self.value(given[name]))
            target, _, attribute = name.partition(".")
            return str(self._get_att(target, attribute) if attribute else self._ref(name))

        return re.sub(r"\$\{([\w:.]+)\}", one, text)


def domains(root: Path = ROOT) -> Iterator[Template]:
    """The template of each domain that has functions."""
    for path in sorted((root / "infra").glob("*.yaml")):
        template = Template(path)
        if template.functions:
            yield template
