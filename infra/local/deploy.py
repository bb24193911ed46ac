"""Deploys the city to the local cloud through CloudFormation, and only what changed."""

from __future__ import annotations

import json
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from infra.local import artifacts, expand, unnest, vendor
from infra.local.aws import Clients
from infra.local.place import Place
from infra.local.stacks import Stack

STACK = "cercano"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployed:
    """What stands after a deployment."""

    city: expand.Expanded
    changed: tuple[str, ...]
    """Names of the stacks that were made or updated."""
    outputs: dict[str, str]
    """Of the root template."""
    made: dict[Path, dict[str, str]]
    """For each template file: logical id -> physical id of what was made of it."""


def expanded(
    place: Place,
    clients: Clients,
    *,
    trim: Callable[[expand.Template], expand.Template] = lambda template: template,
) -> expand.Expanded:
    """The whole city as plain CloudFormation; its code and children are in the deploy bucket afterwards."""
    bucket = artifacts.Bucket(clients("s3"), place.cloud_url)
    packer: artifacts.Packer = (
        artifacts.Links(place.root, Path(sysconfig.get_paths()["purelib"]))
        if place.cloud == "ministack"
        else artifacts.WholeFolders(vendor.fill_here())
    )
    kept: dict[Path, str] = {}

    def keep_code(folder: Path) -> str:
        if folder not in kept:
            kept[folder] = f"s3://{artifacts.BUCKET}/{bucket.keep(packer.pack(folder), '.zip')}"
        return kept[folder]

    return expand.expand(
        place.root / "template.yaml",
        keep_code=keep_code,
        keep_template=lambda template: _url(bucket, template),
        trim=trim,
    )


def deploy(place: Place, clients: Clients, city: expand.Expanded, only: frozenset[str] | None = None) -> Deployed:
    """Makes the stacks like the templates: what all share first, then each domain after those it asks.

    With `only`, the other domains (by the name of their file) stay as they stand, or are left out where they do not;
    what stands is lent to those that are made, and stays on the map.

    Raises:
        Trouble: CloudFormation refused, with the first reasons it gave.
    """
    bucket = artifacts.Bucket(clients("s3"), place.cloud_url)
    shared, children = unnest.unnest(city)
    root = Stack(clients("cloudformation"), STACK)
    changed = [STACK] if root.put(_url(bucket, shared), _values(place, shared)) else []
    said = root.outputs()
    made = {city.source: root.physical_ids()}
    of_children: dict[str, dict[str, str]] = {}
    for nested in children:
        if not unnest.is_wanted(nested, said):
            continue
        stack = Stack(clients("cloudformation"), f"{STACK}-{nested.name.lower()}")
        if only is not None and nested.child.source.stem not in only:
            if not stack.stands():
                continue
        elif stack.put(_url(bucket, nested.child.template), unnest.parameters(nested, said, of_children)):
            changed.append(stack.name)
        of_children[nested.name] = stack.outputs()
        made[nested.child.source] = stack.physical_ids()
    own = {name: value for name, value in said.items() if name in city.template.get("Outputs", {})}
    return Deployed(
        city=city, changed=tuple(changed), outputs=own | unnest.lent(city, of_children) | _flat(of_children), made=made
    )


def _flat(of_children: dict[str, dict[str, str]]) -> dict[str, str]:
    return {f"{child}.{name}": value for child, said in of_children.items() for name, value in said.items()}


def _values(place: Place, template: expand.Template) -> dict[str, str]:
    values = {
        "Stage": place.stage,
        "City": place.city,
        "TokenKeysBase": place.cloud_url,
        "MailFrom": f"cercano@{place.city}.example",
        "GatewayUrl": f"{place.web_url}/gateway-sandbox",
        "GatewayAskUrl": f"{place.web_url}/gateway-sandbox/question",
        "GatewayChargeUrl": f"{place.web_url}/gateway-sandbox/charge",
        "LocalOrigin": place.web_url,
        # A bank and a city that there are not, with digits that check.
        "CreditorName": "Ciudad de la demostración",
        "CreditorIban": "ES8099990001450000000001",
        "CreditorId": "ES48000Q0000000J",
    }
    return {name: value for name, value in values.items() if name in template.get("Parameters", {})}


def _url(bucket: artifacts.Bucket, template: expand.Template) -> str:
    return bucket.url_of(bucket.keep(json.dumps(template, sort_keys=True, default=str).encode(), ".json"))
