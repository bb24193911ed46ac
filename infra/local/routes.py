"""The table of every HTTP route of the city, read from the expanded templates: what exists, and by which methods."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from infra.local.expand import Expanded

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainApi:
    """One domain's REST API behind the edge."""

    domain: str
    api_id: str
    stage: str
    paths: dict[str, tuple[str, ...]]
    """Path template -> its methods, upper case and sorted."""

    @property
    def origin(self) -> str:
        """The path of this API's stage on the local cloud."""
        return f"/_aws/execute-api/{self.api_id}/{self.stage}"


def routes_of(city: Expanded) -> dict[str, dict[str, tuple[str, ...]]]:
    """Domain -> path template -> methods, for every domain that has an API."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for one in city.all():
        for resource in one.template["Resources"].values():
            if resource["Type"] == "AWS::ApiGateway::RestApi":
                found[one.source.stem] = _paths(resource["Properties"].get("Body", {}))
    return found


def _paths(body: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {
        path: tuple(sorted(method.upper() for method in methods if method in METHODS))
        for path, methods in body.get("paths", {}).items()
    }


class RouteTable:
    """Answers whether a path of a domain exists. A literal segment wins over a parameter, as at the gateway."""

    def __init__(self, apis: dict[str, DomainApi]) -> None:
        self._apis = apis
        self._rules = {
            name: sorted(
                ((_pattern(path), methods) for path, methods in api.paths.items()), key=lambda rule: rule[0][0]
            )
            for name, api in apis.items()
        }

    def find(self, domain: str, path: str) -> tuple[DomainApi, tuple[str, ...]] | None:
        """The API and the methods of this path (which begins with "/"), or None when there is no such thing."""
        for (_, matches), methods in self._rules.get(domain, ()):
            if matches.fullmatch(path):
                return self._apis[domain], methods
        return None


def _pattern(path: str) -> tuple[tuple[bool, ...], re.Pattern[str]]:
    segments = path.strip("/").split("/")
    parts = (_segment(segment) for segment in segments)
    return tuple(segment.startswith("{") for segment in segments), re.compile("/" + "/".join(parts))


def _segment(segment: str) -> str:
    if segment.startswith("{"):
        return ".+" if segment.endswith("+}") else "[^/]+"
    return re.escape(segment)
