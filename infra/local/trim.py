"""Takes out of the templates what the cloud at hand lacks, and says so in one line for each part."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from infra.local.expand import Template, without
from infra.local.media import plain_media
from infra.local.permits import permit
from infra.local.place import Place
from infra.local.say import warn


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A service that some editions of an emulated cloud lack."""

    service: str
    """Its name on the health page."""
    prefixes: tuple[str, ...]
    """Types of resources it makes."""
    loss: str
    """What the city cannot do without it."""


PARTS = (
    Part(
        service="iot",
        prefixes=("AWS::IoT::",),
        loss="IoT Core: no MQTT, venues stay without live counts.",
    ),
    Part(service="cognito-idp", prefixes=("AWS::Cognito::",), loss="Cognito: nobody can sign in; public pages work."),
    Part(service="ses", prefixes=("AWS::SES::",), loss="SES: no letters are sent."),
    Part(
        service="secretsmanager",
        prefixes=("AWS::SecretsManager::",),
        loss="Secrets Manager: a fixed word signs cursors.",
    ),
    Part(
        service="events",
        prefixes=("AWS::Events::",),
        loss="EventBridge: no schedules, no facts between domains.",
    ),
    Part(service="lambda", prefixes=("AWS::Lambda::",), loss="Lambda: nothing runs at all."),
    Part(service="apigateway", prefixes=("AWS::ApiGateway::",), loss="API Gateway: there are no HTTP APIs."),
)


LOST_SECRET = re.compile(r"\{\{resolve:secretsmanager:left-out-[^}]*\}\}")
"""What is left of a reference to a secret that is not there."""


def missing_parts(services: dict[str, str]) -> list[Part]:
    """The parts that this health page does not list as available or running."""
    working = {name for name, state in services.items() if state in ("available", "running")}
    return [part for part in PARTS if part.service not in working]


def trim(template: Template, parts: list[Part]) -> Template:
    """The template without the resources of missing parts."""
    prefixes = tuple(prefix for part in parts for prefix in part.prefixes)
    gone = {name for name, one in template["Resources"].items() if prefixes and one["Type"].startswith(prefixes)}
    text = LOST_SECRET.sub("left-out-secret", json.dumps(without(template, gone), default=str))
    trimmed: Template = json.loads(text)
    return trimmed


def trimmer(place: Place) -> Callable[[Template], Template]:
    """What `expand` passes every finished template through; says once what is missing."""
    if place.cloud == "ministack":
        return lambda template: plain_media(permit(template))
    parts = missing_parts(_services(place))
    for part in parts:
        warn(f"This cloud lacks {part.loss}")
    return lambda template: trim(template, parts)


def _services(place: Place) -> dict[str, str]:
    import httpx

    services: dict[str, str] = httpx.get(f"{place.cloud_url}/_localstack/health", timeout=10).json()["services"]
    return services
