"""Turns our SAM templates into plain CloudFormation on this machine: children first, then the template that holds them.

No local cloud runs the SAM transform in nested stacks. The translator is AWS's own, and the templates are the very ones
that go to AWS; what is left out for a poorer cloud is said, never written in a second template.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

Template = dict[str, Any]

logging.getLogger("samtranslator").setLevel(logging.ERROR)  # it warns of metrics it never sends

CODE_PROPERTIES = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}
NESTED = "AWS::Serverless::Application"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expanded:
    """One template after the transform, with those it nests."""

    source: Path
    template: Template
    """Plain CloudFormation."""
    children: dict[str, Expanded] = field(default_factory=dict)
    """By the logical id of the nested stack."""

    def all(self) -> list[Expanded]:
        """This one and everything below it."""
        return [self, *(one for child in self.children.values() for one in child.all())]


def expand(
    source: Path,
    *,
    keep_code: Callable[[Path], str],
    keep_template: Callable[[Template], str],
    trim: Callable[[Template], Template] = lambda template: template,
) -> Expanded:
    """Expands a template file and everything it nests.

    `keep_code` stores a folder and returns its s3:// address; `keep_template` stores an expanded child and returns the
    address CloudFormation reads it from; `trim` takes out of a finished template what the cloud at hand lacks.
    """
    os.environ.setdefault("AWS_DEFAULT_REGION", "eu-south-2")
    template = read(source)
    children: dict[str, Expanded] = {}
    for name, resource in template["Resources"].items():
        properties = resource.get("Properties", {})
        if resource["Type"] == NESTED:
            place = _beside(source, properties["Location"])
            child = expand(place, keep_code=keep_code, keep_template=keep_template, trim=trim)
            children[name] = child
            properties["Location"] = keep_template(child.template)
        _store_code(resource["Type"], properties, source, keep_code)
    _store_code("AWS::Serverless::Function", template.get("Globals", {}).get("Function", {}), source, keep_code)
    plain: Template = transform(template, _literal_defaults(template), _NoManagedPolicies())
    return Expanded(source=source, template=trim(plain), children=children)


def read(source: Path) -> Template:
    """A template file with its intrinsics as plain mappings ({"Ref": ...})."""
    parsed: Template = yaml_parse(source.read_text())
    return parsed


def _store_code(kind: str, properties: dict[str, Any], source: Path, keep_code: Callable[[Path], str]) -> None:
    name = CODE_PROPERTIES.get(kind)
    if name and isinstance(properties.get(name), str):
        properties[name] = keep_code(_beside(source, properties[name]))


def _literal_defaults(template: Template) -> dict[str, Any]:
    """Defaults of parameters. Values that only CloudFormation knows must stay out of the transform."""
    return {name: about["Default"] for name, about in template.get("Parameters", {}).items() if about.get("Default")}


class _NoManagedPolicies:
    """Our functions carry their own statements; the names of AWS's managed policies are not looked up."""

    def load(self) -> dict[str, str]:
        return {}


def without(template: Template, gone: set[str]) -> Template:
    """The template less some resources; what pointed at them holds the words `left-out-<name>` instead."""
    if not gone:
        return template
    kept = {name: one for name, one in template["Resources"].items() if name not in gone}
    rest = {**template, "Resources": kept}
    return {part: _blind(value, gone) if part in ("Resources", "Outputs") else value for part, value in rest.items()}


def _blind(value: Any, gone: set[str]) -> Any:
    if isinstance(value, list):
        return [_blind(one, gone) for one in value]
    if not isinstance(value, dict):
        return value
    target = _target(value)
    if target in gone:
        return f"left-out-{target}"
    if isinstance(value.get("Fn::Sub"), str):
        return {"Fn::Sub": _blind_text(value["Fn::Sub"], gone)}
    return {
        key: _depends(one, gone) if key == "DependsOn" else _blind(one, gone)
        for key, one in value.items()
        if key != "DependsOn" or _depends(one, gone)
    }


def _target(value: dict[str, Any]) -> str | None:
    if len(value) != 1:
        return None
    if isinstance(value.get("Ref"), str):
        return str(value["Ref"])
    got = value.get("Fn::GetAtt")
    return str(got[0] if isinstance(got, list) else got).split(".")[0] if got else None


def _blind_text(text: str, gone: set[str]) -> str:
    names = "|".join(re.escape(name) for name in sorted(gone))
    return re.sub(rf"\$\{{({names})(\.[^}}]*)?\}}", r"left-out-\1", text)


def _depends(value: str | list[str], gone: set[str]) -> list[str]:
    return [name for name in ([value] if isinstance(value, str) else value) if name not in gone]


def _beside(source: Path, said: str) -> Path:
    # Not resolve(): a linked folder keeps the name the template gave it.
    return Path(os.path.normpath(source.parent / said))
