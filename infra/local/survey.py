"""Looks at what was deployed and draws the map of it: functions, tables, queues, buckets and APIs by speaking names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from infra.local.expand import Expanded
from infra.local.place import Place
from infra.local.routes import DomainApi, routes_of

KINDS = {
    "AWS::DynamoDB::Table": "tables",
    "AWS::SQS::Queue": "queues",
    "AWS::S3::Bucket": "buckets",
    "AWS::Events::EventBus": "buses",
    "AWS::Cognito::UserPool": "user_pools",
    "AWS::Cognito::UserPoolClient": "user_pool_clients",
}


def survey(place: Place, city: Expanded, made: dict[Path, dict[str, str]]) -> dict[str, Any]:
    """The part of endpoints.json that the deployment decides. Names are "<domain>/<name>"."""
    found: dict[str, Any] = {
        "web": place.web_url,
        "api": f"{place.web_url}/api",
        "stage": place.stage,
        "aws": {"endpoint": place.cloud_url, "region": place.region},
        "mqtt": {"host": "127.0.0.1", "port": place.mqtt_port, "ca": str(place.home / "mqtt" / "ca.pem")},
        "functions": {},
        **{kind: {} for kind in KINDS.values()},
    }
    for one in city.all():
        domain, ids = one.source.stem, made.get(one.source, {})
        for name, resource in one.template["Resources"].items():
            if name not in ids:
                continue
            if resource["Type"] == "AWS::Lambda::Function":
                use_case = resource["Properties"]["Handler"].rpartition(".")[0]
                found["functions"][f"{domain}/{use_case}"] = ids[name]
            elif resource["Type"] in KINDS:
                found[KINDS[resource["Type"]]][f"{domain}/{name}"] = ids[name]
    found["apis"] = _apis(city, made, place.stage)
    return found


def _apis(city: Expanded, made: dict[Path, dict[str, str]], stage: str) -> dict[str, Any]:
    known = routes_of(city)
    found = {}
    for one in city.all():
        for name, resource in one.template["Resources"].items():
            if resource["Type"] == "AWS::ApiGateway::RestApi" and name in made.get(one.source, {}):
                domain = one.source.stem
                found[domain] = {"api_id": made[one.source][name], "stage": stage, "paths": known[domain]}
    return found


def apis_from(endpoints: dict[str, Any]) -> dict[str, DomainApi]:
    """The APIs again, out of a written map."""
    return {
        domain: DomainApi(
            domain=domain,
            api_id=about["api_id"],
            stage=about["stage"],
            paths={path: tuple(methods) for path, methods in about["paths"].items()},
        )
        for domain, about in endpoints["apis"].items()
    }


def write(place: Place, endpoints: dict[str, Any]) -> None:
    """Writes the map where people, tests and tools look for it, in one stroke."""
    place.home.mkdir(parents=True, exist_ok=True)
    draft = place.endpoints_file.with_suffix(".draft")
    draft.write_text(json.dumps(endpoints, indent=2, ensure_ascii=False) + "\n")
    draft.chmod(0o600)  # it holds the demo people's passwords and the devices' keys
    draft.replace(place.endpoints_file)


def written(place: Place) -> dict[str, Any]:
    """The map of the copy that runs here (or ran last); empty when there was none."""
    if not place.endpoints_file.exists():
        return {}
    endpoints: dict[str, Any] = json.loads(place.endpoints_file.read_text())
    return endpoints
